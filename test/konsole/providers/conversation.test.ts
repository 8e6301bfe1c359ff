/** Any history gives a valid list of messages. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toConversation } from '../../../main/konsole/providers/anthropic/conversation';
import type { ModelTurn } from '../../../main/konsole/providers/types';
import type { Block } from '../../../preload/contract/shapes';
import { anyTurns } from './any-history';
import { block, checkValid, rules } from './conversation-rules';

describe('the messages made from a session', () => {
  it('are valid whatever the history looks like', () => {
    fc.assert(
      fc.property(anyTurns, fc.boolean(), (turns, keepThinking) => {
        checkValid(toConversation(turns, { ...rules, keepThinking }).messages);
      }),
      { numRuns: 300 },
    );
  });

  it('only grow when the next question comes', () => {
    const finished = (turn: ModelTurn, at: number): ModelTurn => ({
      ...turn,
      id: `t${at}`,
      status: 'completed',
      // Tools of a finished turn have run.
      blocks: turn.blocks.map((block) =>
        block.kind === 'tool' ? { ...block, status: 'ok' } : block,
      ),
    });
    fc.assert(
      fc.property(anyTurns, (turns) => {
        const history = turns.map(finished).filter((turn) => endsWithWords(turn));
        const before = toConversation(history, rules).messages;
        const after = toConversation(
          [...history, { id: 'x', text: 'And?', status: 'running', blocks: [] }],
          rules,
        );
        if (history.length === 0 || before.at(-1)?.role === 'user') return;
        expect(after.messages.slice(0, before.length)).toEqual(before);
      }),
    );
  });

  const endsWithWords = (turn: ModelTurn) => {
    const last = turn.blocks.findLast(
      (block) => block.kind !== 'output' && block.status !== 'abandoned',
    );
    return last?.kind === 'text' && last.text.trim() !== '';
  };

  it('give thinking back verbatim, with its seal', () => {
    const blocks = [
      block('a', 'thinking', {
        text: ' as it was ',
        opaque: { signature: 's==', model: rules.model },
      }),
      block('b', 'thinking', { opaque: { redacted: 'r==', model: rules.model } }),
      block('c', 'text', { text: 'Hello.' }),
    ];
    const { messages } = toConversation(
      [{ id: 't', text: 'Hi', status: 'completed', blocks }],
      rules,
    );
    expect(messages[1]?.content).toEqual([
      { type: 'thinking', thinking: ' as it was ', signature: 's==' },
      { type: 'redacted_thinking', data: 'r==' },
      { type: 'text', text: 'Hello.' },
    ]);
  });

  it('give thinking to no other model than the one that made it', () => {
    const blocks = [
      block('a', 'thinking', { text: 'Hm.', opaque: { signature: 's', model: 'another' } }),
      block('c', 'text', { text: 'Hello.' }),
    ];
    const { messages, thinking } = toConversation(
      [{ id: 't', text: 'Hi', status: 'completed', blocks }],
      rules,
    );
    expect(thinking).toBe(false);
    expect(messages[1]?.content).toEqual([{ type: 'text', text: 'Hello.' }]);
  });

  it('drop what was abandoned, and the thinking of a step that was cut off', () => {
    const sealed = { signature: 's', model: rules.model };
    const blocks = [
      block('a', 'thinking', { text: 'Old.', status: 'abandoned', opaque: sealed }),
      block('b', 'thinking', { text: 'Cut.', opaque: sealed }),
      block('c', 'text', { text: 'Half an' }),
    ];
    const turns: ModelTurn[] = [
      { id: 't', text: 'Hi', status: 'interrupted', blocks },
      { id: 'u', text: 'Go on', status: 'running', blocks: [] },
    ];
    const { messages } = toConversation(turns, rules);
    expect(messages[1]?.content).toEqual([{ type: 'text', text: 'Half an' }]);
    expect(messages[2]?.content.map((part) => part.type === 'text' && part.text)).toEqual([
      '[The answer above was stopped before its end.]',
      'Go on',
    ]);
  });

  it('tell that an answer broke off, if there is any of it', () => {
    const next = (blocks: Block[]) => {
      const turns: ModelTurn[] = [
        { id: 't', text: 'Hi', status: 'failed', blocks },
        { id: 'u', text: 'Go on', status: 'running', blocks: [] },
      ];
      return JSON.stringify(toConversation(turns, rules).messages);
    };
    expect(next([block('c', 'text', { text: 'Half an' })])).toContain('broke off before its end');
    const gone = block('c', 'text', { text: 'Half an', status: 'abandoned' });
    expect(next([gone])).not.toContain('broke off');
    expect(next([block('c', 'text', { text: ' ' })])).not.toContain('broke off');
    expect(next([])).not.toContain('broke off');
  });

  it('I3: answer a tool call that a crash left open with an explicit error', () => {
    const blocks = [
      block('a', 'tool', { name: 'read', text: '{"path":"x"}', status: 'running', startedAt: 1 }),
    ];
    const turns: ModelTurn[] = [
      { id: 't', text: 'Hi', status: 'interrupted', blocks },
      { id: 'u', text: 'And?', status: 'running', blocks: [] },
    ];
    const { messages } = toConversation(turns, rules);
    expect(messages[2]?.content[0]).toMatchObject({ type: 'tool_result', is_error: true });
    checkValid(messages);
  });

  it('have no half character and no endless depth, which would make every later request fail', () => {
    const deep = `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    const blocks = [
      block('a', 'text', { text: 'half \ud83d' }),
      block('b', 'tool', { name: 'read', text: deep, status: 'error', startedAt: 1 }),
      block('c', 'tool', { name: 'read', text: '{"path":"\\ud83d"}', status: 'ok', startedAt: 1 }),
      block('d', 'output', { parent: 'c', text: '\udc00 tail' }),
    ];
    const turns: ModelTurn[] = [
      { id: 't', text: 'Hi \ud800', status: 'completed', blocks },
      { id: 'u', text: 'And 😀?', status: 'running', blocks: [] },
    ];
    const json = JSON.stringify(toConversation(turns, rules).messages);
    expect(json).not.toMatch(/\\ud[89a-f]/i);
    expect(json).toContain('And 😀?');
    expect(json.length).toBeLessThan(2000);
  });

  it('keep thinking only from the last answer on that was given without any', () => {
    const sealed = (signature: string, more = {}) => ({ signature, model: rules.model, ...more });
    const tool = (id: string) =>
      block(id, 'tool', { name: 'read', text: '{}', status: 'ok', startedAt: 1 });
    const output = (id: string, parent: string) => block(id, 'output', { parent, text: 'x' });
    const blocks = [
      block('a', 'thinking', { text: 'one', opaque: sealed('1') }),
      tool('b'),
      output('c', 'b'),
      block('d', 'thinking', { text: 'two', opaque: sealed('2', { bare: true }) }),
      tool('e'),
      output('f', 'e'),
      block('g', 'thinking', { text: 'three', opaque: sealed('3') }),
      block('h', 'text', { text: 'Done.' }),
    ];
    const { messages } = toConversation(
      [{ id: 't', text: 'Hi', status: 'completed', blocks }],
      rules,
    );
    const thoughts = messages.flatMap(({ content }) =>
      content.flatMap((part) => (part.type === 'thinking' ? [part.thinking] : [])),
    );
    expect(thoughts).toEqual(['two', 'three']);
  });

  it('leave out a turn that was refused', () => {
    const turns: ModelTurn[] = [
      { id: 't', text: 'Something bad', status: 'refused', blocks: [] },
      { id: 'u', text: 'Something good', status: 'running', blocks: [] },
    ];
    expect(JSON.stringify(toConversation(turns, rules))).not.toContain('bad');
  });
});
