/** What a search found: sessions by their title, then places in the text by session. Opening one jumps to its turn. */
import { memo, useMemo, useState } from 'react';
import { useIndex } from '../../stores/index-store';
import { jumpTo } from '../../stores/jump-store';
import { showSession, useUi } from '../../stores/ui-store';
import { Button } from '../../ui/button';
import { cx } from '../../ui/class-names';
import { age, plural } from '../../ui/format';
import { useLate, useNow } from '../../ui/use-now';
import { useRows } from './rows-store';
import { bySession, searchAgain, titleMatches, useSearch } from './search-store';
import type { FoundSession } from './search-store';
import { rowLook, SessionRow } from './session-row';
import { statusLine, titleOf } from './session-words';

/** Places of one session that are shown before somebody asks for the rest. */
const firstPlaces = 3;
/** Titles that are shown before somebody asks for the rest, and at most: they are not to hide what the text says. */
const firstTitles = 5;
const mostTitles = 100;

export function SearchResults() {
  const { text, phase, hits, trouble } = useSearch();
  const sessions = useIndex((view) => view.sessions);
  const shown = useUi((ui) => (ui.section === 'sessions' ? ui.session : undefined));
  const active = useRows((rows) => rows.active);
  const now = useNow(true, 60_000);
  const late = useLate(phase === 'waiting', 400);
  const titles = useMemo(() => titleMatches(sessions, text, mostTitles), [sessions, text]);
  const [allFor, setAllFor] = useState<string>();
  const shownTitles = allFor === text ? titles : titles.slice(0, firstTitles);
  const found = useMemo(() => bySession(hits), [hits]);
  const listed = new Set(titles.map((session) => session.id));
  // A title that the index has told already is not said twice.
  const inText = found.filter(({ session, places }) => places.length > 0 || !listed.has(session));
  const stop = titles.some((session) => session.id === active) ? active : titles[0]?.id;
  const none = titles.length === 0 && inText.length === 0;
  const count =
    titles.length + inText.reduce((sum, one) => sum + Math.max(1, one.places.length), 0);
  return (
    <div>
      <p role="status" className="px-[9px] pt-3 text-small text-ink-3">
        {phase === 'done' &&
          (none ? `Nothing found for “${text.trim()}”.` : plural(count, 'result'))}
        {phase === 'waiting' && (late ? 'Searching…' : '\u00a0')}
      </p>
      {phase === 'done' && none && (
        <p className="px-[9px] pt-1 text-small text-ink-3">
          Titles, messages and answers of every session were searched. Try fewer or other words.
        </p>
      )}
      {phase === 'failed' && (
        <div role="alert" className="space-y-1.5 px-[9px] pt-1 text-small text-bad">
          <p className="break-words">{trouble}</p>
          <Button size="small" onClick={searchAgain}>
            Try again
          </Button>
        </div>
      )}
      {titles.length > 0 && (
        <>
          <h2 className="px-[9px] pt-2 pb-1.5 text-[11.5px] text-ink-3">Titles</h2>
          <ul aria-label="Titles found" className="space-y-0.5">
            {shownTitles.map((session) => (
              <SessionRow
                key={session.id}
                session={session}
                current={session.id === shown}
                tabStop={session.id === stop}
                line={statusLine(session, now)}
              />
            ))}
          </ul>
          {titles.length > shownTitles.length && (
            <Button
              data-row
              size="small"
              tone="quiet"
              className="mt-1 ml-[9px]"
              onClick={() => setAllFor(text)}
            >
              {plural(titles.length - shownTitles.length, 'more title')}
            </Button>
          )}
        </>
      )}
      {inText.length > 0 && (
        <>
          <h2 className="px-[9px] pt-4 pb-1.5 text-[11.5px] text-ink-3">In the text</h2>
          <ul
            aria-label="Places found"
            className={cx('space-y-3', phase === 'waiting' && 'opacity-60')}
          >
            {inText.map((one) => (
              <Found key={one.session} found={one} now={now} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

const Found = memo(function Found({ found, now }: { found: FoundSession; now: number }) {
  const { session, places, kind, archived, at } = found;
  const [all, setAll] = useState(false);
  const shown = all ? places : places.slice(0, firstPlaces);
  const facts = [kind === 'chat' && 'quick turn', archived && 'archived', age(at, now)];
  const open = (turn?: string) => {
    showSession(session);
    if (turn !== undefined) jumpTo(session, { turn });
  };
  return (
    <li>
      <button
        type="button"
        data-row
        onClick={() => open(places[0]?.turn)}
        className={cx(rowLook, 'hover:bg-hover/60')}
      >
        <span className="block truncate font-medium">{titleOf(found)}</span>
        <span className="block truncate text-[11.5px] text-ink-3">
          {facts.filter(Boolean).join(' · ')}
        </span>
      </button>
      {shown.length > 0 && (
        <ul aria-label={`Places in ${titleOf(found)}`}>
          {shown.map((place, index) => (
            <li key={`${place.turn} ${index}`}>
              <button
                type="button"
                data-row
                tabIndex={-1}
                onClick={() => open(place.turn)}
                className={cx(rowLook, 'text-small text-ink-2 hover:bg-hover/60')}
              >
                <span className="line-clamp-2 break-words">
                  <Marked text={place.excerpt} marks={place.marks} />
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {places.length > shown.length && (
        <Button
          data-row
          size="small"
          tone="quiet"
          tabIndex={-1}
          className="ml-[9px]"
          onClick={() => setAll(true)}
        >
          {places.length - shown.length} more here
        </Button>
      )}
    </li>
  );
});

/** The words that were looked for stand out; ranges that make no sense are plain text. */
export function Marked({
  text,
  marks,
}: {
  text: string;
  marks: ReadonlyArray<readonly [number, number]>;
}) {
  const parts = [];
  let from = 0;
  for (const [start, end] of marks) {
    if (start < from || end <= start || end > text.length) continue;
    parts.push(text.slice(from, start));
    parts.push(
      <mark key={start} className="rounded-[3px] bg-main-wash px-px font-semibold text-main-ink">
        {text.slice(start, end)}
      </mark>,
    );
    from = end;
  }
  parts.push(text.slice(from));
  return parts;
}
