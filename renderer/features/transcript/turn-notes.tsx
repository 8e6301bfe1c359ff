/** What a turn says of itself besides its answer: waiting, silence, retry, stop, failure with its next step. */
import { ArrowRightLeft, CircleAlert, CircleStop, Clock, RotateCw, Scissors } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Turn, TurnError } from '../../../preload/contract/shapes';
import { Button } from '../../ui/button';
import { seconds } from '../../ui/format';
import { useNow } from '../../ui/use-now';
import { useOnThisComputer } from '../settings/use-on-this-computer';
import { AskElsewhere, hasWorked } from './ask-elsewhere';
import { movesOf } from './moves';
import { Once } from './once';
import { silenceSince, stillWords } from './silence-words';
import { waits } from './tool-words';
import type { TurnActions } from './turn-actions';

export function Line({
  icon,
  tone = 'text-ink-3',
  children,
}: {
  icon: ReactNode;
  tone?: string;
  children: ReactNode;
}) {
  return (
    <p className={`flex items-start gap-2 ${tone}`}>
      <span className="mt-[3px] shrink-0">{icon}</span>
      <span className="min-w-0">{children}</span>
    </p>
  );
}

/** Under the request of a turn that another model answers than the one that was asked. */
export function Moved({ turn }: { turn: Turn }) {
  if (!turn.moved) return null;
  return movesOf(turn).map((words, at) => (
    <Line key={at} icon={<ArrowRightLeft size={14} aria-hidden />} tone="text-ink-2">
      {words}
    </Line>
  ));
}

/** The one line under a running turn: what it waits for, and for how long. */
export function Waiting({ turn }: { turn: Turn }) {
  const { retry, stall, clock } = turn;
  // The last tick may be older than what was just heard.
  const now = Math.max(useNow(true, 1000), clock?.at ?? 0);
  // A silence that was noticed after the retry began is the newer fact.
  if (retry && !(stall && stall.at >= retry.until)) {
    const left = Math.max(0, Math.ceil((retry.until - now) / 1000));
    return (
      <Line icon={<RotateCw size={14} aria-hidden />} tone="text-ink-2">
        {sentence(retry.reason)} {left > 0 ? `Trying again in ${left} s` : 'Trying again now'}{' '}
        <span className="text-ink-3">(attempt {retry.attempt})</span>
      </Line>
    );
  }
  if (stall) {
    return <Silent turn={turn} stall={stall} now={now} />;
  }
  // What it waits for then is a person, whose answers stand below.
  if (turn.blocks.some(waits) || (clock?.approvals ?? 0) > 0) return null;
  const busy = turn.blocks.some(
    (block) => !block.closed && block.kind !== 'output' && block.status !== 'abandoned',
  );
  if (busy || !clock) return null;
  const waited = now - clock.at;
  if (waited < 1000 && clock.phase !== 'first') return null;
  return (
    <Line icon={<Clock size={14} aria-hidden />}>
      {clock.phase === 'first' ? 'Waiting for the first word' : 'Waiting for the model'} ·{' '}
      <span className="num">{seconds(waited)}</span>
    </Line>
  );
}

interface SilentProps {
  turn: Turn;
  stall: NonNullable<Turn['stall']>;
  now: number;
}

function Silent({ turn, stall, now }: SilentProps) {
  const here = useOnThisComputer(turn.model);
  const still = stillWords({ here, first: turn.blocks.length === 0 });
  return (
    <Line icon={<Clock size={14} aria-hidden />} tone="text-ink-2">
      {silenceSince(stall, now)}. {still}. Press Esc twice to stop.
    </Line>
  );
}

/** A reason with its full stop, so that what follows is a new sentence. */
function sentence(reason: string): string {
  const text = reason.trim();
  if (text === '') return '';
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

const settingsCodes: ReadonlySet<TurnError['code']> = new Set([
  'no-key',
  'bad-key',
  'denied',
  'unknown-model',
  'over-budget',
]);
/** Nothing went wrong: it was not to go on by itself. */
const endedCodes: ReadonlySet<TurnError['code']> = new Set(['stopped', 'over-budget']);
/** Where work was done that need not be done again. */
const resumableCodes: ReadonlySet<TurnError['code']> = new Set([
  'no-network',
  'rate-limited',
  'overloaded',
  'bad-answer',
  'host-died',
  'provider',
  'internal',
]);
const againCodes: ReadonlySet<TurnError['code']> = new Set([
  ...resumableCodes,
  'bad-key',
  'denied',
  'no-key',
]);

/** How a turn ended, unless it ended well. `last` allows to go on from it or to try it again. */
export function Ending({
  turn,
  last,
  actions,
}: {
  turn: Turn;
  last: boolean;
  actions: TurnActions;
}) {
  const { error } = turn;
  const { resume, goOn } = actions;
  const again = last && !turn.cut && turn.resumes === undefined && (
    <Once label="Try again" run={() => actions.tryAgain(turn)} />
  );
  const goesOn = last && resume && <Once label="Resume" tone="primary" run={resume} />;
  const elsewhere = last && actions.elsewhere && (
    <AskElsewhere turn={turn} elsewhere={actions.elsewhere} />
  );
  if (turn.status === 'interrupted') {
    return (
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <Line icon={<CircleStop size={14} aria-hidden />} tone="text-ink-2">
          {error && error.code !== 'stopped'
            ? `Interrupted. ${error.message}`
            : 'Interrupted. What was done so far stands; a new message goes on from here.'}
        </Line>
        <span className="flex items-center gap-2 empty:hidden">
          {goesOn}
          {elsewhere}
          {again}
        </span>
      </div>
    );
  }
  if (turn.status === 'completed' && error) {
    return (
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <Line icon={<Scissors size={14} aria-hidden />} tone="text-ink-2">
          {error.message}
        </Line>
        {last && goOn && error.code === 'too-long' && <Once label="Go on" run={goOn} />}
      </div>
    );
  }
  if (turn.status !== 'failed' && turn.status !== 'refused') return null;
  const isOver = error !== undefined && endedCodes.has(error.code);
  return (
    <div
      role="group"
      aria-label="Error"
      className="rounded-card border border-bad/60 bg-bad-wash px-3.5 py-3"
    >
      <p className="flex items-start gap-2">
        <CircleAlert size={16} aria-hidden className="mt-[2px] shrink-0 text-bad" />
        <span className="min-w-0 break-words">
          {error?.message ??
            (turn.status === 'refused' ? 'The model declined to answer.' : 'The turn failed.')}
        </span>
      </p>
      {error?.hint && <p className="mt-1 pl-6 break-words text-ink-2">{error.hint}</p>}
      <div className="mt-2.5 flex flex-wrap items-center gap-2 pl-6 empty:hidden">
        {isOver && ((hasWorked(turn) && goesOn) || again)}
        {error && settingsCodes.has(error.code) && (
          <Button size="small" tone={isOver ? 'plain' : 'primary'} onClick={actions.openSettings}>
            Open settings…
          </Button>
        )}
        {error?.code === 'workspace' && (
          <Button size="small" tone="primary" onClick={actions.chooseFolder}>
            Choose another folder…
          </Button>
        )}
        {error && hasWorked(turn) && resumableCodes.has(error.code) && goesOn}
        {error && againCodes.has(error.code) && again}
        {elsewhere}
        {error && actions.openLog && resumableCodes.has(error.code) && (
          <Button size="small" tone="quiet" onClick={actions.openLog}>
            See the log
          </Button>
        )}
      </div>
    </div>
  );
}
