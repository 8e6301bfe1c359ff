import { describe, expect, it } from 'vitest';
import type { Turn } from '../../../preload/contract/shapes';
import { itemsOf, stretchesOf } from '../../../renderer/features/transcript/group';
import { answerOf, turnMarkdown } from '../../../renderer/features/transcript/turn-text';

const turn: Turn = {
  id: 't1',
  text: 'Where is the lamp?',
  status: 'completed',
  files: [{ id: 'f', name: 'map.png', type: 'image/png', bytes: 10 }],
  blocks: [
    { id: 'a', kind: 'text', text: 'Half an ans', status: 'abandoned', closed: true },
    { id: 'b', kind: 'thinking', text: 'Look around.', ms: 1200, closed: true },
    {
      id: 'c',
      kind: 'tool',
      name: 'read',
      text: '',
      input: { path: 'src/lamp.ts' },
      summary: '3 lines',
      status: 'ok',
      ms: 100,
      closed: true,
    },
    { id: 'co', kind: 'output', parent: 'c', text: 'secret output', closed: true },
    { id: 'd', kind: 'text', text: 'In the **tower**.', closed: true },
  ],
  steered: [{ text: 'Only the north side.', at: 5, after: 'co' }],
};

describe('a turn that is copied', () => {
  it('tells that it was summarised in a step, and leaves the summary out of the answer', () => {
    const summary = {
      id: 's',
      kind: 'summary',
      text: 'All so far',
      ms: 4_000,
      closed: true,
    } as const;
    const shorter: Turn = { ...turn, blocks: [summary, ...turn.blocks.slice(-1)], steered: [] };
    expect(answerOf(shorter)).toBe('In the **tower**.');
    expect(turnMarkdown(shorter)).toContain('- Summarised the conversation so far (4.0 s)');
    expect(turnMarkdown(shorter)).not.toContain('All so far');
  });

  it('is its request, its steps in a line each, what was said meanwhile and the answer', () => {
    expect(turnMarkdown(turn)).toBe(`## Request

Where is the lamp?

- file: map.png

## Steps

- Thought: Look around. (1.2 s)
- Read \`src/lamp.ts\` – 3 lines (0.1 s)

## While it ran

Only the north side.

## Answer

In the **tower**.
`);
  });

  it('has as its answer what was written and not replaced', () => {
    expect(answerOf(turn)).toBe('In the **tower**.');
  });
});

describe('what a person said to a running turn', () => {
  it('stands after the block that was there, and cuts a list of steps in two', () => {
    const items = itemsOf(turn.blocks.slice(1), [{ text: 'Wait', at: 1, after: 'b' }]);
    expect(items.map((item) => item.kind)).toEqual(['steps', 'steer', 'steps', 'text']);
  });

  it('stands first when it was said before anything, or a snapshot left out what was there', () => {
    const said = [
      { text: 'One', at: 1 },
      { text: 'Two', at: 2, after: 'left-out' },
    ];
    const [first, second] = itemsOf(turn.blocks, said);
    expect([first, second].map((item) => item?.kind === 'steer' && item.text)).toEqual([
      'One',
      'Two',
    ]);
  });
});

describe('a list of thousands', () => {
  it('shows its first few and its last', () => {
    expect(stretchesOf(5000, { head: 20, tail: 20, opened: [] })).toEqual([
      { from: 0, to: 20, shown: true },
      { from: 20, to: 4980, shown: false },
      { from: 4980, to: 5000, shown: true },
    ]);
  });

  it('shows what was opened in its middle too, joined where it touches', () => {
    const opened: Array<[number, number]> = [
      [20, 220],
      [3000, 3030],
    ];
    const stretches = stretchesOf(5000, { head: 20, tail: 20, opened });
    expect(stretches.map(({ from, to, shown }) => `${from}-${to} ${shown}`)).toEqual([
      '0-220 true',
      '220-3000 false',
      '3000-3030 true',
      '3030-4980 false',
      '4980-5000 true',
    ]);
  });

  it('is whole when it is only a little longer than that', () => {
    expect(stretchesOf(60, { head: 20, tail: 20, opened: [] })).toEqual([
      { from: 0, to: 60, shown: true },
    ]);
    expect(stretchesOf(0, { head: 20, tail: 20, opened: [] })).toEqual([]);
  });
});
