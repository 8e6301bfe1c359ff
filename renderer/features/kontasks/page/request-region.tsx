/** What was asked, and the way to the turn that asked it. */
import { ArrowRight } from 'lucide-react';
import type { Kontask } from '../../../../preload/contract/shapes';
import { cutText } from '../../../../preload/contract/text';
import { jumpTo } from '../../../stores/jump-store';
import { Button } from '../../../ui/button';
import { titleOf } from '../../sessions/session-words';
import { DateOf } from './date-of';
import { box, Region } from './region';
import { useTurn } from './use-turn';

export interface RequestRegionProps {
  kontask: Kontask;
  /** That of the turn that asked, where it is still there. */
  session: string | undefined;
}

export function RequestRegion({ kontask, session }: RequestRegionProps) {
  const turn = kontask.requestId ?? kontask.context?.requestId;
  return (
    <Region region="request">
      <div className={box}>
        {turn === undefined ? (
          <p className="text-ink-2">No turn asked for it.</p>
        ) : session === undefined ? (
          <Unknown kontask={kontask} turn={turn} />
        ) : (
          <Asked kontask={kontask} session={session} turn={turn} />
        )}
      </div>
    </Region>
  );
}

function Unknown({ kontask, turn }: { kontask: Kontask; turn: string }) {
  const asked = kontask.context?.requestedAt;
  return (
    <div className="space-y-1 text-ink-2">
      <p>The turn that asked is not in this Konsole.</p>
      <p className="text-small break-words text-ink-3">
        Turn <code className="break-all">{turn}</code>
        {asked !== undefined && (
          <>
            , asked <DateOf written={asked} />
          </>
        )}
      </p>
    </div>
  );
}

/** As much of it as fills a few lines. UTF-16 units. */
const shownChars = 800;

function Asked({ kontask, session, turn }: { kontask: Kontask; session: string; turn: string }) {
  const { phase, text, title } = useTurn(session, turn);
  if (phase === 'gone') return <Unknown kontask={kontask} turn={turn} />;
  const asked = kontask.context?.requestedAt;
  return (
    <div className="space-y-1.5">
      {text === undefined ? (
        <p className="text-ink-2">
          {phase === 'loading' ? 'Loading…' : 'It was asked further up in the session.'}
        </p>
      ) : (
        <p dir="auto" className="line-clamp-4 break-words whitespace-pre-wrap">
          {cutText(text, shownChars)}
        </p>
      )}
      <p className="flex flex-wrap items-center gap-x-2 text-small text-ink-3">
        <span className="min-w-0 break-words">in “{titleOf({ title })}”</span>
        {asked !== undefined && (
          <span>
            · <DateOf written={asked} />
          </span>
        )}
        <Button size="small" tone="quiet" onClick={() => jumpTo(session, { turn })}>
          Open the turn
          <ArrowRight size={13} aria-hidden />
        </Button>
      </p>
    </div>
  );
}
