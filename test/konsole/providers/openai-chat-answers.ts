/** Answers of servers that speak Chat Completions, for the tests of what is read of them. */
import { expect } from 'vitest';
import { createWireReader } from '../../../main/konsole/providers/openai-chat/wire';
import type { ModelEvent } from '../../../main/konsole/providers/types';

export const model = 'some-model';
export const done = '[DONE]';

/** A chunk with this delta. */
export const says = (delta: object, finish_reason?: string | null) => ({
  choices: [{ index: 0, delta, ...(finish_reason === undefined ? {} : { finish_reason }) }],
});
export const calls = (...tool_calls: object[]) => says({ tool_calls });
export const ends = (reason: string) => says({}, reason);

/** As exchange.ts reads them: a text is an event that is no JSON, and the stream then ends in good order. */
export function readAll(events: readonly unknown[]): ModelEvent[] | undefined {
  const wire = createWireReader({ model });
  const told: ModelEvent[] = [];
  for (const event of events) {
    if (wire.ended()) break;
    const one = typeof event === 'string' ? wire.readText?.(event) : wire.read(event);
    if (!one) throw new Error('an event that cannot be read');
    told.push(...one);
  }
  if (wire.ended()) return told;
  const rest = wire.over?.();
  return rest ? [...told, ...rest] : undefined;
}

export interface Heard {
  blocks: string[];
  reason: string;
  detail?: string;
  ids: unknown[];
}

/** Blocks in short: "text Hello", "thinking Hm", "read {…}"; each of them closed once. */
export function heard(events: readonly unknown[]): Heard {
  const told = readAll(events);
  if (!told) throw new Error('it was cut off');
  const blocks: string[] = [];
  const closed: number[] = [];
  const ids: unknown[] = [];
  let end: Extract<ModelEvent, { type: 'stop' }> | undefined;
  for (const event of told) {
    if (event.type === 'open') blocks[event.index] = `${event.name ?? event.kind} `;
    else if (event.type === 'delta') blocks[event.index] += event.text;
    else if (event.type === 'close') {
      closed.push(event.index);
      if (event.opaque?.toolUseId !== undefined) ids.push(event.opaque.toolUseId);
    } else if (event.type === 'stop') end = event;
  }
  expect([...closed].sort((a, b) => a - b)).toEqual(blocks.map((_block, at) => at));
  expect(told.at(-1)).toBe(end);
  const { reason = 'none', detail } = end ?? {};
  return { blocks, reason, ids, ...(detail === undefined ? {} : { detail }) };
}

export const usageIn = (events: readonly unknown[]) =>
  (readAll(events) ?? []).flatMap((event) => (event.type === 'usage' ? [event.usage] : []));
