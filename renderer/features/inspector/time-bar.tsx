/** This turn's time: its total, one bar and a row a part, live while it runs. All of one instant, so the parts add up to the total (I11). */
import type { Timing, Turn } from '../../../preload/contract/shapes';
import { timingAt } from '../../../preload/contract/timing';
import { cx } from '../../ui/class-names';
import { duration } from '../../ui/format';
import { useNow } from '../../ui/use-now';
import { partsOf } from './parts';
import type { Part } from './parts';

/** The timing of a turn now, renewed while it runs; absent where a turn left none. */
export function useTiming(turn: Turn | undefined): Timing | undefined {
  const clock = turn?.clock;
  const now = useNow(clock !== undefined, 500);
  return clock ? timingAt(clock, Math.max(now, clock.at)) : turn?.timing;
}

export function TimeBar({ timing }: { timing: Timing | undefined }) {
  if (!timing) return <p className="text-ink-3">This turn left no figures behind.</p>;
  const parts = partsOf(timing);
  return (
    <>
      <PartsBar parts={parts} />
      <table className="w-full">
        <caption className="hidden-text">Time of this turn by part</caption>
        <tbody>
          {parts.map((part) => (
            <tr key={part.name}>
              <th scope="row" className="py-[1.5px] text-left font-normal">
                <span
                  aria-hidden="true"
                  className={cx('mr-2.5 inline-block size-2 rounded-[2px]', part.fill)}
                />
                {part.name}
              </th>
              <td className="num text-right font-mono text-code text-ink-3">{duration(part.ms)}</td>
              <td className="num w-11 text-right text-small">{part.pct}%</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** One bar, each part as long as its time. */
export function PartsBar({ parts }: { parts: ReadonlyArray<Pick<Part, 'name' | 'fill' | 'ms'>> }) {
  return (
    <div aria-hidden="true" className="mb-2 flex h-2 overflow-hidden rounded-[3px] bg-part-other">
      {parts.map((part) => (
        <span key={part.name} className={part.fill} style={{ flexGrow: part.ms, flexBasis: 0 }} />
      ))}
    </div>
  );
}

/** The total at the region's head. */
export function TotalTime({ timing }: { timing: Timing }) {
  return <span className="num font-mono text-code">{duration(timing.totalMs)}</span>;
}
