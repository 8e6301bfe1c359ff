/**
 * From the raw events of a response stream to `ModelEvent`s. Checks what it reads: a server may send anything, and one
 * that is not OpenAI's leaves out some of it. Pure but for the order of calls; one reader a request.
 */
import { errorInside } from '../errors';
import { type SealMarks, WireError, type WireReader } from '../exchange';
import { isObject, type Json, object, text } from '../json';
import type { ModelEvent, StopReason } from '../types';
import { createBlocks, type OpenBlock } from './blocks';
import type { SealedReasoning } from './conversation';
import { usageOf } from './usage';

/** An item of the answer that has begun and not ended. */
interface Item {
  kind: 'reasoning' | 'message' | 'call' | 'ignored';
  /** What its text blocks keep of it. */
  opaque: Json;
  /** True once any text of it was told. */
  told: boolean;
}

/** What nobody is told while it comes is bounded here, in UTF-16 units; a seal may be as long as a long thought. */
const maxSealChars = 4 * 1024 * 1024;
const maxRefusalChars = 2_000;
const maxItems = 5_000;

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const place = (value: unknown) => (typeof value === 'number' ? value : 0);

/** `sealed` is put into the opaque data of every thinking block. */
export function createWireReader(sealed: SealMarks): WireReader {
  const blocks = createBlocks();
  const items = new Map<number, Item>();
  let hasTools = false;
  let ended = false;
  /** True once anything of an item came. */
  let seen = false;
  let refusal: string | undefined;

  function begin(output: number, given: Json): ModelEvent[] {
    if (items.has(output)) throw new WireError(`item ${output} was opened twice`);
    if (items.size >= maxItems) throw new WireError('items without an end');
    const add = (kind: Item['kind'], opaque: Json = {}) =>
      void items.set(output, { kind, opaque, told: false });
    switch (given.type) {
      case 'reasoning':
        add('reasoning');
        return blocks.open(`${output}:`, 'thinking', { ...sealed }).events;
      case 'message': {
        const { phase } = given;
        add('message', typeof phase === 'string' ? { ...sealed, phase: phase.slice(0, 64) } : {});
        return [];
      }
      case 'function_call': {
        add('call');
        hasTools = true;
        const opaque = { toolUseId: text(given.call_id) };
        const { block, events } = blocks.open(`${output}:`, 'tool', opaque, text(given.name));
        return [...events, ...blocks.add(block, text(given.arguments))];
      }
      default:
        // Kinds that Konsole does not ask for (a provider's own tools) have nothing to show.
        add('ignored');
        return [];
    }
  }

  /** The block of an item of which all is one block; one that was not announced begins here. */
  function single(output: number, type: 'reasoning' | 'function_call') {
    const kind = type === 'reasoning' ? 'reasoning' : 'call';
    const item = items.get(output);
    if (!item && kind === 'call') {
      throw new WireError(`arguments for item ${output}, which is not open`);
    }
    const events = item ? [] : begin(output, { type });
    const block = (item?.kind ?? kind) === kind ? blocks.get(`${output}:`) : undefined;
    return { block, events };
  }

  /** `part` names one of several thoughts, which are told apart by an empty line. */
  function think(output: number, part: string, piece: string): ModelEvent[] {
    const { block, events } = single(output, 'reasoning');
    if (!block || piece === '') return events;
    // The same thought in two ways: a summary, and in full. The one that came first is told.
    if (block.part !== undefined && block.part[0] !== part[0]) return events;
    const between = block.part !== undefined && block.part !== part && block.told ? '\n\n' : '';
    block.part = part;
    return [...events, ...blocks.add(block, between + piece)];
  }

  /** What comes only at the end of a part; nothing where it came piece by piece. */
  function thought(output: number, part: string, whole: string): ModelEvent[] {
    const block = blocks.get(`${output}:`);
    return block?.part === part ? [] : think(output, part, whole);
  }

  function argue(output: number, piece: string, whole: boolean): ModelEvent[] {
    const { block } = single(output, 'function_call');
    return block && !(whole && block.told) ? blocks.add(block, piece) : [];
  }

  function say(event: Json, piece: string, whole = false): ModelEvent[] {
    const output = place(event.output_index);
    const item = items.get(output);
    const events = item ? [] : begin(output, { type: 'message' });
    const message = item ?? items.get(output);
    if (message?.kind !== 'message') return events;
    const key = `${output}:${place(event.content_index)}`;
    let block: OpenBlock | undefined = blocks.get(key);
    if (!block) {
      const opened = blocks.open(key, 'text', { ...message.opaque });
      block = opened.block;
      events.push(...opened.events);
    }
    const told = whole && block.told ? [] : blocks.add(block, piece);
    message.told ||= told.length > 0;
    return [...events, ...told];
  }

  function refuse(words: string, whole = false): ModelEvent[] {
    refusal = (whole ? words || refusal || '' : (refusal ?? '') + words).slice(0, maxRefusalChars);
    return [];
  }

  function endOf(output: number, given: Json): ModelEvent[] {
    const item = items.get(output);
    const events = item ? [] : begin(output, { ...given, arguments: '' });
    const kind = (item ?? items.get(output))?.kind;
    if (kind === 'reasoning') events.push(...sealUp(output, given));
    if (kind === 'call') events.push(...argue(output, text(given.arguments), true));
    if (kind === 'message' && !(item ?? items.get(output))?.told) {
      list(given.content).forEach((part, content_index) => {
        events.push(...partOf({ output_index: output, content_index }, object(part)));
      });
    }
    items.delete(output);
    return [...events, ...blocks.closeAll(`${output}:`)];
  }

  /** The seal of the item's end is the one that counts: it has all that was thought in it. */
  function sealUp(output: number, given: Json): ModelEvent[] {
    const block = blocks.get(`${output}:`);
    if (!block) return [];
    const encrypted = text(given.encrypted_content);
    if (encrypted.length > maxSealChars) throw new WireError('a seal without an end');
    const id = text(given.id).slice(0, 512);
    const reasoning: SealedReasoning = id === '' ? { encrypted } : { id, encrypted };
    if (encrypted !== '') block.opaque = { ...block.opaque, reasoning };
    if (block.told) return [];
    return list(given.summary).flatMap((part, at) =>
      think(output, `s${at}`, text(object(part).text)),
    );
  }

  function partOf(event: Json, part: Json): ModelEvent[] {
    if (part.type === 'output_text') return say(event, text(part.text), true);
    return part.type === 'refusal' ? refuse(text(part.refusal), true) : [];
  }

  function finish(response: Json, told?: StopReason): ModelEvent[] {
    // A server may tell an answer that is ready at once only here.
    const late = seen ? [] : list(response.output).flatMap(wholeItem);
    ended = true;
    const usage = usageOf(sealed.model, response);
    const reason =
      told ?? (refusal !== undefined ? 'refusal' : hasTools ? ('tools' as const) : 'end');
    const stopped: ModelEvent = { type: 'stop', reason };
    if (refusal) stopped.detail = refusal;
    return [
      ...late,
      ...blocks.closeAll(''),
      ...(usage ? [{ type: 'usage' as const, usage }] : []),
      stopped,
    ];
  }

  const wholeItem = (given: unknown, output: number) => endOf(output, object(given));

  function over(response: Json): ModelEvent[] {
    const { status } = response;
    if (status === 'failed' || status === 'cancelled') throw told(response);
    if (status !== 'incomplete') return finish(response);
    const { reason } = object(response.incomplete_details);
    return finish(response, reason === 'content_filter' ? 'refusal' : 'max-tokens');
  }

  /** One event; undefined: it says nothing that Konsole shows. */
  function one(event: Json): ModelEvent[] | undefined {
    const output = place(event.output_index);
    const summary = `s${place(event.summary_index)}`;
    const full = `t${place(event.content_index)}`;
    switch (event.type) {
      case 'response.output_item.added':
        return begin(output, object(event.item));
      case 'response.output_item.done':
        return endOf(output, object(event.item));
      case 'response.content_part.added':
      case 'response.content_part.done':
        return partOf(event, object(event.part));
      case 'response.output_text.delta':
        return say(event, text(event.delta));
      case 'response.output_text.done':
        return say(event, text(event.text), true);
      case 'response.refusal.delta':
        return refuse(text(event.delta));
      case 'response.refusal.done':
        return refuse(text(event.refusal), true);
      case 'response.reasoning_summary_text.delta':
        return think(output, summary, text(event.delta));
      case 'response.reasoning_summary_text.done':
        return thought(output, summary, text(event.text));
      case 'response.reasoning_text.delta':
        return think(output, full, text(event.delta));
      case 'response.reasoning_text.done':
        return thought(output, full, text(event.text));
      case 'response.function_call_arguments.delta':
        return argue(output, text(event.delta), false);
      case 'response.function_call_arguments.done':
        return argue(output, text(event.arguments), true);
      default:
        return undefined;
    }
  }

  return {
    ended: () => ended,
    read(event, name) {
      if (!isObject(event)) throw new WireError('an event that is no object');
      const told = one(event);
      if (told) {
        seen = true;
        return told;
      }
      switch (event.type) {
        case 'response.completed':
          return over({ status: 'completed', ...object(event.response) });
        case 'response.incomplete':
          return over({ ...object(event.response), status: 'incomplete' });
        case 'response.failed':
          return over({ ...object(event.response), status: 'failed' });
        case 'keepalive':
        case 'response.queued':
        case 'response.in_progress':
          return [{ type: 'alive' }];
      }
      const isError = name === 'error' || event.type === 'error';
      if (isError || (event.type === undefined && isObject(event.error))) throw flat(event);
      return [];
    },
    readWhole(value) {
      const response = object(value);
      return response.object === 'response' ? over(response) : undefined;
    },
  };
}

/** The response failed; why stands in it. */
const told = ({ error }: Json) => flat({ ...object(error), type: 'error' });

/** An error whose parts stand in the event itself, or in its `error`, in the one form that is read. */
function flat(event: Json): Error {
  if (isObject(event.error)) return errorInside(event);
  const { code, message, param } = event;
  return errorInside(
    { error: { type: 'server_error', code, message, param } },
    text(code) || undefined,
  );
}
