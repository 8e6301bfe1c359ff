/** OpenAI's wire read as a server may never send it: anything at all, and without an end. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WireError } from '../../../main/konsole/providers/exchange';
import { createWireReader } from '../../../main/konsole/providers/openai/wire';
import type { ModelEvent } from '../../../main/konsole/providers/types';
import { added, completed, done, marks, read } from './openai-events';

describe('any events at all', () => {
  const types = [
    'response.created',
    'response.output_item.added',
    'response.output_item.done',
    'response.content_part.added',
    'response.output_text.delta',
    'response.output_text.done',
    'response.refusal.delta',
    'response.reasoning_summary_text.delta',
    'response.reasoning_summary_text.done',
    'response.reasoning_text.delta',
    'response.function_call_arguments.delta',
    'response.function_call_arguments.done',
    'response.completed',
    'response.incomplete',
    'response.failed',
    'error',
  ];
  const part = fc.record({
    type: fc.constantFrom('output_text', 'refusal', 'new'),
    text: fc.anything(),
  });
  const item = fc.record({
    type: fc.constantFrom('message', 'reasoning', 'function_call', 'web_search_call'),
    id: fc.anything(),
    content: fc.oneof(fc.array(part), fc.anything()),
    summary: fc.oneof(fc.array(part), fc.anything()),
    encrypted_content: fc.anything(),
    arguments: fc.anything(),
    phase: fc.anything(),
  });
  const place = fc.oneof(fc.nat(2), fc.anything());
  const words = fc.oneof(fc.string(), fc.anything());
  const anyEvent = fc.oneof(
    fc.anything(),
    fc.record({
      type: fc.constantFrom(...types),
      output_index: place,
      content_index: place,
      summary_index: place,
      item: fc.oneof(item, fc.anything()),
      part: fc.oneof(part, fc.anything()),
      delta: words,
      text: words,
      arguments: words,
      response: fc.oneof(fc.record({ usage: fc.anything(), output: fc.anything() }), fc.anything()),
    }),
  );

  it('give well-formed blocks, or an error of the wire or of the provider', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 25 }), (events) => {
        const wire = createWireReader(marks);
        const open = new Set<number>();
        for (const event of events) {
          let told: ModelEvent[] = [];
          try {
            told = wire.read(event);
          } catch (error) {
            const isTold = error instanceof Error && 'error' in error;
            if (!isTold) expect(error).toBeInstanceOf(WireError);
          }
          for (const one of told) {
            if (one.type === 'open') {
              expect(open.has(one.index)).toBe(false);
              open.add(one.index);
            }
            if (one.type === 'delta') {
              expect(open.has(one.index)).toBe(true);
              expect(typeof one.text).toBe('string');
            }
            if (one.type === 'close') expect(open.delete(one.index)).toBe(true);
            if (one.type === 'stop') expect(open.size).toBe(0);
          }
          if (wire.ended()) return;
        }
      }),
    );
  });
});

describe('attack 17: what a response stream may make this process hold while nothing is told', () => {
  it('a seal that never ends is an error', () => {
    const encrypted_content = 'x'.repeat(5 * 1024 * 1024);
    expect(() => read([done(0, { type: 'reasoning', encrypted_content })])).toThrow(
      'a seal without an end',
    );
  });

  it.each(['reasoning', 'function_call', 'message', 'new'])(
    'items of the kind "%s" that never end are an error',
    (type) => {
      const wire = createWireReader(marks);
      const flood = () => {
        for (let index = 0; index < 10_000; index += 1) wire.read(added(index, { type }));
      };
      expect(flood).toThrow('without an end');
    },
  );

  it('text parts of one message that never end are an error', () => {
    const wire = createWireReader(marks);
    const flood = () => {
      for (let content_index = 0; content_index < 10_000; content_index += 1) {
        const delta = 'x';
        wire.read({ type: 'response.output_text.delta', output_index: 0, content_index, delta });
      }
    };
    expect(flood).toThrow('blocks without an end');
  });

  it('a refusal that never ends is cut', () => {
    const wire = createWireReader(marks);
    for (let n = 0; n < 100; n += 1) {
      wire.read({ type: 'response.refusal.delta', delta: 'no '.repeat(100) });
    }
    const stop = wire.read(completed()).at(-1);
    expect(stop?.type === 'stop' && stop.detail?.length).toBe(2_000);
  });
});
