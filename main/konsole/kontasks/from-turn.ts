/** What a kontask takes over from the turn that it belongs to. Pure. */
import { limits } from '../../../preload/contract/limits';
import type {
  Kontask,
  KontaskChosen,
  KontaskDraft,
  KontaskPatch,
  KontaskStatus,
  KontaskTiming,
  Timing,
  Turn,
} from '../../../preload/contract/shapes';
import { momentOf } from '../../../preload/contract/kontask-date';
import { requestOf } from '../../../preload/contract/kontask-summary';
import { cutText, oneLine } from '../../../preload/contract/text';

export const isoTime = (ms: number): string => new Date(ms).toISOString();

/** Longest title of a kontask that is made from a request, UTF-16 units. */
const titleChars = 120;

/** `claude` of `anthropic/claude-opus-5`: by whom an agent's kontasks are, whichever version of it. */
export function familyOf(model: string | undefined): string {
  const [provider = '', ...rest] = (model ?? '').toLowerCase().split('/');
  // A script, and the records: they have no family.
  if (provider === 'demo' || provider === 'konsole') return provider;
  const first = /^[\p{L}\d]+/u.exec(rest.at(-1) ?? '')?.[0] ?? '';
  const family = first.replace(/(?<=\p{L}{2})\d+$/u, '');
  return cutText(family, 100) || 'agent';
}

/** The eight figures of the page's bar. */
export function timingOf(timing: Timing): KontaskTiming {
  const { totalMs, ttfeMs, thinkingMs, toolExecutionMs, toolCallCount } = timing;
  const { thinkingPct, toolsPct, ttfePct } = timing;
  return {
    ...{ totalMs, ttfeMs, thinkingMs, toolExecutionMs, toolCallCount },
    ...{ thinkingPct, toolsPct, ttfePct },
  };
}

const standing = (turn: Turn) =>
  turn.blocks.flatMap(({ kind, status, text }) =>
    kind === 'text' && status !== 'abandoned' && text.trim() !== '' ? [text] : [],
  );

/** All that a turn answered. */
export const answerOf = (turn: Turn): string => standing(turn).join('\n\n');

/** What stands at its end, when all that it said on the way is left out. */
export const lastTextOf = (turn: Turn): string => standing(turn).at(-1) ?? '';

const outputOf = (text: string) => cutText(text, limits.kontaskOutputChars);

/** Of a turn that answered; undefined when it has no word that could be kept. */
export function madeFrom(turn: Turn): KontaskDraft | undefined {
  const output = outputOf(answerOf(turn));
  if (output === '') return undefined;
  // Only the beginning can become the title; a 5 MB paste is not walked through.
  const title = cutText(oneLine(turn.text.slice(0, titleChars * 8)), titleChars) || 'Answer';
  const asked = turn.startedAt === undefined ? {} : { requestedAt: isoTime(turn.startedAt) };
  return {
    type: 'answer',
    status: 'completed',
    title,
    createdBy: familyOf(turn.model),
    requestId: turn.id,
    context: {
      output,
      ...asked,
      requestId: turn.id,
      ...(turn.timing ? { turnTiming: timingOf(turn.timing) } : {}),
    },
  };
}

const ended: Partial<Record<Turn['status'], KontaskStatus>> = {
  completed: 'completed',
  interrupted: 'cancelled',
  failed: 'failed',
  refused: 'failed',
};

/** Those are a turn's own: what was only planned, or is over, is not ended by it. */
const owned: ReadonlySet<KontaskStatus> = new Set(['in_progress', 'needs_decision', 'completed']);

/** What was picked in it became this turn, and is done with it; undefined when it is another's, or how it stands was changed since. */
export function doneWith({ status, context }: Kontask, turn: Turn): KontaskPatch | undefined {
  const next = ended[turn.status];
  if (!next || status !== 'in_progress' || context?.chosen?.turn !== turn.id) return undefined;
  return { status: next };
}

/** What the end of its turn changes in a kontask; undefined when nothing. The same turn changes it once. */
export function endedWith(kontask: Kontask, turn: Turn): KontaskPatch | undefined {
  const { context = {}, status } = kontask;
  const next = ended[turn.status];
  if (!next || !turn.timing || requestOf(kontask) !== turn.id) return undefined;
  if (context.turnTiming || !owned.has(status)) return undefined;
  const answer = context.output ? '' : outputOf(lastTextOf(turn));
  const isOver = status === 'in_progress' && !pickedDuring(turn, context.chosen);
  return {
    ...(isOver ? { status: next } : {}),
    context: {
      turnTiming: timingOf(turn.timing),
      ...(answer === '' ? {} : { output: answer }),
    },
  };
}

/** What was picked while the turn ran is still to be done; what was picked before it began is done, and it works on the rest. */
function pickedDuring({ startedAt = 0 }: Turn, chosen: KontaskChosen | undefined): boolean {
  return chosen !== undefined && !(momentOf(chosen.at) < startedAt);
}
