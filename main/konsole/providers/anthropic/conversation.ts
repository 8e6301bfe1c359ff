/**
 * From turns and their blocks to the messages of Anthropic's API. Pure. Any history gives a valid list:
 * roles alternate, a person is first and last, every tool call is followed by its result, nothing is
 * empty. The list only ever grows from request to request of a session, because sealed thinking is bound
 * to all that stands before it, and because only an unchanged prefix is cached. One thing goes: a picture that a
 * tool showed is in the requests of its own turn and of no later one. What the model thought in that turn once it had seen the
 * picture is sealed to it, so that is not given back afterwards; all else stays bound to what it was bound to.
 */
import type Anthropic from '@anthropic-ai/sdk';
import type { Block } from '../../../../preload/contract/shapes';
import { compacted } from '../compacted';
import { noteOf } from '../notes';
import type { ModelTurn } from '../types';
import { attachedContent } from './attached';
import { hadPictures, result, toolId, toolInput, toolName, wellFormed } from './tool-content';

type Message = { role: 'user' | 'assistant'; content: Anthropic.ContentBlockParam[] };
type Content = Anthropic.ContentBlockParam;

export interface Conversation {
  messages: Message[];
  /** True when thinking of earlier answers is in it. */
  thinking: boolean;
}

export interface ConversationRules {
  /** Thinking is given back to the model that made it, and to no other. */
  model: string;
  /** False after the provider refused what was given back: then no thinking is. */
  keepThinking: boolean;
  /** Said last, after all that there is. */
  ask?: string | undefined;
}

export function toConversation(all: readonly ModelTurn[], rules: ConversationRules): Conversation {
  const turns = compacted(all);
  const messages: Message[] = [];
  const say = (role: Message['role'], content: Content[]) => {
    if (content.length === 0) return;
    const last = messages.at(-1);
    if (last?.role === role) last.content.push(...content);
    else messages.push({ role, content });
  };
  const ids = new Set<string>();
  const cut = rules.keepThinking ? lastBare(turns) : { turn: Number.POSITIVE_INFINITY, step: 0 };
  let thinking = false;
  turns.forEach((turn, index) => {
    const isLast = index === turns.length - 1;
    // What was refused once would be refused again: it leaves the conversation.
    if (turn.status === 'refused' && !isLast) {
      // A summary that was made in it stands for more than the turn.
      if (turn.summary !== undefined) say('user', [said(turn.summary)]);
      return;
    }
    say('user', asked(turn, turns[index - 1]));
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
      const content: Content[] = [];
      const results: Content[] = [];
      for (const block of step) {
        if (block.kind === 'thinking') {
          const thought = keep ? sealedThinking(block, rules.model) : undefined;
          if (thought) {
            thinking = true;
            content.push(thought);
          }
        } else if (block.kind === 'text') {
          if (block.text.trim() !== '')
            content.push({ type: 'text', text: wellFormed(block.text) });
        } else if (block.kind === 'tool') {
          const id = toolId(block, ids);
          content.push({ type: 'tool_use', id, name: toolName(block), input: toolInput(block) });
          results.push(result(turn, block, id));
        }
      }
      unseen ||= step.some((block) => block.kind === 'tool' && hadPictures(turn, block));
      // Thinking alone is no answer: the API wants something after it.
      const speaks = content.some((part) => part.type === 'text' || part.type === 'tool_use');
      say('assistant', speaks ? content : []);
      say('user', results);
    });
    // What no answer knew: the next request tells it.
    say('user', words.slice(told));
  });
  if (rules.ask !== undefined) say('user', [said(rules.ask)]);
  const last = messages.at(-1);
  const { status, rested } = turns.at(-1) ?? {};
  const goesOn = status === 'running' && !rested;
  if (last?.role === 'assistant' && !(goesOn && endsOpen(last))) {
    say('user', [{ type: 'text', text: 'Go on.' }]);
  }
  return { messages, thinking };
}

/** A paused answer is handed back as it is, and the model goes on from there. */
const endsOpen = (message: Message) => message.content.at(-1)?.type !== 'tool_use';

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

const said = (text: string): Content => ({
  type: 'text',
  text: text.trim() === '' ? '(an empty message)' : wellFormed(text),
});

function asked(turn: ModelTurn, before: ModelTurn | undefined): Content[] {
  const content: Content[] = [];
  if (turn.summary !== undefined) content.push(said(turn.summary));
  const ending = before && unfinished(before);
  if (ending !== undefined) content.push({ type: 'text', text: ending });
  content.push(...attachedContent(turn.attached ?? []));
  content.push(said(turn.text));
  const note = turn.note ?? noteOf(turn.blocks);
  if (note !== undefined && note.trim() !== '')
    content.push({ type: 'text', text: wellFormed(note) });
  return content;
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

function sealedThinking(block: Block, model: string): Content | undefined {
  const opaque = block.opaque;
  if (!opaque || (opaque.model !== undefined && opaque.model !== model)) return undefined;
  if (typeof opaque.redacted === 'string') {
    return { type: 'redacted_thinking', data: opaque.redacted };
  }
  if (typeof opaque.signature !== 'string' || opaque.signature === '') return undefined;
  return { type: 'thinking', thinking: block.text, signature: opaque.signature };
}
