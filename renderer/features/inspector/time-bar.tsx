/** Where this turn's time goes: one bar and a row a part, live while it runs. The parts add up to the total (I11). */
import type { Timing, Turn } from '../../../preload/contract/shapes';
import { timingAt } from '../../../preload/contract/timing';
import { cx } from '../../ui/class-names';
import { duration } from '../../ui/format';
import { useNow } from '../../ui/use-now';
import { partsOf } from './parts';

export function TimeBar({ turn }: { turn: Turn }) {
  const now = useNow(turn.clock !== undefined, 500);
  const timing: Timing | undefined = turn.clock
    ? timingAt(turn.clock, Math.max(now, turn.clock.at))
    : turn.timing;
  if (!timing) return <p className="text-ink-3">This turn left no figures behind.</p>;
  const parts = partsOf(timing);
  return (
    <>
      <div aria-hidden="true" className="mb-2 flex h-2 overflow-hidden rounded-[3px] bg-part-other">
        {parts.map((part) => (
          <span key={part.name} className={part.fill} style={{ flexGrow: part.ms, flexBasis: 0 }} />
        ))}
      </div>
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

/** The total at the region's head. */
export function TotalTime({ turn }: { turn: Turn }) {
  const now = useNow(turn.clock !== undefined, 500);
  const total = turn.clock ? Math.max(0, now - turn.clock.startedAt) : turn.timing?.totalMs;
  if (total === undefined) return null;
  return <span className="num font-mono text-code">{duration(total)}</span>;
}
