/** The left pane: brand, sections, new session, the lists, the pool. Folded away under 800 px. */
import {
  Activity,
  ListChecks,
  MessageSquare,
  PanelLeftClose,
  Settings,
  SquarePen,
} from 'lucide-react';
import { useId } from 'react';
import type { MouseEvent, ReactNode } from 'react';
import { useIndex } from '../../stores/index-store';
import { toggleSidebar } from '../../stores/panes';
import { showKontasks, showNewSession, showSection, useUi } from '../../stores/ui-store';
import type { Section } from '../../stores/ui-store';
import { IconButton } from '../../ui/button';
import { Kbd } from '../../ui/kbd';
import { cx } from '../../ui/class-names';
import { openPalette } from '../palette/palette-store';
import { PoolMeter } from './pool-meter';
import { SessionLists } from './session-lists';

const icon = { size: 15, 'aria-hidden': true } as const;
const sections: ReadonlyArray<{ section: Section; name: string; icon: ReactNode }> = [
  { section: 'sessions', name: 'Sessions', icon: <MessageSquare {...icon} /> },
  { section: 'kontasks', name: 'Kontasks', icon: <ListChecks {...icon} /> },
  { section: 'diagnostics', name: 'Diagnostics', icon: <Activity {...icon} /> },
  { section: 'settings', name: 'Settings', icon: <Settings {...icon} /> },
];

export function Sidebar() {
  const shown = useUi((ui) => ui.section);
  const decisions = useIndex((view) => view.needDecision);
  const count = useId();
  const go = (section: Section) => (event: MouseEvent) => {
    event.preventDefault();
    if (section === 'kontasks') showKontasks();
    else showSection(section);
  };
  return (
    <div className="flex h-full min-h-fit flex-col">
      <div className="flex shrink-0 items-center gap-1.5 py-[14px] pr-3 pl-[19px]">
        <span className="min-w-0 flex-1 truncate text-title font-bold">Konsole</span>
        <button
          type="button"
          aria-haspopup="dialog"
          onClick={() => openPalette('commands')}
          className="relative rounded-control px-1 py-0.5 leading-none hover:bg-hover"
        >
          <span className="hidden-text">Commands </span>
          <Kbd keys="CommandOrControl+K" />
        </button>
        <IconButton label="Hide sidebar" size="small" onClick={toggleSidebar}>
          <PanelLeftClose size={15} aria-hidden />
        </IconButton>
        <IconButton label="New session" size="small" onClick={showNewSession}>
          <SquarePen size={15} aria-hidden />
        </IconButton>
      </div>
      <nav aria-label="Sections" className="shrink-0 space-y-0.5 px-2.5">
        {sections.map(({ section, name, icon: sign }) => {
          const counted = section === 'kontasks' && decisions > 0;
          return (
            <div key={section} className="relative">
              <a
                href={`#${section}`}
                aria-current={shown === section ? 'page' : undefined}
                aria-describedby={counted ? count : undefined}
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
              {counted && <Decisions id={count} many={decisions} />}
            </div>
          );
        })}
      </nav>
      <SessionLists />
      <PoolMeter />
    </div>
  );
}

/** Beside the link and not in it, so that its name stays; a click on it is one on the link. */
function Decisions({ id, many }: { id: string; many: number }) {
  return (
    <span
      id={id}
      className="num pointer-events-none absolute inset-y-0 right-[9px] my-auto h-[18px] min-w-[18px] rounded-full bg-main-wash px-1.5 text-center text-small leading-[18px] font-semibold text-main-ink"
    >
      {many > 999 ? '999+' : many}
      <span className="hidden-text">{many === 1 ? ' needs a decision' : ' need a decision'}</span>
    </span>
  );
}
