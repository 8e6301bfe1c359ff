/**
 * From turns and their blocks to a conversation in no provider's words; each adapter writes it down in its own. Pure. Any
 * history gives a valid one: roles alternate, a person is first and last, every tool call is followed by its result,
 * nothing is empty. The list only ever grows from request to request of a session, because sealed thinking is bound
 * to all that stands before it, and because only an unchanged prefix is cached. One thing goes: a picture that a
 * tool showed is in the requests of its own turn and of no later one. What the model thought in that turn once it had seen the
 * picture is sealed to it, so that is not given back afterwards; all else stays bound to what it was bound to.
 */
import type { Block } from '../../../preload/contract/shapes';
import {
  type CallResult,
  hadPictures,
  resultOf,
  toolId,
  toolInput,
  toolName,
  wellFormed,
} from './calls';
import { compacted } from './compacted';
import { asRead, fileParts, type PictureType } from './files';
import { noteOf } from './notes';
import type { ModelTurn, Opaque, Reads } from './types';

/** `opaque` is what the adapter of the same model put into the block's `close`; absent where it may not go back. */
export type Part =
  | { kind: 'text'; text: string; opaque?: Opaque }
  | { kind: 'image'; type: PictureType; data: string }
  /** Base64. */
  | { kind: 'pdf'; name: string; data: string }
  /** Only where the adapter said that it is sealed, and it may go back. */
  | { kind: 'thinking'; text: string; opaque: Opaque }
  | { kind: 'call'; id: string; name: string; input: Record<string, unknown>; opaque?: Opaque }
  /** Results stand first in their message, in the order of the calls before it. */
  | ({ kind: 'result'; id: string; name: string } & CallResult);

export interface Message {
  role: 'user' | 'assistant';
  parts: Part[];
}

export interface Dialogue {
  messages: Message[];
  /** True when something sealed of earlier answers is in it. */
  sealed: boolean;
}

export interface DialogueRules {
  /** What a model sealed is given back to it, and to no other. */
  model: string;
  /** Whether thinking with this opaque data is sealed in the way of this API. */
  isSealed: (opaque: Opaque) => boolean;
  /** False after the provider refused what was given back: then nothing sealed is. */
  keepSealed: boolean;
  /** Said last, after all that there is. */
  ask?: string | undefined;
  /** False: the API does not go on from words of the model's own, so that a person says so. Absent: it does. */
  goesOn?: boolean;
  /** What the wire has a place for, whatever the model: a file that has none is told of in words. Absent: all. */
  reads?: Reads;
}

export function toDialogue(all: readonly ModelTurn[], rules: DialogueRules): Dialogue {
  const turns = compacted(all);
  const messages: Message[] = [];
  const say = (role: Message['role'], parts: readonly Part[]) => {
    if (parts.length === 0) return;
    const last = messages.at(-1);
    if (last?.role === role) last.parts.push(...parts);
    else messages.push({ role, parts: [...parts] });
  };
  const ids = new Set<string>();
  const cut = rules.keepSealed ? lastBare(turns) : { turn: Number.POSITIVE_INFINITY, step: 0 };
  let anySealed = false;
  turns.forEach((turn, index) => {
    const isLast = index === turns.length - 1;
    // What was refused once would be refused again: it leaves the conversation.
    if (turn.status === 'refused' && !isLast) {
      // A summary that was made in it stands for more than the turn.
      if (turn.summary !== undefined) say('user', [said(turn.summary)]);
      return;
    }
    say('user', asked(turn, turns[index - 1], rules.reads));
    const steps = stepsOf(turn);
    const words = (turn.steered ?? []).map(({ text }) => said(text));
    let told = 0;
    let unseen = false;
    steps.forEach(({ blocks: step, told: known }, at) => {
      // What was said came after the results of the step before, where this one's request had it.
      say('user', words.slice(told, known));
      told = Math.max(told, known);
      const sealed = index > cut.turn || (index === cut.turn && at >= cut.step);
      const keep = sealed && !unseen && isWhole(turn, step, at === steps.length - 1);
      const parts: Part[] = [];
      const results: Part[] = [];
      for (const block of step) {
        const opaque = keep ? ownOpaque(block, rules.model) : undefined;
        const back = opaque ? { opaque } : {};
        if (block.kind === 'thinking') {
          if (!opaque || !rules.isSealed(opaque)) continue;
          anySealed = true;
          parts.push({ kind: 'thinking', text: block.text, opaque });
        } else if (block.kind === 'text') {
          if (block.text.trim() === '') continue;
          anySealed ||= opaque !== undefined && rules.isSealed(opaque);
          parts.push({ kind: 'text', text: wellFormed(block.text), ...back });
        } else if (block.kind === 'tool') {
          const id = toolId(block, ids);
          const name = toolName(block);
          anySealed ||= opaque !== undefined && rules.isSealed(opaque);
          parts.push({ kind: 'call', id, name, input: toolInput(block), ...back });
          results.push({ kind: 'result', id, name, ...resultOf(turn, block) });
        }
      }
      unseen ||= step.some((block) => block.kind === 'tool' && hadPictures(turn, block));
      // Thinking alone is no answer: the APIs want something after it.
      const speaks = parts.some((part) => part.kind === 'text' || part.kind === 'call');
      say('assistant', speaks ? parts : []);
      say('user', results);
    });
    // What no answer knew: the next request tells it.
    say('user', words.slice(told));
  });
  if (rules.ask !== undefined) say('user', [said(rules.ask)]);
  const last = messages.at(-1);
  const { status, rested } = turns.at(-1) ?? {};
  const goesOn = status === 'running' && !rested && rules.goesOn !== false;
  if (last?.role === 'assistant' && !(goesOn && endsOpen(last))) {
    say('user', [said('Go on.')]);
  }
  return { messages, sealed: anySealed };
}

/** A paused answer is handed back as it is, and the model goes on from there. */
const endsOpen = (message: Message) => message.parts.at(-1)?.kind !== 'call';

/**
 * The first step whose thinking may be given back: the last one that was answered while none was given
 * (`opaque.bare`), for its seals know of no thinking before them.
 */
function lastBare(turns: readonly ModelTurn[]): { turn: number; step: number } {
  for (let turn = turns.length - 1; turn >= 0; turn--) {
    const found = turns[turn];
    const steps = found ? stepsOf(found) : [];
    const step = steps.findLastIndex(({ blocks }) =>
      blocks.some((block) => block.opaque?.bare === true),
    );
    if (step >= 0) return { turn, step };
  }
  return { turn: 0, step: 0 };
}

const said = (text: string): Part => ({
  kind: 'text',
  text: text.trim() === '' ? '(an empty message)' : wellFormed(text),
});

function asked(turn: ModelTurn, before: ModelTurn | undefined, reads: Reads = {}): Part[] {
  const parts: Part[] = [];
  if (turn.summary !== undefined) parts.push(said(turn.summary));
  const ending = before && unfinished(before);
  if (ending !== undefined) parts.push(said(ending));
  parts.push(...fileParts((turn.attached ?? []).map((file) => asRead(file, reads))));
  parts.push(said(turn.text));
  const note = turn.note ?? noteOf(turn.blocks);
  if (note !== undefined && note.trim() !== '') parts.push(said(note));
  return parts;
}

function unfinished({ status, blocks }: ModelTurn): string | undefined {
  if (status === 'interrupted') return '[The answer above was stopped before its end.]';
  const wrote = blocks.some(
    ({ kind, status: how, text }) => kind === 'text' && how !== 'abandoned' && text.trim() !== '',
  );
  return status === 'failed' && wrote ? '[The answer above broke off before its end.]' : undefined;
}

interface Step {
  blocks: Block[];
  /** How many of the things said to the turn its request told. */
  told: number;
}

/**
 * Model blocks of each request of a turn: a new step begins after tool output, and where a block knows more of what was
 * said than the one before it. Abandoned blocks are no part.
 */
function stepsOf(turn: ModelTurn): Step[] {
  const steps: Step[] = [];
  let open: Step | undefined;
  for (const block of turn.blocks) {
    if (block.status === 'abandoned' || block.kind === 'summary') continue;
    if (block.kind === 'output') {
      open = undefined;
      continue;
    }
    // One that a crash left open has no mark: it belongs to what stands before it.
    const told = Math.max(toldOf(block), steps.at(-1)?.told ?? 0);
    if (!open || told > open.told) {
      open = { blocks: [], told };
      steps.push(open);
    }
    open.blocks.push(block);
  }
  return steps;
}

const toldOf = ({ opaque }: Block) => (typeof opaque?.steers === 'number' ? opaque.steers : 0);

/** False for a last step that was cut off: what it had thought so far is not sealed. */
function isWhole(turn: ModelTurn, step: readonly Block[], last: boolean): boolean {
  if (!last || turn.status === 'running' || turn.status === 'completed') return true;
  return step.some((block) => block.kind === 'tool' && block.startedAt !== undefined);
}

/** What goes back to the model that made it. Blocks of before this was marked are of the model that is asked. */
function ownOpaque({ opaque }: Block, model: string): Opaque | undefined {
  return opaque && (opaque.model === undefined || opaque.model === model) ? opaque : undefined;
}
