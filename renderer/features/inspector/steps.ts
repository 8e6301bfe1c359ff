/** The steps of a turn as rows of a small timeline: what each was, how long it took, what it waits for. Pure. */
import type { Approval, Block, Turn } from '../../../preload/contract/shapes';
import { argumentOf, runs, verbOf, waits } from '../transcript/tool-words';

export interface StepFact {
  /** Of its block: where a press jumps to. */
  block: string;
  words: string;
  /** What it did it to: a path, a pattern, a command. */
  argument: string;
  /** Class of the colour of its part of the time. */
  fill: string;
  state: 'running' | 'waiting' | 'done' | 'failed' | 'denied';
  /** How long it took, ms; of one that runs, absent. */
  ms?: number;
  /** Since when it runs, epoch ms; absent where that is not known, or it is over. */
  since?: number;
}

/** Thoughts and tool calls in their order; words that were said to the person are in the transcript. */
export function stepsOf(turn: Turn, approvals: readonly Approval[] = []): StepFact[] {
  const live = turn.status === 'running';
  const asked = new Set(approvals.map((approval) => approval.block));
  return turn.blocks
    .filter(
      (block) =>
        (block.kind === 'thinking' || block.kind === 'tool' || block.kind === 'summary') &&
        block.status !== 'abandoned',
    )
    .map((block) => knownStep(block, live, asked.has(block.id)));
}

/** A block that did not change is the same object: with thousands of steps, one more word costs one step. */
const known = new WeakMap<Block, { live: boolean; asked: boolean; fact: StepFact }>();

function knownStep(block: Block, live: boolean, asked: boolean): StepFact {
  const before = known.get(block);
  if (before?.live === live && before.asked === asked) return before.fact;
  const fact = stepOf(block, live, asked);
  known.set(block, { live, asked, fact });
  return fact;
}

function stepOf(block: Block, live: boolean, asked: boolean): StepFact {
  const tool = block.kind === 'tool';
  const running = live && (tool ? runs(block) : !block.closed);
  const since = waits(block) ? block.asked?.at : (block.startedAt ?? block.openedAt);
  const state = stateOf(block, running, asked);
  const fact: StepFact = {
    block: block.id,
    words: wordsOf(block, running),
    argument: tool ? argumentOf(block) : '',
    fill: state === 'waiting' ? 'bg-part-approval' : tool ? 'bg-part-tool' : 'bg-part-think',
    state,
  };
  if (running) return since === undefined ? fact : { ...fact, since };
  return block.ms === undefined ? fact : { ...fact, ms: block.ms };
}

function stateOf(block: Block, running: boolean, asked: boolean): StepFact['state'] {
  if (running) return asked ? 'waiting' : 'running';
  if (block.status === 'denied') return 'denied';
  return block.status === 'error' ? 'failed' : 'done';
}

function wordsOf(block: Block, running: boolean): string {
  if (block.kind === 'tool') return verbOf(block);
  if (block.kind === 'summary') return running ? 'Summarising' : 'Summarised what came before';
  return running ? 'Thinking' : 'Thought';
}

/** The longest, ms: what every bar is measured against. At least a second, so that short steps look short. */
export function longestOf(steps: readonly StepFact[], now: number): number {
  return steps.reduce((most, step) => Math.max(most, spentOn(step, now)), 1000);
}

export function spentOn(step: StepFact, now: number): number {
  return step.ms ?? (step.since === undefined ? 0 : Math.max(0, now - step.since));
}
