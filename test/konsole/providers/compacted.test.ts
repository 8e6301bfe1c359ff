/** A conversation that was summarised: what is told in place of what, and that it stays valid whatever was cut. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toConversation } from '../../../main/konsole/providers/anthropic/conversation';
import { compacted } from '../../../main/konsole/providers/compacted';
import type { ModelTurn } from '../../../main/konsole/providers/types';
import type { Block } from '../../../preload/contract/shapes';
import { block, checkValid, rules } from './conversation-rules';

const step = (n: number, more: Partial<Block> = {}): Block[] => [
  block(`think${n}`, 'thinking', { text: `thought ${n}`, opaque: { signature: `sig${n}` } }),
  block(`call${n}`, 'tool', { text: '{"path":"a"}', name: 'read', status: 'ok', startedAt: 1 }),
  block(`out${n}`, 'output', { text: `result ${n}`, parent: `call${n}`, ...more }),
];
const summary = (more: Partial<Block> = {}): Block =>
  block('sum', 'summary', {
    text: 'We read a.',
    ...more,
    opaque: { complete: true, ...more.opaque },
  });
const turn = (id: string, blocks: Block[], more: Partial<ModelTurn> = {}): ModelTurn => ({
  id,
  text: `Question ${id}`,
  status: 'completed',
  blocks,
  ...more,
});
const told = (turns: ModelTurn[]) => JSON.stringify(toConversation(turns, rules).messages);

describe('a summarised conversation', () => {
  it('tells the summary in place of all before it, and the request of its own turn', () => {
    const turns = [
      turn('one', [...step(1), block('t1', 'text', { text: 'Answer one' })]),
      turn('two', [...step(2), summary(), ...step(3)], { status: 'running', note: 'the note' }),
    ];
    const text = told(turns);
    expect(text).toContain('We read a.');
    expect(text).toContain('Question two');
    expect(text).toContain('the note');
    expect(text).toContain('result 3');
    for (const gone of ['Question one', 'Answer one', 'result 1', 'result 2']) {
      expect(text).not.toContain(gone);
    }
    checkValid(toConversation(turns, rules).messages);
  });

  it('keeps the steps it names, with call and result, and without their thinking', () => {
    const blocks = [...step(1), ...step(2), summary({ opaque: { keep: 'think2' } }), ...step(3)];
    const { messages } = toConversation([turn('two', blocks, { status: 'running' })], rules);
    const text = JSON.stringify(messages);
    expect(text).not.toContain('result 1');
    expect(text).toContain('result 2');
    expect(text).not.toContain('sig2');
    expect(text).toContain('sig3');
    checkValid(messages);
  });

  it('tells a note that was kept with blocks that are told no more, and instructions once more', () => {
    const [first, ...rest] = step(1);
    const noted = { ...first, opaque: { note: 'a note of then' } } as Block;
    const opaque = { instructions: 'Use tabs.' };
    const turns = [turn('two', [noted, ...rest, summary({ opaque })]), turn('three', [])];
    const text = told(turns);
    expect(text).toContain('a note of then');
    expect(text).toContain('Use tabs.');
    expect(text).toContain('Question three');
  });

  it.each([
    ['is not finished', { closed: false, status: undefined }],
    ['was closed without being brought to its end', { opaque: { complete: false } }],
    ['was given up', { status: 'abandoned' }],
    ['has no words', { text: ' ' }],
  ] as [string, Partial<Block>][])('stands for nothing when it %s', (_name, more) => {
    const text = told([turn('one', step(1)), turn('two', [summary(more), ...step(2)])]);
    expect(text).toContain('Question one');
    expect(text).not.toContain('We read a.');
  });

  it('outlives the turn in which it was made, also when that was refused', () => {
    const refused = turn('two', [...step(2), summary()], { status: 'refused' });
    const text = told([turn('one', step(1)), refused, turn('three', [], { status: 'running' })]);
    expect(text).toContain('We read a.');
    expect(text).not.toContain('Question two');
    expect(text).toContain('Question three');
  });

  it('never ends with words that were broken off before it: the model is asked to go on', () => {
    const words = block('t1', 'text', { text: 'partial words' });
    const blocks = [...step(1), words, summary({ opaque: { keep: 't1' } })];
    const { messages } = toConversation([turn('two', blocks, { status: 'running' })], rules);
    expect(messages.at(-1)).toMatchObject({ role: 'user', content: [{ text: 'Go on.' }] });
  });

  it('is the same list, longer, as the turn goes on: what is sealed stays sealed', () => {
    const blocks = [...step(1), summary({ opaque: { keep: 'think1' } }), ...step(2)];
    const now = toConversation([turn('two', blocks, { status: 'running' })], rules).messages;
    const later = toConversation(
      [turn('two', [...blocks, ...step(3)], { status: 'running' })],
      rules,
    ).messages;
    expect(later.slice(0, now.length)).toEqual(now);
  });

  it('is valid whatever stands where', () => {
    const part = fc.oneof(
      fc.integer({ min: 0, max: 9 }).map((n) => step(n)),
      fc
        .record({ keep: fc.option(fc.constantFrom('think1', 'call1', 'nope')) })
        .map(({ keep }) => [summary(keep ? { opaque: { keep } } : {})]),
      fc.constant([block('say', 'text', { text: 'words' })]),
    );
    const named = fc.array(fc.array(part, { maxLength: 5 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(named, (turns) => {
        const made = turns.map((parts, at) => {
          const seen = new Set<string>();
          const blocks = parts.flat().filter(({ id }) => !seen.has(id) && seen.add(id));
          const last = at === turns.length - 1;
          return turn(`t${at}`, blocks, { status: last ? 'running' : 'completed' });
        });
        checkValid(toConversation(made, rules).messages);
        expect(compacted(made).length).toBeGreaterThan(0);
      }),
    );
  });
});
