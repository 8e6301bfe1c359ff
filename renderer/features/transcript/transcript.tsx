/** The turns of a session, oldest first. Follows the end only for a reader who is at the end. */
import { ArrowDown } from 'lucide-react';
import { Button } from '../../ui/button';
import { useLate } from '../../ui/use-now';
import { loadOlder } from '../../stores/session-store';
import type { SessionView } from '../../stores/session-store';
import { TurnArticle } from './turn';
import type { TurnActions } from './turn-actions';
import { useFollowEnd } from './use-follow-end';

/** Older turns are asked for when the reader comes this near to the start, px. */
const nearStartPx = 160;

export interface TranscriptProps {
  session: string;
  view: SessionView;
  actions: TurnActions;
}

export function Transcript({ session, view, actions }: TranscriptProps) {
  const { older, state, before, loadingOlder, phase } = view;
  const follow = useFollowEnd(phase === 'ready' ? session : '', older.length, state.seq);
  const late = useLate(phase === 'loading');
  const running = state.session.turn !== undefined;
  const turns = older.length > 0 ? [...older, ...state.turns] : state.turns;
  const onScroll = () => {
    follow.onScroll();
    const top = follow.scroller.current?.scrollTop ?? Number.POSITIVE_INFINITY;
    if (top < nearStartPx && before !== undefined && !loadingOlder) void loadOlder(session);
  };
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={follow.scroller}
        onScroll={onScroll}
        role="log"
        aria-label="Transcript"
        aria-live="off"
        tabIndex={0}
        className="h-full overflow-y-auto [scrollbar-gutter:stable_both-edges] focus-visible:-outline-offset-2"
      >
        <div ref={follow.content} className="mx-auto max-w-[740px] space-y-7 px-5 py-6">
          {before !== undefined && (
            <div className="text-center">
              <Button
                size="small"
                // Not disabled: coming here by Tab begins the loading, and the focus would be lost.
                aria-disabled={loadingOlder}
                onClick={() => void loadOlder(session)}
              >
                {loadingOlder ? 'Loading…' : 'Show earlier'}
              </Button>
            </div>
          )}
          {late && <p className="text-center text-ink-3">Opening the session…</p>}
          {turns.map((turn, index) => (
            <TurnArticle
              key={turn.id}
              turn={turn}
              number={index + 1}
              last={index === turns.length - 1 && !running}
              actions={actions}
            />
          ))}
        </div>
      </div>
      {follow.newBelow && (
        <Button
          size="small"
          icon={<ArrowDown size={13} aria-hidden />}
          onClick={follow.toEnd}
          className="absolute bottom-3 left-1/2 -translate-x-1/2 rounded-full shadow-card"
        >
          New below
        </Button>
      )}
    </div>
  );
}
