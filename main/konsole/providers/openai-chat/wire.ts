/**
 * From the chunks of a Chat Completions stream to `ModelEvent`s. Servers differ in almost everything, so almost everything may
 * be missing: what a chunk says counts, and what it leaves out is made up for. One reader a request.
 */
import { errorInside } from '../errors';
import { type SealMarks, WireError, type WireReader } from '../exchange';
import type { ModelEvent, StopReason } from '../types';
import { usageOf } from './usage';

type Json = Record<string, unknown>;

interface Call {
  at: number;
  /** As the server counts it; absent where it does not. */
  index: number | undefined;
  id: string;
  name: string;
}

const stops: Readonly<Record<string, StopReason>> = {
  stop: 'end',
  end_turn: 'end',
  eos: 'end',
  length: 'max-tokens',
  max_tokens: 'max-tokens',
  model_length: 'context-full',
  tool_calls: 'tools',
  function_call: 'tools',
  content_filter: 'refusal',
  refusal: 'refusal',
};

/** Blocks of one answer; more is a server that never ends. */
const maxBlocks = 5_000;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** Content is a text, or a list of parts of which some have text. */
function textOf(content: unknown): string {
  if (!Array.isArray(content)) return text(content);
  return content.map((part) => (isObject(part) ? text(part.text) : text(part))).join('');
}

/** Arguments come as text in pieces; some servers give them whole, as what the text would mean. */
const argumentsOf = (value: unknown) =>
  typeof value === 'string' ? value : isObject(value) ? JSON.stringify(value) : '';

export function createWireReader(marks: SealMarks): WireReader {
  let blocks = 0;
  /** The block of words that is open, and those of calls: pieces of several may alternate. */
  let words: { at: number; kind: 'thinking' | 'text' } | undefined;
  const calls: Call[] = [];
  let reason: StopReason | undefined;
  let refused = '';
  let done = false;

  function open(kind: 'thinking' | 'text' | 'tool', name?: string): ModelEvent {
    if (blocks >= maxBlocks) throw new WireError('blocks without an end');
    const opened: ModelEvent = { type: 'open', index: blocks, kind };
    blocks += 1;
    if (name !== undefined) opened.name = name;
    return opened;
  }

  function closeWords(): ModelEvent[] {
    if (!words) return [];
    const { at, kind } = words;
    words = undefined;
    return [
      kind === 'thinking'
        ? { type: 'close', index: at, opaque: { ...marks } }
        : { type: 'close', index: at },
    ];
  }

  function say(kind: 'thinking' | 'text', piece: string): ModelEvent[] {
    if (piece === '') return [];
    const told: ModelEvent[] = [];
    if (words?.kind !== kind) {
      told.push(...closeWords(), open(kind));
      words = { at: blocks - 1, kind };
    }
    told.push({ type: 'delta', index: words.at, text: piece });
    return told;
  }

  /** A new call begins with a new index; without one, with a new id; without either, with a name. */
  function callOf(value: Json, name: string): Call | undefined {
    const index = typeof value.index === 'number' ? value.index : undefined;
    const id = text(value.id);
    const last = calls.at(-1);
    if (index !== undefined) {
      const same = calls.findLast((call) => call.index === index);
      // Some count every call of an answer as the first, and only their ids tell them apart.
      return same && id !== '' && same.id !== '' && id !== same.id && name !== ''
        ? undefined
        : same;
    }
    if (id !== '') return calls.findLast((call) => call.id === id);
    return name === '' ? last : undefined;
  }

  function call(value: unknown): ModelEvent[] {
    if (!isObject(value)) return [];
    const made = isObject(value.function) ? value.function : value;
    const name = text(made.name);
    const piece = argumentsOf(made.arguments);
    let one = callOf(value, name);
    const told: ModelEvent[] = [];
    if (!one) {
      told.push(...closeWords(), open('tool', name));
      const index = typeof value.index === 'number' ? value.index : undefined;
      one = { at: blocks - 1, index, id: text(value.id), name };
      calls.push(one);
    }
    if (one.id === '') one.id = text(value.id);
    if (piece !== '') told.push({ type: 'delta', index: one.at, text: piece });
    return told;
  }

  function delta(value: Json): ModelEvent[] {
    const thought = [value.reasoning_content, value.reasoning, value.thinking].find(
      (one) => typeof one === 'string' && one !== '',
    );
    const told = say('thinking', text(thought));
    told.push(...say('text', textOf(value.content)));
    refused += text(value.refusal);
    for (const one of Array.isArray(value.tool_calls) ? value.tool_calls : [])
      told.push(...call(one));
    // Of before there were several calls at once.
    if (isObject(value.function_call))
      told.push(...call({ index: 0, function: value.function_call }));
    return told;
  }

  function choice(value: unknown): ModelEvent[] {
    if (!isObject(value)) return [];
    if (isObject(value.error)) throw errorInside({ error: value.error });
    const given = value.delta ?? value.message;
    const told = isObject(given) ? delta(given) : say('text', text(value.text));
    const end = text(value.finish_reason);
    // A reason that is newer than this list ends the answer.
    if (end !== '') reason = stops[end] ?? 'end';
    if (end === 'error') throw errorInside({ error: { message: 'it ended with an error' } });
    return told;
  }

  function read(value: unknown): ModelEvent[] {
    if (!isObject(value)) throw new WireError('an event that is no object');
    if (value.error !== undefined && value.error !== null) throw errorInside(value);
    if (value.object === 'error') throw errorInside({ error: value });
    const [first] = Array.isArray(value.choices) ? value.choices : [];
    const told = choice(first);
    if (isObject(value.usage))
      told.push({ type: 'usage', usage: usageOf(marks.model, value.usage) });
    return told;
  }

  function finish(): ModelEvent[] {
    done = true;
    const told = closeWords();
    for (const { at, id } of calls) {
      const closed: ModelEvent = { type: 'close', index: at };
      if (id !== '') closed.opaque = { toolUseId: id };
      told.push(closed);
    }
    // Many a server says "stop" after calls, and some say nothing at all.
    const why =
      reason === undefined || reason === 'end' ? (calls.length > 0 ? 'tools' : 'end') : reason;
    const stopped: ModelEvent = { type: 'stop', reason: refused === '' ? why : 'refusal' };
    if (refused !== '') stopped.detail = refused.slice(0, 1000);
    return [...told, stopped];
  }

  return {
    read,
    readText: (word) => (word.trim() === '[DONE]' ? finish() : undefined),
    readWhole(value) {
      if (!isObject(value) || !Array.isArray(value.choices)) return undefined;
      return [...read(value), ...finish()];
    },
    over: () => (reason === undefined ? undefined : finish()),
    ended: () => done,
  };
}
