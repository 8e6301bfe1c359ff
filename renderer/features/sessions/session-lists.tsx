/** The sessions of the sidebar: those that wait, run or rest, and the archive below; or what a search found. */
import { useCallback, useMemo, useRef, useState } from 'react';
import type { Session } from '../../../preload/contract/shapes';
import { useIndex } from '../../stores/index-store';
import { useUi } from '../../stores/ui-store';
import { Button } from '../../ui/button';
import { useLate, useNow } from '../../ui/use-now';
import { Archived } from './archived';
import { groupsOf } from './groups';
import type { SessionGroup } from './groups';
import { RowList } from './row-list';
import { useRows } from './rows-store';
import { SearchBox } from './search-box';
import { SearchResults } from './search-results';
import { useSearch } from './search-store';
import { SessionRow } from './session-row';
import { statusLine } from './session-words';

const minute = 60_000;
/** Sessions at rest that are laid out at first, and more each time. */
const firstRows = 60;
const moreRows = 120;

export function SessionLists() {
  const searching = useSearch((search) => search.text.trim() !== '');
  const box = useRef<HTMLInputElement>(null);
  const toBox = useCallback(() => box.current?.focus(), []);
  return (
    <>
      <SearchBox box={box} />
      <RowList
        className="mt-1 min-h-[96px] flex-1 overflow-y-auto pb-2 pl-2.5 [scrollbar-gutter:stable]"
        onLeaveUp={toBox}
      >
        {searching ? <SearchResults /> : <AllSessions />}
      </RowList>
    </>
  );
}

function AllSessions() {
  const sessions = useIndex((view) => view.sessions);
  const loaded = useIndex((view) => view.loaded);
  const [room, setRoom] = useState(firstRows);
  const now = useNow(true, minute);
  const late = useLate(!loaded);
  const shown = useUi((ui) => (ui.section === 'sessions' ? ui.session : undefined));
  const active = useRows((rows) => rows.active);
  const { groups, left } = useMemo(() => groupsOf(sessions, now, room), [sessions, now, room]);
  const ids = groups.flatMap((group) => group.sessions.map((session) => session.id));
  const stop = [active, shown].find((id) => id !== undefined && ids.includes(id)) ?? ids[0];
  return (
    <>
      {groups.map((group) => (
        <Group key={group.title} group={group} shown={shown} stop={stop} now={now} />
      ))}
      {left > 0 && (
        <Button
          data-row
          size="small"
          tone="quiet"
          className="mt-1 w-full"
          onClick={() => setRoom(room + moreRows)}
        >
          Show {Math.min(left, moreRows)} more
        </Button>
      )}
      {late && <p className="px-[9px] pt-4 text-small text-ink-3">Reading your sessions…</p>}
      {loaded && sessions.length === 0 && (
        <p className="px-[9px] pt-4 text-small text-ink-3">
          Sessions appear here once you ask something.
        </p>
      )}
      {loaded && <Archived />}
    </>
  );
}

interface GroupProps {
  group: SessionGroup;
  shown: string | undefined;
  stop: string | undefined;
  /** Of the last whole minute; a group that ticks has its own. */
  now: number;
}

function Group({ group: { title, sessions, ticks }, shown, stop, now }: GroupProps) {
  const second = useNow(ticks, 1000);
  return (
    <>
      <h2 className="px-[9px] pt-4 pb-1.5 text-[11.5px] text-ink-3">{title}</h2>
      <ul aria-label={title} className="space-y-0.5">
        {sessions.map((session: Session) => (
          <SessionRow
            key={session.id}
            session={session}
            current={session.id === shown}
            tabStop={session.id === stop}
            line={statusLine(session, ticks ? second : now)}
          />
        ))}
      </ul>
    </>
  );
}
