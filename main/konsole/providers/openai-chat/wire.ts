/**
 * From the chunks of a Chat Completions stream to `ModelEvent`s. Checks what it reads: many servers speak this, each in its
 * way. A block has no end of its own here: what is of another kind ends it, and calls end with the answer. One reader a
 * request.
 */
import type { Usage } from '../../../../preload/contract/shapes';
import { type SealMarks, WireError, type WireReader } from '../exchange';
import type { ModelEvent, StopReason } from '../types';
import { isObject, type Json, list, text } from '../json';
import { contentOf, createSeal, type Seal, thoughtOf } from './thoughts';
import { errorIn, errorOfChoice } from './told-errors';
import { createToolCalls } from './tool-calls';
import { usageOf } from './usage';

const maxBlocks = 5_000;
const maxRefusalChars = 2_000;

const stops: ReadonlyMap<string, StopReason> = new Map([
  ['length', 'max-tokens'],
  ['max_tokens', 'max-tokens'],
  ['MAX_TOKENS', 'max-tokens'],
  ['model_length', 'max-tokens'],
  ['content_filter', 'refusal'],
  ['refusal', 'refusal'],
  ['SAFETY', 'refusal'],
  ['model_context_window_exceeded', 'context-full'],
  ['stop_sequence', 'stop-sequence'],
]);

export function createWireReader(sealed: SealMarks): WireReader {
  let blocks = 0;
  /** What words go on in; calls are open beside it. */
  let open: { index: number; kind: 'thinking' | 'text'; seal: Seal } | undefined;
  const calls = createToolCalls();
  let reason: string | undefined;
  let refusal: string | undefined;
  let usage: Usage | undefined;
  let ended = false;

  function next(): number {
    if (blocks >= maxBlocks) throw new WireError('blocks without an end');
    return blocks++;
  }

  function close(): ModelEvent[] {
    if (!open) return [];
    const { index, kind, seal } = open;
    open = undefined;
    const closed: ModelEvent = { type: 'close', index };
    if (kind === 'thinking') {
      const reasoningDetails = seal.whole();
      closed.opaque = { ...sealed, ...(reasoningDetails ? { reasoningDetails } : { plain: true }) };
    }
    return [closed];
  }

  function into(kind: 'thinking' | 'text'): { told: ModelEvent[]; to: NonNullable<typeof open> } {
    if (open?.kind === kind) return { told: [], to: open };
    const told = close();
    const to = { index: next(), kind, seal: createSeal() };
    open = to;
    return { told: [...told, { type: 'open', index: to.index, kind }], to };
  }

  function say(kind: 'thinking' | 'text', piece: string, details: unknown[]): ModelEvent[] {
    if (piece === '' && details.length === 0) return [];
    if (details.length === 0 && open?.kind === kind) {
      return [{ type: 'delta', index: open.index, text: piece }];
    }
    const { told, to } = into(kind);
    to.seal.add(details);
    if (piece !== '') told.push({ type: 'delta', index: to.index, text: piece });
    return told;
  }

  function takeDelta(delta: Json): ModelEvent[] {
    const { thought, words } = contentOf(delta.content);
    const told = say('thinking', thoughtOf(delta, thought), list(delta.reasoning_details));
    told.push(...say('text', words, []));
    const given = isObject(delta.function_call) ? [delta.function_call] : delta.tool_calls;
    const called = calls.read(given, next);
    if (called.length > 0) told.push(...close(), ...called);
    if (typeof delta.refusal === 'string' && delta.refusal !== '') {
      refusal = ((refusal ?? '') + delta.refusal).slice(0, maxRefusalChars);
    }
    return told;
  }

  function takeChoice(choice: Json): ModelEvent[] {
    const delta = choice.delta ?? choice.message;
    const told = isObject(delta) ? takeDelta(delta) : say('text', text(choice.text), []);
    const error = errorOfChoice(choice);
    if (error) throw error;
    if (text(choice.finish_reason) !== '') reason = text(choice.finish_reason);
    return told;
  }

  function takeUsage(value: Json): ModelEvent[] {
    const first = usage === undefined;
    usage = usageOf(sealed.model, value);
    // Some tell it with every piece: the first says what the prompt was, the last is told at the end.
    return first ? [{ type: 'usage', usage }] : [];
  }

  function finish(): ModelEvent[] {
    ended = true;
    const stopped: ModelEvent = { type: 'stop', reason: stopOf() };
    if (refusal !== undefined) stopped.detail = refusal;
    const last: ModelEvent[] = usage ? [{ type: 'usage', usage }] : [];
    return [...close(), ...calls.close(), ...last, stopped];
  }

  /** A reason that is newer than this list ends the answer; what was called is to be run. */
  function stopOf(): StopReason {
    if (refusal !== undefined) return 'refusal';
    return stops.get(reason ?? '') ?? (calls.any() ? 'tools' : 'end');
  }

  function take(value: unknown, name?: string): ModelEvent[] {
    if (name === 'ping') return [{ type: 'alive' }];
    const chunk: unknown = Array.isArray(value) ? value[0] : value;
    if (!isObject(chunk)) throw new WireError('an event that is no object');
    const error = errorIn(chunk, name);
    if (error) throw error;
    const choice = list(chunk.choices)[0];
    const told = isObject(choice) ? takeChoice(choice) : [];
    const groq = isObject(chunk.x_groq) ? chunk.x_groq.usage : undefined;
    const within = isObject(choice) ? choice.usage : undefined;
    const used = chunk.usage ?? groq ?? within;
    return isObject(used) ? [...told, ...takeUsage(used)] : told;
  }

  return {
    ended: () => ended,
    read: take,
    readText(said) {
      const line = said.trim();
      if (line === '[DONE]') return finish();
      return line === '' ? [] : undefined;
    },
    readWhole(value) {
      if (!isObject(value)) return undefined;
      const error = errorIn(value);
      if (error) throw error;
      return isObject(list(value.choices)[0]) ? [...take(value), ...finish()] : undefined;
    },
    over: () => (reason === undefined ? undefined : finish()),
  };
}
