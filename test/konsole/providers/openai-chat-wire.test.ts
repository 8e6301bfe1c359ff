/** What servers send that speak Chat Completions, each in its way, and what is read of it. */
import { describe, expect, test } from 'vitest';
import { createWireReader } from '../../../main/konsole/providers/openai-chat/wire';
import { calls, done, ends, heard, model, readAll, says } from './openai-chat-answers';
import { quirksOfCalls, quirksOfWords, whole } from './openai-chat-quirks';

describe('the reader of the stream', () => {
  test.each([...quirksOfWords, ...quirksOfCalls])(
    '%s',
    (_sentence, events, blocks, reason, ids) => {
      const told = heard(events);
      expect(told.blocks).toEqual(blocks);
      expect(told.reason).toBe(reason);
      if (ids !== undefined) expect(told.ids).toEqual(ids);
    },
  );

  test('an answer with neither a reason nor [DONE] was cut off', () => {
    expect(readAll([says({ content: 'Hi' })])).toBeUndefined();
    expect(readAll([])).toBeUndefined();
  });

  test('an event that is no JSON and not the end cannot be read', () => {
    expect(() => readAll(['{"choi'])).toThrow('an event that cannot be read');
  });

  test('a refusal in words is told as one, whatever reason comes with it', () => {
    const told = heard([
      says({ refusal: "I can't " }),
      says({ refusal: 'help.' }),
      ends('stop'),
      done,
    ]);
    expect(told).toEqual({ blocks: [], reason: 'refusal', detail: "I can't help.", ids: [] });
  });

  test('a server that did not stream is read whole, and what is no answer is none', () => {
    const wire = createWireReader({ model });
    const message = {
      role: 'assistant',
      content: 'Hi',
      tool_calls: [{ id: 'a', function: whole }],
    };
    const usage = { prompt_tokens: 3, completion_tokens: 2 };
    const told = wire.readWhole?.({ choices: [{ message, finish_reason: 'stop' }], usage });
    expect(told?.map((event) => event.type).join(' ')).toBe(
      'open delta close open delta usage close usage stop',
    );
    expect(told?.at(-1)).toEqual({ type: 'stop', reason: 'tools' });
    expect(wire.ended()).toBe(true);
    for (const none of [{}, { choices: [] }, null, 'x', [], { models: [] }]) {
      expect(createWireReader({ model }).readWhole?.(none)).toBeUndefined();
    }
  });

  test('what was thought is marked as plain, and what was sealed is kept piece by piece as it came', () => {
    const piece = (more: object) => ({ type: 'reasoning.text', index: 0, format: 'f', ...more });
    const secret = { type: 'reasoning.encrypted', data: 's==', index: 1 };
    const told = readAll([
      says({ reasoning: 'H', reasoning_details: [piece({ text: 'H', signature: null })] }),
      says({ reasoning: 'm', reasoning_details: [piece({ text: 'm' })] }),
      says({ reasoning_details: [piece({ signature: 'sig' }), secret] }),
      says({ content: 'Hi' }, 'stop'),
    ]);
    expect(told?.find((event) => event.type === 'close')).toEqual({
      type: 'close',
      index: 0,
      opaque: { model, reasoningDetails: [piece({ text: 'Hm', signature: 'sig' }), secret] },
    });
    const plain = readAll([says({ reasoning_content: 'Hm' }, 'stop')]);
    expect(plain?.find((event) => event.type === 'close')).toMatchObject({
      opaque: { model, plain: true },
    });
  });

  test('attack 17: what has no end is an error', () => {
    const seal = { type: 'reasoning.encrypted', data: 'x'.repeat(2 * 1024 * 1024) };
    expect(() => readAll([says({ reasoning_details: [seal] })])).toThrow(
      'sealed thinking without an end',
    );
    const many = Array.from({ length: 10_000 }, (_none, index) => ({ index, function: whole }));
    expect(() => readAll([calls(...many)])).toThrow('blocks without an end');
    const ids = Array.from({ length: 10_000 }, (_none, index) => ({ index, id: `${index}` }));
    expect(() => readAll([calls(...ids)])).toThrow('blocks without an end');
    expect(heard([says({ refusal: 'x'.repeat(100_000) }), done]).detail).toHaveLength(2_000);
  });
});
