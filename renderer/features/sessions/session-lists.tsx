/** Running, recent and archived sessions. Ages are renewed once a minute, running times once a second while some run. */
import { useCallback, useState } from 'react';
import type { Session } from '../../../preload/contract/shapes';
import { useIndex } from '../../stores/index-store';
import { useUi } from '../../stores/ui-store';
import { Confirm } from '../../ui/dialog';
import { useLate, useNow } from '../../ui/use-now';
import { Archived } from './archived';
import { deleteSession } from './session-actions';
import { SessionRow } from './session-row';
import { isBusy } from './session-words';

const minute = 60_000;

export function SessionLists() {
  const sessions = useIndex((view) => view.sessions);
  const loaded = useIndex((view) => view.loaded);
  const [asked, setAsked] = useState<Session>();
  const ask = useCallback((session: Session) => setAsked(session), []);
  const late = useLate(!loaded);
  const running = sessions.filter(isBusy);
  const recent = sessions.filter((session) => !isBusy(session));
  return (
    <div className="mt-1 min-h-0 flex-1 overflow-y-auto pb-2 pl-2.5 [scrollbar-gutter:stable]">
      {running.length > 0 && <List title="Running" sessions={running} everyMs={1000} ask={ask} />}
      {recent.length > 0 && <List title="Recent" sessions={recent} everyMs={minute} ask={ask} />}
      {late && <p className="px-[9px] pt-4 text-small text-ink-3">Reading your sessions…</p>}
      {loaded && sessions.length === 0 && (
        <p className="px-[9px] pt-4 text-small text-ink-3">
          Sessions appear here once you ask something.
        </p>
      )}
      {loaded && <Archived ask={ask} />}
      <Confirm
        open={asked !== undefined}
        title={`Delete “${asked?.title ?? ''}”?`}
        description={
          asked?.archived
            ? 'The whole conversation is removed from this computer.'
            : 'The whole conversation is removed from this computer. To keep it out of the list only, archive it.'
        }
        action="Delete session"
        onConfirm={() => asked && void deleteSession(asked)}
        onClose={() => setAsked(undefined)}
      />
    </div>
  );
}

interface ListProps {
  title: string;
  sessions: readonly Session[];
  everyMs: number;
  ask: (session: Session) => void;
}

function List({ title, sessions, everyMs, ask }: ListProps) {
  const now = useNow(true, everyMs);
  const shown = useUi((ui) => (ui.section === 'sessions' ? ui.session : undefined));
  return (
    <>
      <h2 className="px-[9px] pt-4 pb-1.5 text-[11.5px] text-ink-3">{title}</h2>
      <ul aria-label={title} className="space-y-0.5">
        {sessions.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            current={session.id === shown}
            now={now}
            onDelete={ask}
          />
        ))}
      </ul>
    </>
  );
}
