/** Where the time of the turn went that made it; while that turn runs, live. */
import type { Kontask, KontaskTiming } from '../../../../preload/contract/shapes';
import { plural } from '../../../ui/format';
import { PartsBar, TimeBar, TotalTime, useTiming } from '../../inspector/time-bar';
import { Region } from './region';
import { useTurn } from './use-turn';
import { exactDuration, inSeconds, timeParts } from './words';

export interface TimingRegionProps {
  kontask: Kontask;
  session: string | undefined;
}

export function TimingRegion({ kontask, session }: TimingRegionProps) {
  const timing = kontask.context?.turnTiming;
  const { requestId } = kontask;
  if (!timing && session !== undefined && requestId !== undefined)
    return <Live session={session} turn={requestId} />;
  return (
    <Region region="timing">
      {timing ? <Figures timing={timing} /> : <p className="text-ink-3">{untimed}</p>}
    </Region>
  );
}

const untimed = 'No turn has been timed for it yet.';

function Figures({ timing }: { timing: KontaskTiming }) {
  const { totalMs, toolCallCount } = timing;
  const parts = timeParts(timing);
  const whole = exactDuration(totalMs);
  const seconds = inSeconds(totalMs);
  return (
    <>
      <p className="num text-[26px] leading-tight font-semibold">{whole}</p>
      <p className="num mt-1 mb-2.5 text-ink-2">
        {seconds !== whole && <span>{seconds}</span>}
        {seconds !== whole && toolCallCount !== undefined && ' · '}
        {toolCallCount !== undefined && <span>{plural(toolCallCount, 'tool call')}</span>}
      </p>
      {parts.length > 0 && (
        <>
          <PartsBar parts={parts.map((part) => ({ ...part, ms: part.pct }))} />
          <ul
            aria-label="Parts of the time"
            className="flex flex-wrap gap-x-3.5 gap-y-1 text-ink-2"
          >
            {parts.map(({ name, fill, pct }) => (
              <li key={name} className="inline-flex items-center gap-1.5 whitespace-nowrap">
                <span aria-hidden className={`inline-block size-2 rounded-full ${fill}`} />
                {name} {pct}%
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Live({ session, turn: id }: { session: string; turn: string }) {
  const { turn } = useTurn(session, id);
  const timing = useTiming(turn);
  return (
    <Region region="timing" aside={timing && <TotalTime timing={timing} />}>
      {timing ? <TimeBar timing={timing} /> : <p className="text-ink-3">{untimed}</p>}
    </Region>
  );
}
