/** The reader of OpenAI's response stream: what each event means. */
import { describe, expect, it } from 'vitest';
import { WireError } from '../../../main/konsole/providers/exchange';
import { createWireReader } from '../../../main/konsole/providers/openai/wire';
import type { ModelEvent } from '../../../main/konsole/providers/types';
import { added, completed, done, marks, read } from './openai-events';

const summary = (summary_index: number, delta: string) => ({
  type: 'response.reasoning_summary_text.delta',
  output_index: 0,
  summary_index,
  delta,
});
const usageIn = (events: readonly ModelEvent[]) =>
  events.flatMap((event) => (event.type === 'usage' ? [event.usage] : [])).at(-1);

describe('the reader of a response stream', () => {
  it('gives several summaries as one thought with an empty line between, and its seal at the end', () => {
    const events = read([
      added(0, { type: 'reasoning', id: 'rs_1', encrypted_content: 'beginning', summary: [] }),
      summary(0, 'First'),
      summary(0, ' this.'),
      summary(1, 'Then that.'),
      done(0, { type: 'reasoning', id: 'rs_1', encrypted_content: 'whole', summary: [] }),
    ]);
    expect(events).toEqual([
      { type: 'open', index: 0, kind: 'thinking' },
      { type: 'delta', index: 0, text: 'First' },
      { type: 'delta', index: 0, text: ' this.' },
      { type: 'delta', index: 0, text: '\n\nThen that.' },
      {
        type: 'close',
        index: 0,
        opaque: { ...marks, reasoning: { id: 'rs_1', encrypted: 'whole' } },
      },
    ]);
  });

  it('keeps the seal of reasoning that has no summary', () => {
    const item = { type: 'reasoning', id: 'rs_1', summary: [] };
    const opaque = { ...marks, reasoning: { id: 'rs_1', encrypted: 'seal' } };
    expect(read([added(0, item), done(0, { ...item, encrypted_content: 'seal' })])).toEqual([
      { type: 'open', index: 0, kind: 'thinking' },
      { type: 'close', index: 0, opaque },
    ]);
  });

  it('tells a thought once, where a server sends it in full as well as summed up', () => {
    const events = read([
      added(0, { type: 'reasoning' }),
      { type: 'response.reasoning_text.delta', output_index: 0, content_index: 0, delta: 'Full.' },
      summary(0, 'Short.'),
    ]);
    const texts = events.flatMap((event) => (event.type === 'delta' ? [event.text] : []));
    expect(texts).toEqual(['Full.']);
  });

  it('keeps apart calls whose arguments come in turns, and takes arguments that come only at the end', () => {
    const call = (n: number) => ({ type: 'function_call', call_id: `c${n}`, name: `tool${n}` });
    const args = (output_index: number, delta: string) => ({
      type: 'response.function_call_arguments.delta',
      output_index,
      delta,
    });
    const events = read([
      added(0, call(0)),
      added(1, call(1)),
      added(2, call(2)),
      args(0, '{"a"'),
      args(1, '{"b"'),
      args(0, ':1}'),
      args(1, ':2}'),
      { type: 'response.function_call_arguments.done', output_index: 0, arguments: '{"a":1}' },
      { type: 'response.function_call_arguments.done', output_index: 2, arguments: '{"c":3}' },
      done(0, { ...call(0), arguments: '{"a":1}' }),
      done(1, { ...call(1), arguments: '{"b":2}' }),
      done(2, { ...call(2), arguments: '{"c":3}' }),
      completed(),
    ]);
    const textOf = (index: number) =>
      events
        .flatMap((event) => (event.type === 'delta' && event.index === index ? [event.text] : []))
        .join('');
    expect([0, 1, 2].map(textOf)).toEqual(['{"a":1}', '{"b":2}', '{"c":3}']);
    expect(events).toContainEqual({ type: 'close', index: 2, opaque: { toolUseId: 'c2' } });
    expect(events.at(-1)).toEqual({ type: 'stop', reason: 'tools' });
  });

  it('takes a message that comes whole at its end, and keeps which phase it was of', () => {
    const item = {
      type: 'message',
      phase: 'commentary',
      content: [{ type: 'output_text', text: 'I look.' }],
    };
    expect(read([done(0, item)])).toEqual([
      { type: 'open', index: 0, kind: 'text' },
      { type: 'delta', index: 0, text: 'I look.' },
      { type: 'close', index: 0, opaque: { ...marks, phase: 'commentary' } },
    ]);
  });

  it('takes the answer of a server that does not stream', () => {
    const told = createWireReader(marks).readWhole?.({
      object: 'response',
      status: 'completed',
      output: [{ type: 'message', content: [{ type: 'output_text', text: 'Hello.' }] }],
      usage: { input_tokens: 3, output_tokens: 2 },
    });
    expect(told).toContainEqual({ type: 'delta', index: 0, text: 'Hello.' });
    expect(told?.at(-1)).toEqual({ type: 'stop', reason: 'end' });
    expect(createWireReader(marks).readWhole?.({ hello: 1 })).toBeUndefined();
  });

  it('ends as a refusal with its words, whatever else was said', () => {
    const events = read([
      added(0, { type: 'message' }),
      { type: 'response.refusal.delta', output_index: 0, delta: 'I ' },
      { type: 'response.refusal.delta', output_index: 0, delta: 'cannot.' },
      completed(),
    ]);
    expect(events).toEqual([{ type: 'stop', reason: 'refusal', detail: 'I cannot.' }]);
  });

  it.each([
    ['max_output_tokens', 'max-tokens'],
    ['content_filter', 'refusal'],
  ])('an incomplete answer (%s) stops as "%s"', (reason, stop) => {
    const response = { incomplete_details: { reason } };
    const events = read([{ type: 'response.incomplete', response }]);
    expect(events).toEqual([{ type: 'stop', reason: stop }]);
  });

  it('takes out of the input what came from a cache and what went into it, and prices each', () => {
    const usage = {
      input_tokens: 1_000,
      input_tokens_details: { cached_tokens: 600, cache_write_tokens: 100 },
      output_tokens: 50,
      output_tokens_details: { reasoning_tokens: 30 },
    };
    const told = usageIn(read([completed({ usage })]));
    expect(told).toMatchObject({
      inputTokens: 300,
      cacheReadTokens: 600,
      cacheWriteTokens: 100,
      outputTokens: 50,
      thinkingTokens: 30,
    });
    const standard = (300 * 2 + 600 * 0.1 + 100 * 2.5 + 50 * 10) / 1e6;
    expect(told?.costUsd).toBeCloseTo(standard, 12);
    const flex = usageIn(read([completed({ usage, service_tier: 'flex' })]));
    expect(flex?.costUsd).toBeCloseTo(standard / 2, 12);
    const other = usageIn(read([completed({ usage, service_tier: 'priority' })]));
    expect(other).not.toHaveProperty('costUsd');
  });

  it('ignores events and items that it does not know', () => {
    const search = { type: 'web_search_call', id: 'ws_1' };
    const events = read([
      { type: 'response.created', response: {} },
      added(0, search),
      { type: 'response.web_search_call.searching', output_index: 0 },
      { type: 'response.something_new' },
      done(0, search),
    ]);
    expect(events).toEqual([]);
  });

  it.each([
    ['of its own', { type: 'error', code: 'rate_limit_exceeded', message: 'Slow down' }],
    ['with its parts inside', { type: 'error', error: { code: 'rate_limit_exceeded' } }],
    [
      'of a failed response',
      { type: 'response.failed', response: { error: { code: 'rate_limit_exceeded' } } },
    ],
    ['without a type', { error: { code: 'rate_limit_exceeded' } }],
  ])('throws an error event %s in the one form that is read', (_what, event) => {
    const wire = createWireReader(marks);
    let thrown: unknown;
    try {
      wire.read(event);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ error: { error: { code: 'rate_limit_exceeded' } } });
    expect(thrown).not.toBeInstanceOf(WireError);
  });

  it('closes what a server forgot to close', () => {
    const events = read([
      { type: 'response.output_text.delta', output_index: 0, content_index: 0, delta: 'Hi' },
      completed(),
    ]);
    expect(events.map(({ type }) => type)).toEqual(['open', 'delta', 'close', 'stop']);
  });
});
