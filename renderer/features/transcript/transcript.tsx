/** The turns of a session, oldest first, however many: find bar, rows near the view, what is said of the whole. */
import { ArrowDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Turn } from '../../../preload/contract/shapes';
import { useFindBar } from '../../stores/find-store';
import { loadOlder } from '../../stores/history';
import { useEnd } from '../../stores/jump-store';
import { useSession } from '../../stores/session-store';
import { Button } from '../../ui/button';
import { useLate } from '../../ui/use-now';
import { ApprovalList } from '../approvals/approval-list';
import { Earlier, Travelling } from './earlier';
import { FindBar, useFindKeys } from './find-bar';
import { guessHeight } from './guess-height';
import { EmptySession, OfflineBar, Opening, WaitsForHost } from './session-notes';
import type { TranscriptActions } from './turn-actions';
import { TurnRows } from './turn-rows';
import { useFind } from './use-find';
import { useHighlights } from './use-highlights';
import { useJumpHere } from './use-jump-here';
import { createIdList } from './id-list';
import { readingOf, useReadPlace } from './use-read-place';
import { useWindow } from './use-window';

export interface TranscriptProps {
  session: string;
  actions: TranscriptActions;
}

const noTurns: readonly Turn[] = [];

/** Another session is another transcript: nothing of one reader's place is another's. */
export function Transcript(props: TranscriptProps) {
  return <TranscriptOf key={props.session} {...props} />;
}

function TranscriptOf({ session, actions }: TranscriptProps) {
  const phase = useSession(session, (view) => view.phase);
  const older = useSession(session, (view) => view.older);
  const turns = useSession(session, (view) => view.state.turns);
  const running = useSession(session, (view) => view.state.session.turn);
  const workspace = useSession(session, (view) => view.state.session.workspace);
  const waiting = useSession(session, ({ state }) => (state.paused ? 0 : state.queue.length));
  const ready = phase === 'ready';
  const opening = useLate(phase === 'loading');

  const [idList] = useState(createIdList);
  const ids = idList.of(ready ? older : noTurns, ready ? turns : noTurns);
  const count = ids.length;
  const turnAt = (index: number) =>
    index < older.length ? older[index] : turns[index - older.length];

  const [reading] = useState(() => readingOf(session));
  const windowed = useWindow({
    ids,
    guess: (index, width) => {
      const turn = turnAt(index);
      return turn ? guessHeight(turn, width) : 0;
    },
    latest: turns.at(-1),
    ...reading,
  });
  const { control } = windowed;
  const place = useReadPlace(reading, ready, control);
  const { reveal, travelling, cancel } = useJumpHere(session, ready, control);
  useEffect(
    () =>
      useEnd.subscribe((end) => {
        if (end.session === session) control.toEnd();
      }),
    [session, control],
  );

  const findOpen = useFindBar((bar) => bar.open);
  const find = useFind({
    session,
    open: findOpen,
    boundary: running,
    ids,
    topTurn: control.topTurn,
  });
  useFindKeys(find);
  useHighlights({
    session,
    rows: control.rows,
    words: findOpen ? find.text : '',
    hit: findOpen ? find.hits[find.current] : undefined,
  });

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <OfflineBar />
      {findOpen && <FindBar find={find} />}
      <div className="relative min-h-0 flex-1">
        <div
          ref={control.scroller}
          onScroll={control.onScroll}
          role="log"
          aria-label="Transcript"
          aria-live="off"
          aria-busy={phase === 'loading' || travelling}
          tabIndex={0}
          className="relative h-full overflow-y-auto [scrollbar-gutter:stable_both-edges] focus-visible:-outline-offset-2"
        >
          <div className="mx-auto max-w-[740px] px-5 pt-6">
            <Earlier session={session} onLoad={() => void loadOlder(session)} />
            {opening && <Opening />}
            {ready && count === 0 && waiting === 0 && <EmptySession workspace={workspace} />}
            <TurnRows
              session={session}
              windowed={windowed}
              turnAt={turnAt}
              count={count}
              running={running !== undefined}
              actions={actions}
              reveal={reveal}
            />
            <ApprovalList session={session} watch={control.watch} />
            {ready && running === undefined && waiting > 0 && (
              <WaitsForHost session={session} waiting={waiting} />
            )}
          </div>
        </div>
        {(travelling || place.travelling) && (
          <Travelling session={session} onCancel={travelling ? cancel : place.cancel} />
        )}
        {(windowed.newBelow || windowed.away) && (
          <Button
            size="small"
            icon={<ArrowDown size={13} aria-hidden />}
            onClick={control.toEnd}
            className="absolute bottom-3 left-1/2 -translate-x-1/2 rounded-full shadow-card"
          >
            {windowed.newBelow ? 'New below' : 'To the end'}
          </Button>
        )}
      </div>
    </div>
  );
}
