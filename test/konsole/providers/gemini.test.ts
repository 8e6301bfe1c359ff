/** What is Gemini's own in what comes: parts without ends, seals on parts, reasons to withhold, refusals by name. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toProviderError } from '../../../main/konsole/providers/errors';
import { readRefusal } from '../../../main/konsole/providers/gemini/refusals';
import { createWireReader } from '../../../main/konsole/providers/gemini/wire';
import type { ModelEvent } from '../../../main/konsole/providers/types';

const model = 'gemini-4-argon';
type Part = Record<string, unknown>;

const chunk = (parts: Part[], finishReason?: string) => ({
  candidates: [{ content: { parts, role: 'model' }, ...(finishReason ? { finishReason } : {}) }],
});

function readAll(chunks: unknown[]): ModelEvent[] {
  const wire = createWireReader({ model });
  const told = chunks.flatMap((one) => wire.read(one));
  return [...told, ...(wire.over?.() ?? [])];
}

describe('the reader of the stream', () => {
  test('parts of one kind are one block, and another kind ends it', () => {
    const events = readAll([
      chunk([{ text: 'Hm', thought: true }]),
      chunk([{ text: '.', thought: true }, { text: 'Fo' }]),
      chunk([{ text: 'ur.' }], 'STOP'),
    ]);
    expect(events).toEqual([
      { type: 'open', index: 0, kind: 'thinking' },
      { type: 'delta', index: 0, text: 'Hm' },
      { type: 'delta', index: 0, text: '.' },
      { type: 'close', index: 0, opaque: { model } },
      { type: 'open', index: 1, kind: 'text' },
      { type: 'delta', index: 1, text: 'Fo' },
      { type: 'delta', index: 1, text: 'ur.' },
      { type: 'close', index: 1 },
      { type: 'stop', reason: 'end' },
    ]);
  });

  test('a seal stays with the part that it came with, and on a part of its own is kept', () => {
    const events = readAll([
      chunk([{ text: 'Two.', thoughtSignature: 'first' }]),
      chunk([{ text: 'Three.' }]),
      chunk([{ text: '', thoughtSignature: 'second' }], 'STOP'),
    ]);
    const seals = events.flatMap((event) => (event.type === 'close' ? [event.opaque] : []));
    expect(seals).toEqual([
      { model, thoughtSignature: 'first' },
      { model, thoughtSignature: 'second', sealedAt: 'Three.'.length },
    ]);
  });

  test('a seal behind a call is a block of its own, for a block of text without text would go', () => {
    const events = readAll([
      chunk([{ functionCall: { name: 'read' } }, { text: '', thoughtSignature: 's' }], 'STOP'),
    ]);
    expect(events.slice(-3)).toEqual([
      { type: 'open', index: 1, kind: 'thinking' },
      { type: 'close', index: 1, opaque: { model, thoughtSignature: 's', sealedText: true } },
      { type: 'stop', reason: 'tools' },
    ]);
  });

  test('the seal of a part that is left out goes with it, and is no seal of what stands before', () => {
    const events = readAll([
      chunk([
        { text: 'Hm', thought: true },
        { toolCall: { toolType: 'FILE_SEARCH' }, thoughtSignature: 'of the search' },
      ]),
      chunk([{ text: 'Found.' }], 'STOP'),
    ]);
    expect(JSON.stringify(events)).not.toContain('of the search');
  });

  test('calls at once are a block each, the seal on the first, ids as they were', () => {
    const events = readAll([
      chunk(
        [
          { functionCall: { name: 'read', args: { path: 'a' }, id: 'x1' }, thoughtSignature: 's' },
          { functionCall: { name: 'read' } },
        ],
        'STOP',
      ),
    ]);
    const closes = events.flatMap((event) => (event.type === 'close' ? [event] : []));
    expect(closes).toEqual([
      { type: 'close', index: 0, opaque: { model, thoughtSignature: 's', toolUseId: 'x1' } },
      { type: 'close', index: 1 },
    ]);
    expect(events.flatMap((event) => (event.type === 'delta' ? [event.text] : []))).toEqual([
      '{"path":"a"}',
      '{}',
    ]);
    expect(events.at(-1)).toEqual({ type: 'stop', reason: 'tools' });
  });

  test.each(['SAFETY', 'RECITATION', 'PROHIBITED_CONTENT', 'IMAGE_SAFETY'])(
    'an answer that is withheld (%s) is a refusal that says why',
    (reason) => {
      const last = readAll([chunk([{ text: 'So' }], reason)]).at(-1);
      expect(last).toMatchObject({ type: 'stop', reason: 'refusal' });
      expect(last?.type === 'stop' && last.detail).toContain('Withheld because of: ');
    },
  );

  test('a question that is not taken is a refusal without an answer', () => {
    const events = readAll([{ promptFeedback: { blockReason: 'SAFETY' } }]);
    expect(events).toEqual([
      { type: 'stop', reason: 'refusal', detail: 'The question was not taken: its safety rules.' },
    ]);
  });

  test.each(['MALFORMED_FUNCTION_CALL', 'UNEXPECTED_TOOL_CALL', 'OTHER', 'A_NEWER_ONE'])(
    'what the model did wrong (%s) may be tried again, and what it used is told before',
    (reason) => {
      const wire = createWireReader({ model });
      const told = wire.read({ ...chunk([], reason), usageMetadata: { promptTokenCount: 7 } });
      expect(told).toMatchObject([{ type: 'usage', usage: { inputTokens: 7 } }]);
      expect(() => wire.over?.()).toThrow('the model');
    },
  );

  test('the tokens of a chunk stand for themselves, and one that tells of none changes nothing', () => {
    const events = readAll([
      { usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 15, thoughtsTokenCount: 35 } },
      { usageMetadata: { promptTokenCount: 87, cachedContentTokenCount: 40 } },
      { ...chunk([{ text: 'So' }], 'STOP'), usageMetadata: {} },
    ]);
    const usages = events.flatMap((event) => (event.type === 'usage' ? [event.usage] : []));
    expect(usages).toMatchObject([
      { inputTokens: 9, cacheReadTokens: 0, outputTokens: 50, thinkingTokens: 35 },
      { inputTokens: 47, cacheReadTokens: 40, outputTokens: 0 },
    ]);
  });

  test('what a long prompt costs is counted by the price of long prompts', () => {
    const usageMetadata = { promptTokenCount: 300_000, candidatesTokenCount: 1000 };
    const wire = createWireReader({ model: 'gemini-3.1-pro-preview' });
    const [told] = wire.read({ usageMetadata });
    expect(told?.type === 'usage' && told.usage.costUsd).toBeCloseTo(0.3 * 4 + 0.001 * 18);
  });

  test('an answer that could be continued by a token of its own has come to its bound', () => {
    expect(readAll([chunk([{ text: 'So' }], 'CONTINUATION')]).at(-1)).toEqual({
      type: 'stop',
      reason: 'max-tokens',
    });
  });

  test('without a reason at its end it was cut off', () => {
    const wire = createWireReader({ model });
    wire.read(chunk([{ text: 'So' }]));
    expect(wire.over?.()).toBeUndefined();
  });

  test('what is not asked for (code that it ran, where it looked) is left out', () => {
    const events = readAll([
      chunk(
        [{ executableCode: { code: '1' } }, { codeExecutionResult: {} }, { text: 'One.' }],
        'STOP',
      ),
    ]);
    expect(events.filter(({ type }) => type === 'open')).toHaveLength(1);
  });

  test('takes anything without anything but an error of its own', () => {
    const part = fc.record(
      {
        text: fc.oneof(fc.string(), fc.anything()),
        thought: fc.anything(),
        thoughtSignature: fc.anything(),
        functionCall: fc.oneof(
          fc.record({ name: fc.anything(), args: fc.anything() }),
          fc.anything(),
        ),
      },
      { requiredKeys: [] },
    );
    const any = fc.oneof(
      fc.anything(),
      fc.record({
        candidates: fc.oneof(
          fc.anything(),
          fc.array(
            fc.record({
              content: fc.oneof(
                fc.anything(),
                fc.record({ parts: fc.array(fc.oneof(part, fc.anything())) }),
              ),
              finishReason: fc.oneof(fc.constant('STOP'), fc.anything()),
            }),
          ),
        ),
        promptFeedback: fc.anything(),
        usageMetadata: fc.anything(),
      }),
    );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), (chunks) => {
        const wire = createWireReader({ model });
        for (const one of chunks) {
          try {
            for (const told of wire.read(one)) {
              if (told.type === 'delta') expect(typeof told.text).toBe('string');
            }
          } catch (error) {
            const { name, message } = error as Error;
            expect(name === 'WireError' || message === 'the provider sent an error').toBe(true);
          }
        }
      }),
    );
  });

  test('attack 17: a seal and blocks without an end are errors', () => {
    const endless = { text: 'a', thoughtSignature: 'x'.repeat(2 * 1024 * 1024) };
    expect(() => readAll([chunk([endless])])).toThrow('a signature without an end');
    const blocks = Array.from({ length: 10_000 }, () => ({ functionCall: { name: 'f' } }));
    expect(() => readAll([chunk(blocks)])).toThrow('blocks without an end');
    const deep = JSON.parse(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`) as unknown;
    const call = { functionCall: { name: 'f', args: deep } };
    expect(() => readAll([chunk([call])])).toThrow('a call whose input is too deep');
  });
});

describe('a refusal', () => {
  const about = { host: 'api.example', model, api: 'the Gemini API', now: 0, reads: readRefusal };
  const refusal = (status: number, error: object) =>
    toProviderError({ status, error: { error }, message: JSON.stringify({ error }) }, about);

  test.each([
    [400, 'FAILED_PRECONDITION', 'User location is not supported for the API use.', 'denied'],
    [403, 'PERMISSION_DENIED', 'Forbidden.', 'denied'],
    [403, 'PERMISSION_DENIED', 'Your API key was reported as leaked. Use another.', 'bad-key'],
    [403, 'PERMISSION_DENIED', "Method doesn't allow unregistered callers.", 'bad-key'],
    [404, 'NOT_FOUND', 'models/none is not found.', 'unknown-model'],
    [503, 'UNAVAILABLE', 'The model is overloaded.', 'overloaded'],
    [400, 'INVALID_ARGUMENT', 'The input token count (9) exceeds the maximum.', 'too-long'],
  ])('of HTTP %i %s is read by its name', (status, name, message, code) => {
    expect(refusal(status, { status: name, message }).error).toMatchObject({ code });
  });

  test('for a wrong key is known by its reason, whatever the status', () => {
    const details = [{ reason: 'API_KEY_INVALID' }];
    const wrong = refusal(400, {
      status: 'INVALID_ARGUMENT',
      message: 'API key not valid.',
      details,
    });
    expect(wrong.error).toMatchObject({ code: 'bad-key', status: 400 });
  });
});
