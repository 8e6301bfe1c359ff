/** The left pane: brand, sections, new session, the lists, the pool. Folded away under 800 px. */
import { Activity, MessageSquare, Settings, SquarePen } from 'lucide-react';
import type { MouseEvent, ReactNode } from 'react';
import { showNewSession, showSection, useUi } from '../../stores/ui-store';
import type { Section } from '../../stores/ui-store';
import { IconButton } from '../../ui/button';
import { cx } from '../../ui/class-names';
import { PoolMeter } from './pool-meter';
import { SessionLists } from './session-lists';

const icon = { size: 15, 'aria-hidden': true } as const;
const sections: ReadonlyArray<{ section: Section; name: string; icon: ReactNode }> = [
  { section: 'sessions', name: 'Sessions', icon: <MessageSquare {...icon} /> },
  { section: 'diagnostics', name: 'Diagnostics', icon: <Activity {...icon} /> },
  { section: 'settings', name: 'Settings', icon: <Settings {...icon} /> },
];

export function Sidebar() {
  const shown = useUi((ui) => ui.section);
  const go = (section: Section) => (event: MouseEvent) => {
    event.preventDefault();
    showSection(section);
  };
  return (
    <div className="flex h-full flex-col">
      <div className="flex items-center justify-between px-[19px] pt-[14px] pb-[14px]">
        <span className="text-title font-bold">Konsole</span>
        <IconButton label="New session" size="small" onClick={showNewSession}>
          <SquarePen size={15} aria-hidden />
        </IconButton>
      </div>
      <nav aria-label="Sections" className="space-y-0.5 px-2.5">
        {sections.map(({ section, name, icon: sign }) => (
          <a
            key={section}
            href={`#${section}`}
            aria-current={shown === section ? 'page' : undefined}
            onClick={go(section)}
            className={cx(
              'flex items-center gap-2 rounded-[8px] px-[9px] py-[6px] no-underline',
              shown === section
                ? 'bg-hover text-ink'
                : 'text-ink-2 hover:bg-hover/60 hover:text-ink',
            )}
          >
            {sign}
            {name}
          </a>
        ))}
      </nav>
      <SessionLists />
      <PoolMeter />
    </div>
  );
}
