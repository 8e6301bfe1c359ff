/** The end of the session list: what was put away, folded until someone asks for it. Restore and delete are here. */
import { ChevronRight } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { useIndex } from '../../stores/index-store';
import { useUi } from '../../stores/ui-store';
import { Button } from '../../ui/button';
import { useLate, useNow } from '../../ui/use-now';
import { loadArchived, loadMoreArchived, useArchived } from './archived-store';
import { useRows } from './rows-store';
import { SessionRow } from './session-row';
import { statusLine } from './session-words';

export function Archived() {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <section aria-label="Archived" className="pt-3">
      <button
        type="button"
        data-row
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="group flex w-full items-center gap-1 rounded-[8px] px-[9px] py-1.5 text-[11.5px] text-ink-3 hover:text-ink"
      >
        Archived
        <ChevronRight size={12} aria-hidden className="group-aria-expanded:rotate-90" />
      </button>
      <div id={id}>{open && <List />}</div>
    </section>
  );
}

function List() {
  const { sessions, next, loading, trouble } = useArchived();
  const index = useIndex((view) => view.sessions);
  const shown = useUi((ui) => (ui.section === 'sessions' ? ui.session : undefined));
  const active = useRows((rows) => rows.active);
  const now = useNow(true, 60_000);
  const late = useLate(loading && sessions === undefined);
  // One that is put away leaves the index, one that is restored comes back into it.
  useEffect(() => {
    void loadArchived();
    return useIndex.subscribe((is, was) => {
      if (is.sessions.length !== was.sessions.length) void loadArchived();
    });
  }, []);
  const listed = new Set(index.map((session) => session.id));
  const away = (sessions ?? []).filter((session) => !listed.has(session.id));
  const stop = away.some((session) => session.id === active) ? active : away[0]?.id;
  return (
    <>
      {late && <p className="px-[9px] text-small text-ink-3">Looking for them…</p>}
      {trouble && (
        <div role="alert" className="space-y-1.5 px-[9px] text-small text-bad">
          <p className="break-words">{trouble}</p>
          <Button size="small" onClick={() => void loadArchived()}>
            Try again
          </Button>
        </div>
      )}
      {sessions !== undefined && away.length === 0 && !loading && (
        <p className="px-[9px] text-small text-ink-3">
          Nothing is archived. Archive a session from its menu to keep it out of the list.
        </p>
      )}
      {away.length > 0 && (
        <ul aria-label="Archived sessions" className="space-y-0.5">
          {away.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              current={session.id === shown}
              tabStop={session.id === stop}
              line={statusLine(session, now)}
            />
          ))}
        </ul>
      )}
      {next !== undefined && away.length > 0 && (
        <Button
          size="small"
          tone="quiet"
          className="mt-1 w-full"
          disabled={loading}
          onClick={() => void loadMoreArchived()}
        >
          Show more
        </Button>
      )}
    </>
  );
}
