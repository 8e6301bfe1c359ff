/** What servers that speak Chat Completions tell of what was used, and of what went wrong; and any junk. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toProviderError } from '../../../main/konsole/providers/errors';
import { readRefusal } from '../../../main/konsole/providers/openai-chat/refusals';
import { createWireReader } from '../../../main/konsole/providers/openai-chat/wire';
import type { ModelEvent } from '../../../main/konsole/providers/types';
import { done, ends, model, readAll, says, usageIn } from './openai-chat-answers';

describe('what was used', () => {
  const ended = says({ content: 'Hi' }, 'stop');
  const used = (usage: object) => usageIn([ended, { choices: [], usage }, done]).at(-1);

  test('may never be told', () => {
    expect(usageIn([ended, done])).toEqual([]);
    expect(usageIn([{ ...ended, usage: null }, done])).toEqual([]);
  });

  test('is told at the beginning and at the end where every chunk has it', () => {
    const chunks = [1, 2, 3].map((completion_tokens) => ({
      ...says({ content: 'x' }),
      usage: { prompt_tokens: 9, completion_tokens },
    }));
    expect(usageIn([...chunks, done]).map(({ outputTokens }) => outputTokens)).toEqual([1, 3]);
  });

  test.each([
    ['in a chunk without choices', [ended, { choices: [], usage: { prompt_tokens: 7 } }]],
    ['in the choice', [{ choices: [{ finish_reason: 'stop', usage: { prompt_tokens: 7 } }] }]],
    ['beside it (Groq)', [ended, { x_groq: { usage: { prompt_tokens: 7 } } }]],
  ])('may be told %s', (_where, events) => {
    expect(usageIn([...events, done]).at(-1)?.inputTokens).toBe(7);
  });

  test.each([
    ['as OpenAI says it', { prompt_tokens: 10, prompt_tokens_details: { cached_tokens: 4 } }],
    ['as DeepSeek says it', { prompt_tokens: 10, prompt_cache_hit_tokens: 4 }],
    ['as Moonshot says it', { prompt_tokens: 10, cached_tokens: 4 }],
  ])('counts what came from a cache apart, %s', (_who, usage) => {
    expect(used(usage)).toMatchObject({ inputTokens: 6, cacheReadTokens: 4, cacheWriteTokens: 0 });
  });

  test('counts what was thought with the answer, also where only the total has it', () => {
    const details = { completion_tokens_details: { reasoning_tokens: 5 } };
    expect(
      used({ prompt_tokens: 10, completion_tokens: 8, total_tokens: 18, ...details }),
    ).toMatchObject({
      outputTokens: 8,
      thinkingTokens: 5,
    });
    expect(used({ prompt_tokens: 10, completion_tokens: 3, total_tokens: 18 })).toMatchObject({
      outputTokens: 8,
      thinkingTokens: 5,
    });
  });

  test('has the cost that the server tells, and none where nobody knows it', () => {
    expect(used({ prompt_tokens: 10, cost: 0.25 })?.costUsd).toBe(0.25);
    expect(used({ prompt_tokens: 10 })).not.toHaveProperty('costUsd');
  });

  test('is never less than nothing', () => {
    const usage = {
      prompt_tokens: 3,
      completion_tokens: -2,
      prompt_tokens_details: { cached_tokens: 9 },
    };
    expect(used(usage)).toMatchObject({ inputTokens: 0, outputTokens: 0, cacheReadTokens: 3 });
  });
});

describe('an error inside an answer', () => {
  const about = { host: 'h', model, api: 'the API', now: 0, reads: readRefusal };
  const told = (event: unknown) => {
    try {
      readAll([says({ content: 'So far' }), event]);
    } catch (error) {
      return toProviderError(error, about);
    }
    throw new Error('it was read');
  };

  test.each([
    ['an object', { error: { message: 'No more', code: 429 } }, 'rate-limited', 'No more'],
    ['a text', { error: 'No more' }, 'provider', 'No more'],
    [
      'an event that is one',
      { object: 'error', message: 'No more', code: 503 },
      'overloaded',
      'No more',
    ],
    ['a message and no choices', { message: 'No more', code: 401 }, 'bad-key', 'No more'],
    ['a detail and no choices', { detail: 'No more' }, 'provider', 'No more'],
    ['a list of one', [{ error: { message: 'No more', code: 402 } }], 'provider', 'No more'],
    [
      'in the choice',
      { choices: [{ error: { message: 'No more', code: 502 } }] },
      'provider',
      'No more',
    ],
    ['a reason', { choices: [{ delta: {}, finish_reason: 'error' }] }, 'provider', 'failed'],
    ['a server without room', ends('insufficient_system_resource'), 'provider', 'too much to do'],
    [
      'a context that is full',
      { error: { message: 'exceeds the context size' } },
      'too-long',
      'context',
    ],
    [
      "another's, in its words",
      {
        error: {
          message: 'Provider returned error',
          code: 400,
          metadata: { raw: '{"error":{"message":"Bad schema"}}' },
        },
      },
      'provider',
      'Provider returned error: Bad schema',
    ],
  ])('is read as %s', (_form, event, code, words) => {
    const { error } = told(event);
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
    expect(error.hint).toBeTruthy();
  });

  test('comes in an event of that name', () => {
    const wire = createWireReader({ model });
    expect(() => wire.read({ code: 500 }, 'error')).toThrow('the provider sent an error');
    expect(wire.read({}, 'ping')).toEqual([{ type: 'alive' }]);
  });
});

test('any junk gives events, a fault of the wire or an error of the provider, and nothing else', () => {
  const junk = fc.anything();
  const call = fc.record(
    {
      index: fc.oneof(fc.nat(2), junk),
      id: fc.oneof(fc.constantFrom('a', 'b', ''), junk),
      function: fc.oneof(fc.record({ name: fc.oneof(fc.string(), junk), arguments: junk }), junk),
    },
    { requiredKeys: [] },
  );
  const delta = fc.record(
    {
      content: fc.oneof(fc.string(), fc.array(junk), junk),
      reasoning: fc.oneof(fc.string(), junk),
      reasoning_details: fc.oneof(fc.array(junk), junk),
      tool_calls: fc.oneof(fc.array(call), junk),
      function_call: fc.oneof(call, junk),
      refusal: junk,
    },
    { requiredKeys: [] },
  );
  const choice = fc.record(
    { delta: fc.oneof(delta, junk), finish_reason: fc.oneof(fc.constantFrom('stop', null), junk) },
    { requiredKeys: [] },
  );
  const chunk = fc.record(
    { choices: fc.oneof(fc.array(fc.oneof(choice, junk)), junk), usage: junk, x_groq: junk },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(chunk, junk), { maxLength: 10 }), (events) => {
      const wire = createWireReader({ model });
      const told: ModelEvent[] = [];
      try {
        // As they come: through JSON.
        for (const event of events) {
          const text = JSON.stringify(event, (_key, value: unknown) =>
            typeof value === 'bigint' ? String(value) : value,
          );
          if (text !== undefined) told.push(...wire.read(JSON.parse(text)));
        }
        told.push(...(wire.readText?.(done) ?? []));
      } catch (error) {
        const { name, message } = error as Error;
        expect(name === 'WireError' || message === 'the provider sent an error').toBe(true);
        return;
      }
      const count = (type: string) => told.filter((event) => event.type === type).length;
      expect(count('open')).toBe(count('close'));
      expect(count('stop')).toBe(1);
      for (const event of told) {
        if (event.type === 'delta') expect(typeof event.text).toBe('string');
      }
    }),
    { numRuns: 500 },
  );
});
