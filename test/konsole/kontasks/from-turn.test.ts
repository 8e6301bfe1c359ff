/** What a kontask takes over from its turn. */
import { describe, expect, it } from 'vitest';
import {
  answerOf,
  endedWith,
  familyOf,
  madeFrom,
  timingOf,
} from '../../../main/konsole/kontasks/from-turn';
import type { Block, Kontask, Timing, Turn } from '../../../preload/contract/shapes';

const timing: Timing = {
  totalMs: 771_637,
  ttfeMs: 5_108,
  thinkingMs: 733_233,
  respondingMs: 1,
  toolExecutionMs: 33_295,
  approvalMs: 2,
  retryMs: 3,
  otherMs: 4,
  toolCallCount: 63,
  ttfePct: 1,
  thinkingPct: 95,
  toolsPct: 4,
};

const block = (change: Partial<Block>): Block => ({
  id: 'b1',
  kind: 'text',
  text: '',
  openedAt: 1,
  closed: true,
  status: 'done',
  ...change,
});

const turn = (change: Partial<Turn> = {}): Turn => ({
  id: 'turn00000001',
  text: 'Which one\nfirst?',
  status: 'completed',
  model: 'anthropic/claude-opus-5',
  startedAt: 1_767_618_000_000,
  blocks: [
    block({ text: 'I look.' }),
    block({ id: 'b2', kind: 'thinking', text: 'hm' }),
    block({ id: 'b3', text: 'half', status: 'abandoned' }),
    block({ id: 'b4', text: 'SSE first.' }),
  ],
  timing,
  ...change,
});

const kontask = (change: Partial<Kontask> = {}): Kontask => ({
  id: 'k1',
  type: 'general',
  status: 'in_progress',
  title: 'A thing',
  requestId: 'turn00000001',
  ...change,
});

describe('the family of a model', () => {
  it.each([
    ['anthropic/claude-opus-5', 'claude'],
    ['openrouter/anthropic/claude-sonnet-4.5', 'claude'],
    ['openai/gpt-5.1', 'gpt'],
    ['google/gemini-3-pro', 'gemini'],
    ['ollama/llama3.1:8b', 'llama'],
    ['local/Qwen2.5-Coder', 'qwen'],
    ['openai/o3', 'o3'],
    ['demo/scripted', 'demo'],
    ['konsole/records', 'konsole'],
    ['local/---', 'agent'],
    ['', 'agent'],
    [undefined, 'agent'],
  ])('of %s is %s', (model, family) => {
    expect(familyOf(model)).toBe(family);
  });
});

it('the eight figures of the bar are those of the turn', () => {
  expect(timingOf(timing)).toEqual({
    totalMs: 771_637,
    ttfeMs: 5_108,
    thinkingMs: 733_233,
    toolExecutionMs: 33_295,
    toolCallCount: 63,
    thinkingPct: 95,
    toolsPct: 4,
    ttfePct: 1,
  });
});

describe('a kontask that is made of a turn', () => {
  it('has its request as title and its answer as output, without what a retry replaced', () => {
    expect(madeFrom(turn())).toEqual({
      type: 'answer',
      status: 'completed',
      title: 'Which one first?',
      createdBy: 'claude',
      requestId: 'turn00000001',
      context: {
        output: 'I look.\n\nSSE first.',
        requestedAt: '2026-01-05T13:00:00.000Z',
        requestId: 'turn00000001',
        turnTiming: timingOf(timing),
      },
    });
  });

  it('is none without an answer', () => {
    expect(madeFrom(turn({ blocks: [] }))).toBeUndefined();
    expect(madeFrom(turn({ blocks: [block({ text: ' \n' })] }))).toBeUndefined();
  });

  it('has a title whatever was asked', () => {
    expect(madeFrom(turn({ text: '\u200b' }))?.title).toBe('Answer');
    expect(madeFrom(turn({ text: 'word '.repeat(100_000) }))?.title.length).toBe(120);
  });

  it('says all that was answered', () => expect(answerOf(turn())).toBe('I look.\n\nSSE first.'));
});

describe('the end of its turn', () => {
  it.each([
    ['completed', 'completed'],
    ['failed', 'failed'],
    ['refused', 'failed'],
    ['interrupted', 'cancelled'],
  ] as const)(
    'as %s makes what was in progress %s, with its last words and its time',
    (how, is) => {
      expect(endedWith(kontask(), turn({ status: how }))).toEqual({
        status: is,
        context: { turnTiming: timingOf(timing), output: 'SSE first.' },
      });
    },
  );

  it('leaves an output, and a decision that is waited for', () => {
    const asking = kontask({ status: 'needs_decision', context: { output: '<p>Pick</p>' } });
    expect(endedWith(asking, turn())).toEqual({ context: { turnTiming: timingOf(timing) } });
  });

  it('does not end what was picked while it ran: that is still to be done', () => {
    const chosen = { value: 'Go', by: 'ann', at: '2026-01-05T13:00:00Z' };
    const picked = kontask({ context: { output: 'x', chosen } });
    expect(endedWith(picked, turn())).toEqual({ context: { turnTiming: timingOf(timing) } });
  });

  it.each([
    ['one that only waits to be done', kontask({ status: 'pending' }), turn()],
    ['one that was put away', kontask({ status: 'archived' }), turn()],
    ['one of another turn', kontask({ requestId: 'turn00000002' }), turn()],
    ['one that has its time', kontask({ context: { turnTiming: { totalMs: 1 } } }), turn()],
    ['anything while it runs', kontask(), turn({ status: 'running' })],
  ])('does not change %s', (_what, known, ended) => {
    expect(endedWith(known, ended)).toBeUndefined();
  });
});
