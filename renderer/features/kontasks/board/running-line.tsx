/** What a card says of a turn that works on it: since when, and where a person can see it, its tools and its time. */
import { timingAt } from '../../../../preload/contract/timing';
import { useIndex } from '../../../stores/index-store';
import { useSession } from '../../../stores/session-store';
import type { SessionView } from '../../../stores/session-store';
import { plural, seconds } from '../../../ui/format';
import { useNow } from '../../../ui/use-now';
import { partsOf } from '../../inspector/parts';

export interface RunningLineProps {
  session: string;
  startedAt: number;
  /** Its events are followed for the figures; only few cards do. */
  follow: boolean;
}

/** Since when the session of a kontask runs, epoch ms; undefined where it does not. */
export function useRunningSince(session: string | undefined): number | undefined {
  return useIndex((view) => {
    if (session === undefined) return undefined;
    const found = view.sessions.find((one) => one.id === session);
    return found?.turn === undefined ? undefined : (found.startedAt ?? found.updatedAt);
  });
}

export function RunningLine({ session, startedAt, follow }: RunningLineProps) {
  return follow ? (
    <Followed session={session} startedAt={startedAt} />
  ) : (
    <Line startedAt={startedAt} />
  );
}

function Line({ startedAt, more = '' }: { startedAt: number; more?: string }) {
  const now = useNow(true, 1_000);
  return (
    <p className="num text-small text-ink-3">
      running {seconds(now - startedAt)}
      {more}
    </p>
  );
}

/** A running turn has a clock; the last one is the one that runs. */
const clockOf = (view: SessionView) => view.state.turns.at(-1)?.clock;

function Followed({ session, startedAt }: { session: string; startedAt: number }) {
  const clock = useSession(session, clockOf);
  const now = useNow(clock !== undefined, 1_000);
  if (!clock) return <Line startedAt={startedAt} />;
  const timing = timingAt(clock, Math.max(now, clock.at));
  const tools = timing.toolCallCount;
  return (
    <>
      <div aria-hidden className="flex h-[5px] overflow-hidden rounded-[3px] bg-part-other">
        {partsOf(timing).map((part) => (
          <span key={part.name} className={part.fill} style={{ flexGrow: part.ms, flexBasis: 0 }} />
        ))}
      </div>
      <Line startedAt={startedAt} more={tools > 0 ? ` · ${plural(tools, 'tool')}` : ''} />
    </>
  );
}
