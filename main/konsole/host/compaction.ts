/**
 * Makes room when a conversation fills its model: the model writes a summary, which stands in place of what came before
 * it (providers/compacted.ts). It is a step like others, seen as it is written, kept in the journal.
 */
import type { Block, Turn, Usage } from '../../../preload/contract/shapes';
import { knownModel } from '../providers/catalogue';
import { compacted, isSummary } from '../providers/compacted';
import { type ModelEvent, type ProviderAdapter, ProviderError } from '../providers/types';
import { OverBudget } from './budget';
import { type Counted, filled, fitted, keepFrom, tokensOf } from './context-size';
import type { LoopDeps } from './loop';
import type { Marks } from './marks';
import { abandon, modelRequest, request, type RequestDeps } from './requests';
import type { StepDeps, StepEnd } from './step';
import { contextOf } from './usage';

/** Share of the model's context from which it is summarised, if so much of it is not the question. */
const dueAt = 0.8;
const leastWorth = 0.2;
/** What a request for a summary may fill of it; less, where even that was too long: lengths only guess at tokens. */
const shares = [0.9, 0.45, 0.2];
/** Share of the context that the last steps may keep. */
const keepShare = 0.1;
/** Requests between two summaries, unless the provider says that it is too long. */
const coolDown = 4;

export interface CompactionDeps extends RequestDeps {
  adapter: ProviderAdapter;
  context: LoopDeps['context'];
  stepDeps: Omit<StepDeps, 'onUsage'>;
  marks: Marks;
  /** Of every request of the turn so far. */
  requests: Usage[];
}

export interface Compaction {
  /** Summarises when the next request would fill too much of the model. A failure is logged; the turn goes on. */
  ifDue(): Promise<void>;
  /** For a request that failed: summarises if it was too long, and throws on what it cannot mend. */
  afterTooLong(error: unknown): Promise<undefined>;
  /** False when no room could be made. */
  makeRoom(): Promise<boolean>;
  /** A request was answered; what it filled is known now. */
  answered(end: Pick<StepEnd, 'reason'>): void;
}

export function createCompaction(deps: CompactionDeps): Compaction {
  const { order, emitter, requests, marks, signal } = deps;
  /** Of the model that is asked now: a turn may go over to another. */
  const held = () => order.contextTokens ?? knownModel(order.model)?.contextTokens;
  let counted: Counted | undefined = lastCount(order.history);
  let since = coolDown;
  let refused = false;

  /** Where the question is all there is, a summary has nothing to leave out. */
  const hasPast = () =>
    order.history.length > 0 || emitter.turn().blocks.some(({ kind }) => kind === 'output');
  const withFiles = (turn: Turn, files: Pick<Turn, 'files'>) => ({
    ...turn,
    ...deps.files.of(files, order.reads),
  });
  const now = () => withFiles(emitter.turn(), order);
  const all = () => [...order.history.map((turn) => withFiles(turn, turn)), now()];
  const estimate = () => filled(all(), counted);

  async function summarise(): Promise<boolean> {
    const size = held();
    const room = size ?? Math.round(tokensOf(all()) * 0.7);
    const before = emitter.turn().blocks.length;
    const keep = keepFrom(emitter.turn().blocks, room * keepShare);
    const opaque = {
      ...(keep === undefined ? {} : { keep }),
      // They were told with an earlier question, which is told no more.
      ...(marks.instructions === undefined ? {} : { instructions: marks.instructions }),
    };
    const stepDeps = { ...deps.stepDeps, adapter: summarising(deps.adapter, opaque) };
    since = 0;
    deps.log('conversation is summarised', { tokens: estimate(), size });
    for (const share of shares) {
      const make = () => {
        const asking = modelRequest(deps, marks);
        const turns = fitted(compacted(asking.turns), room * share);
        return { ...asking, turns, ask: summaryAsk };
      };
      try {
        await request(deps, stepDeps, marks, requests, make);
        break;
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        if (error instanceof OverBudget) throw error;
        if (isTooLong(error) && share !== shares.at(-1)) continue;
        abandon(deps, written(before));
        deps.log('conversation could not be summarised', { error: String(error) });
        return false;
      }
    }
    const made = emitter.turn().blocks.slice(before).some(isSummary);
    if (!made) abandon(deps, written(before));
    else {
      // Nobody has counted what is left; what this request filled is no measure of it.
      counted = undefined;
      const last = requests.at(-1);
      if (last) requests[requests.length - 1] = { ...last, contextTokens: tokensOf(all()) };
    }
    return made;
  }

  const written = (from: number) =>
    emitter
      .turn()
      .blocks.slice(from)
      .map(({ id }: Block) => id);

  async function makeRoom(): Promise<boolean> {
    if (!hasPast()) return false;
    // Twice in a row too long: a summary did not help, or could not be had.
    if (refused) return false;
    refused = true;
    return summarise();
  }

  return {
    makeRoom,
    async ifDue() {
      const size = held();
      if (size === undefined || since < coolDown || estimate() < size * dueAt) return;
      // Where the question itself fills the model, a summary of the rest makes no room.
      const rest = estimate() - tokensOf([{ ...now(), blocks: [] }]);
      if (!hasPast() || rest < size * leastWorth) return;
      await summarise();
    },
    async afterTooLong(error) {
      if (!isTooLong(error) || signal.aborted || !(await makeRoom())) throw error;
      return undefined;
    },
    answered({ reason }) {
      const last = requests.at(-1);
      const { id, blocks } = emitter.turn();
      // A server that counts nothing is guessed at.
      if (last && contextOf(last) > 0)
        counted = { tokens: contextOf(last), turn: id, blocks: blocks.length };
      since += 1;
      refused &&= reason === 'context-full';
    },
  };
}

const isTooLong = (error: unknown) =>
  error instanceof ProviderError && error.error.code === 'too-long';

/** A turn that reached no provider counted nothing. */
function lastCount(history: LoopDeps['order']['history']): Counted | undefined {
  const last = history.findLast(({ usage }) => (usage?.contextTokens ?? 0) > 0);
  if (!last) return undefined;
  return { tokens: last.usage?.contextTokens ?? 0, turn: last.id, blocks: last.blocks.length };
}

/** Only the words of the answer count, as one block of kind summary. */
function summarising(inner: ProviderAdapter, opaque: Record<string, unknown>): ProviderAdapter {
  return {
    ...inner,
    async *stream(asked, signal): AsyncGenerator<readonly ModelEvent[]> {
      const words = createWords(opaque);
      for await (const events of inner.stream(asked, signal)) {
        const told = events.flatMap(words);
        if (told.length > 0) yield told;
      }
    },
  };
}

function createWords(opaque: Record<string, unknown>): (event: ModelEvent) => ModelEvent[] {
  const words = new Set<number>();
  let open = false;
  return (event) => {
    switch (event.type) {
      case 'open': {
        if (event.kind !== 'text') return [];
        words.add(event.index);
        const first = !open;
        open = true;
        return first ? [{ type: 'open', index: 0, kind: 'summary' }] : [];
      }
      case 'delta':
        return words.has(event.index) ? [{ ...event, index: 0 }] : [{ type: 'alive' }];
      case 'close':
        return [];
      case 'stop': {
        // Cut short, refused, or turned to tools: no summary. It is closed without the mark of one, and given up.
        const whole = open && event.reason === 'end';
        const close: ModelEvent = {
          type: 'close',
          index: 0,
          opaque: { ...opaque, complete: true },
        };
        const stop: ModelEvent = { type: 'stop', reason: 'end' };
        return whole ? [close, stop] : [stop];
      }
      default:
        return [event];
    }
  };
}

const summaryAsk = `[From Konsole, not from the person:] This conversation is about to be too long for you. \
Write a summary that you will go on from: it replaces everything above but the request of this turn and the last few \
steps. Call no tools. Write down, with exact names, paths, commands and numbers: what the person wants, in their own \
words where these matter, and what they decided or refused; what was done so far and how it was checked; which files \
were read or changed and what matters in them; what failed and why; what is still to be done, in order; and what you \
must not forget. No greeting, no comment on this task.`;
