/**
 * From the raw events of a message stream to `ModelEvent`s. Checks what it reads: a server may send
 * anything. Pure but for the order of calls; one reader a request.
 */
import type { Usage } from '../../../../preload/contract/shapes';
import { errorInside } from '../errors';
import { type SealMarks, WireError, type WireReader } from '../exchange';
import { count, isObject, type Json, text } from '../json';
import type { ModelEvent, StopReason } from '../types';
import { usageFrom } from '../usage';

type BlockKind = 'thinking' | 'text' | 'tool' | 'ignored';

interface OpenBlock {
  kind: BlockKind;
  opaque: Record<string, unknown>;
}

const stops: Record<string, StopReason> = {
  end_turn: 'end',
  tool_use: 'tools',
  max_tokens: 'max-tokens',
  stop_sequence: 'stop-sequence',
  pause_turn: 'pause',
  refusal: 'refusal',
  model_context_window_exceeded: 'context-full',
};

/** What nobody is told while it comes is bounded here: a seal (UTF-16 units), and blocks that are open at once. */
const maxSignatureChars = 1024 * 1024;
const maxOpen = 5_000;

/** What an answer that was no stream has used; nothing for what is no answer. */
export function usageOf(model: string, message: unknown): Usage {
  const [told] = createWireReader({ model }).read({ type: 'message_start', message });
  if (told?.type === 'usage') return told.usage;
  throw new WireError('an answer that does not say what it used');
}

/** `sealed` is put into the opaque data of every thinking block. */
export function createWireReader(sealed: SealMarks): WireReader {
  const open = new Map<number, OpenBlock>();
  let hasTools = false;
  let ended = false;
  let reason: StopReason | undefined;
  let detail: string | undefined;
  const tokens = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  let thinkingTokens: number | undefined;

  function takeUsage(value: unknown): ModelEvent[] {
    if (!isObject(value)) return [];
    tokens.input = count(value.input_tokens) ?? tokens.input;
    tokens.output = count(value.output_tokens) ?? tokens.output;
    tokens.cacheRead = count(value.cache_read_input_tokens) ?? tokens.cacheRead;
    tokens.cacheWrite = count(value.cache_creation_input_tokens) ?? tokens.cacheWrite;
    const details = value.output_tokens_details;
    if (isObject(details)) thinkingTokens = count(details.thinking_tokens) ?? thinkingTokens;
    const usage = usageFrom(sealed.model, tokens, { thinking: thinkingTokens });
    return [{ type: 'usage', usage }];
  }

  function start(index: number, block: unknown): ModelEvent[] {
    if (!isObject(block)) throw new WireError('a block without content');
    if (open.has(index)) throw new WireError(`block ${index} was opened twice`);
    if (open.size >= maxOpen) throw new WireError('blocks without an end');
    const add = (entry: OpenBlock, first: string, name?: string): ModelEvent[] => {
      open.set(index, entry);
      if (entry.kind === 'ignored') return [];
      const opened: ModelEvent = { type: 'open', index, kind: entry.kind };
      if (name !== undefined) opened.name = name;
      return first === '' ? [opened] : [opened, { type: 'delta', index, text: first }];
    };
    switch (block.type) {
      case 'text':
        return add({ kind: 'text', opaque: {} }, text(block.text));
      case 'thinking': {
        const signature = text(block.signature);
        const opaque = signature ? { ...sealed, signature } : { ...sealed };
        return add({ kind: 'thinking', opaque }, text(block.thinking));
      }
      case 'redacted_thinking':
        return add({ kind: 'thinking', opaque: { ...sealed, redacted: text(block.data) } }, '');
      case 'tool_use': {
        hasTools = true;
        const given = isObject(block.input) && Object.keys(block.input).length > 0;
        const input = given ? JSON.stringify(block.input) : '';
        return add(
          { kind: 'tool', opaque: { toolUseId: text(block.id) } },
          input,
          text(block.name),
        );
      }
      default:
        // Kinds that Konsole does not ask for (a provider's own tools) have nothing to show.
        return add({ kind: 'ignored', opaque: {} }, '');
    }
  }

  function delta(index: number, value: unknown): ModelEvent[] {
    const block = open.get(index);
    if (!block) throw new WireError(`text for block ${index}, which is not open`);
    if (!isObject(value) || block.kind === 'ignored') return [];
    const fits: Record<string, [BlockKind, unknown]> = {
      text_delta: ['text', value.text],
      thinking_delta: ['thinking', value.thinking],
      input_json_delta: ['tool', value.partial_json],
    };
    if (value.type === 'signature_delta') {
      const signature = text(block.opaque.signature) + text(value.signature);
      if (signature.length > maxSignatureChars) throw new WireError('a signature without an end');
      block.opaque.signature = signature;
      return [];
    }
    const fit = fits[text(value.type)];
    if (!fit || fit[0] !== block.kind) return [];
    const piece = text(fit[1]);
    return piece === '' ? [] : [{ type: 'delta', index, text: piece }];
  }

  function stop(index: number): ModelEvent[] {
    const block = open.get(index);
    if (!block) throw new WireError(`the end of block ${index}, which is not open`);
    open.delete(index);
    if (block.kind === 'ignored') return [];
    const closed: ModelEvent = { type: 'close', index };
    if (Object.keys(block.opaque).length > 0) closed.opaque = block.opaque;
    return [closed];
  }

  function change(event: Json): ModelEvent[] {
    const given = isObject(event.delta) ? event.delta : {};
    if (typeof given.stop_reason === 'string') {
      // A reason that is newer than this list ends the answer.
      reason = stops[given.stop_reason] ?? 'end';
    }
    if (isObject(given.stop_details)) detail = text(given.stop_details.explanation) || detail;
    return takeUsage(event.usage);
  }

  function finish(): ModelEvent[] {
    ended = true;
    const stopped: ModelEvent = { type: 'stop', reason: reason ?? (hasTools ? 'tools' : 'end') };
    if (detail) stopped.detail = detail;
    // A small server may forget to close what it opened.
    return [...[...open.keys()].flatMap(stop), stopped];
  }

  return {
    ended: () => ended,
    read(event, name) {
      if (name === 'ping') return [{ type: 'alive' }];
      if (name === 'error') throw errorInside(event);
      if (!isObject(event)) throw new WireError('an event that is no object');
      const index = typeof event.index === 'number' ? event.index : -1;
      switch (event.type) {
        case 'message_start':
          return takeUsage(isObject(event.message) ? event.message.usage : undefined);
        case 'content_block_start':
          return start(index, event.content_block);
        case 'content_block_delta':
          return delta(index, event.delta);
        case 'content_block_stop':
          return stop(index);
        case 'message_delta':
          return change(event);
        case 'message_stop':
          return finish();
        case 'error':
          throw errorInside(event);
        default:
          return [];
      }
    },
  };
}
