/** The steps of a turn, each with a bar as long as it took. A press jumps to its place in the transcript. */
import { memo, useMemo, useState } from 'react';
import type { Approval, Turn } from '../../../preload/contract/shapes';
import { jumpTo } from '../../stores/jump-store';
import { useUi } from '../../stores/ui-store';
import { Button } from '../../ui/button';
import { cx } from '../../ui/class-names';
import { plural, seconds, stepDuration } from '../../ui/format';
import { useNow } from '../../ui/use-now';
import { longestOf, spentOn, stepsOf } from './steps';
import type { StepFact } from './steps';

/** Rows that are laid out before somebody asks for all: the last ones, which are what happens now. */
const lastRows = 200;

export interface TimelineProps {
  session: string;
  turn: Turn;
  approvals: readonly Approval[];
}

export function Timeline({ session, turn, approvals }: TimelineProps) {
  const steps = useMemo(() => stepsOf(turn, approvals), [turn, approvals]);
  const [all, setAll] = useState(false);
  const running = steps.some((step) => step.since !== undefined);
  const now = useNow(running, 1000);
  if (steps.length === 0) {
    return (
      <p className="text-ink-3">
        {turn.status === 'running' ? 'No step yet.' : 'It answered without thinking or tools.'}
      </p>
    );
  }
  const longest = longestOf(steps, now);
  const shown = all ? steps : steps.slice(-lastRows);
  const left = steps.length - shown.length;
  return (
    <>
      {left > 0 && (
        <Button size="small" tone="quiet" className="mb-1 w-full" onClick={() => setAll(true)}>
          Show {plural(left, 'earlier step')}
        </Button>
      )}
      <ol aria-label="Steps of this turn" className="-mx-2">
        {shown.map((step) => (
          <StepLine
            key={step.block}
            session={session}
            turn={turn.id}
            step={step}
            time={timeOf(step, now)}
            percent={Math.max(1, Math.round((100 * spentOn(step, now)) / longest))}
          />
        ))}
      </ol>
    </>
  );
}

function timeOf(step: StepFact, now: number): string {
  if (step.since !== undefined) return seconds(now - step.since);
  return step.ms === undefined ? '' : stepDuration(step.ms);
}

interface StepLineProps {
  session: string;
  turn: string;
  step: StepFact;
  time: string;
  /** Of the longest step. */
  percent: number;
}

const StepLine = memo(
  function StepLine({ session, turn, step, time, percent }: StepLineProps) {
    const go = () => {
      jumpTo(session, { turn, block: step.block });
      // Where the pane lies over the page, the page is what is wanted now.
      useUi.setState({ inspectorOpen: false });
    };
    const failed = step.state === 'failed' || step.state === 'denied';
    return (
      <li>
        <button
          type="button"
          onClick={go}
          className="grid w-full grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-2 rounded-control px-2 py-1 text-left text-small hover:bg-hover focus-visible:-outline-offset-2"
        >
          <span className={cx('truncate', failed ? 'text-bad' : 'text-ink-2')}>
            {step.words}
            {step.state === 'waiting' && ' · needs you'}
            {step.argument && (
              <>
                {' '}
                <code className="text-[11px] text-ink-3">{step.argument}</code>
              </>
            )}
            {failed && !step.words.startsWith('Could not') && ` · ${step.state}`}
          </span>{' '}
          <span className="num font-mono text-[11px] text-ink-3">{time}</span>
          <span
            aria-hidden="true"
            className="col-span-2 mt-0.5 block h-[3px] rounded-full bg-line-soft"
          >
            <span
              className={cx('block h-full rounded-full', step.fill)}
              style={{ width: `${percent}%` }}
            />
          </span>
        </button>
      </li>
    );
  },
  (was, is) =>
    was.time === is.time &&
    was.percent === is.percent &&
    was.turn === is.turn &&
    was.session === is.session &&
    same(was.step, is.step),
);

/** Steps are made anew with every event of the turn; most of them say the same. */
function same(one: StepFact, other: StepFact): boolean {
  return (
    one.block === other.block &&
    one.words === other.words &&
    one.argument === other.argument &&
    one.fill === other.fill &&
    one.state === other.state
  );
}
