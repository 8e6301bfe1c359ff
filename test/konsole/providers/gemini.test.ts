/** What is Gemini's own: parts without ends, seals on parts, reasons to withhold, refusals by name. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toProviderError } from '../../../main/konsole/providers/errors';
import { foreignSeal, toContents } from '../../../main/konsole/providers/gemini/conversation';
import { readRefusal } from '../../../main/konsole/providers/gemini/refusals';
import { buildRequest } from '../../../main/konsole/providers/gemini/request';
import { createWireReader } from '../../../main/konsole/providers/gemini/wire';
import type { ModelEvent, ModelTurn } from '../../../main/konsole/providers/types';
import type { Block } from '../../../preload/contract/shapes';
import { block } from './conversation-rules';

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
      { model, thoughtSignature: 'second' },
    ]);
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

  test.each(['SAFETY', 'RECITATION', 'PROHIBITED_CONTENT', 'A_NEWER_ONE'])(
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

  test.each(['MALFORMED_FUNCTION_CALL', 'UNEXPECTED_TOOL_CALL'])(
    'what the model did wrong (%s) may be tried again',
    (reason) => {
      const read = () => readAll([chunk([], reason)]);
      expect(read).toThrow('the model');
    },
  );

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
  });
});

describe('a conversation', () => {
  const called = (opaque: Record<string, unknown>): ModelTurn => {
    const blocks: Block[] = ['a', 'b'].flatMap((id) => [
      block(id, 'tool', { name: 'read', text: '{}', status: 'ok', startedAt: 1, opaque }),
    ]);
    return { id: 't', text: 'Read', status: 'running', blocks };
  };
  const rules = { model, keepSealed: true, demandsSeals: true };
  const sealsOf = (turn: ModelTurn, changes: Partial<typeof rules> = {}) =>
    toContents([turn], { ...rules, ...changes }).contents.flatMap(({ parts = [] }) =>
      parts.flatMap((part) => (part.functionCall ? [part.thoughtSignature] : [])),
    );

  test('gives a call its own seal back', () => {
    expect(sealsOf(called({ model, thoughtSignature: 'own' }))).toEqual(['own', 'own']);
  });

  test('gives the first of calls that another model made what stands for a seal, where one is demanded', () => {
    expect(sealsOf(called({ model: 'claude', signature: 'x' }))).toEqual([foreignSeal, undefined]);
    expect(sealsOf(called({}), { demandsSeals: false })).toEqual([undefined, undefined]);
  });

  test('asks a model for thoughts in its own words, and one that nobody knows for none', () => {
    const turns: ModelTurn[] = [{ id: 't', text: 'Hi', status: 'running', blocks: [] }];
    const thinking = (id: string, more = {}) =>
      buildRequest({ model: id, system: '', tools: [], turns, ...more }, true).body.generationConfig
        .thinkingConfig;
    expect(thinking(model)).toEqual({ includeThoughts: true });
    expect(thinking(model, { quick: true })).toEqual({
      includeThoughts: true,
      thinkingLevel: 'LOW',
    });
    expect(thinking(model, { effort: 'high' })).toEqual({
      includeThoughts: true,
      thinkingLevel: 'HIGH',
    });
    expect(thinking(model, { effort: 'nonsense' })).toEqual({ includeThoughts: true });
    expect(thinking('gemini-9-new', { quick: true })).toBeUndefined();
  });
});

describe('a refusal', () => {
  const about = { host: 'api.example', model, api: 'the Gemini API', now: 0, reads: readRefusal };
  const refusal = (status: number, error: object) =>
    toProviderError({ status, error: { error }, message: JSON.stringify({ error }) }, about);

  test('for a minute says when to come back, for a day that waiting does not help', () => {
    const retry = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34.5s' };
    const minute = refusal(429, {
      status: 'RESOURCE_EXHAUSTED',
      message: 'Quota.',
      details: [retry],
    });
    expect(minute).toMatchObject({ error: { code: 'rate-limited' }, retry: { afterMs: 34_500 } });
    const day = { violations: [{ quotaId: 'GenerateRequestsPerDay' }] };
    const gone = refusal(429, { status: 'RESOURCE_EXHAUSTED', message: 'Quota.', details: [day] });
    expect(gone).toMatchObject({ retry: false });
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
