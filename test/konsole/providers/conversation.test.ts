/** Any history gives a valid list of messages. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toConversation } from '../../../main/konsole/providers/anthropic/conversation';
import type { ModelTurn } from '../../../main/konsole/providers/types';
import type { Block } from '../../../preload/contract/shapes';

const rules = { model: 'claude-opus-5-5', keepThinking: true };
type Messages = ReturnType<typeof toConversation>['messages'];

const kinds = fc.constantFrom<Block['kind']>('thinking', 'text', 'tool', 'output');
const words = fc.oneof(
  fc.constantFrom('', ' ', '\n\n', '{"path":"a"}', '{"pa', '[1]', 'null'),
  fc.string(),
);

/** Blocks as a crash, a retry, a stop or a hostile server may leave them: in any order and state. */
const anyBlocks: fc.Arbitrary<Block[]> = fc
  .array(
    fc.record(
      {
        kind: kinds,
        text: words,
        name: fc.constantFrom('read', 'grep', '', 'a b/c', 'x'.repeat(100)),
        closed: fc.boolean(),
        status: fc.constantFrom(
          'done',
          'abandoned',
          'running',
          'ok',
          'error',
          'denied',
          'interrupted',
        ),
        parentAt: fc.nat(12),
        startedAt: fc.integer({ min: 0 }),
        opaque: fc.oneof(
          fc.constant({}),
          fc.record({ toolUseId: fc.constantFrom('toolu_1', 'call 1', '') }),
          fc.record({
            signature: fc.constantFrom('sig', ''),
            model: fc.constantFrom(rules.model, 'other'),
          }),
          fc.record({ redacted: fc.string(), model: fc.constant(rules.model) }),
          fc.record({ bare: fc.constant(true), note: fc.string() }),
          fc.record({ steers: fc.nat(4) }),
        ),
      },
      { requiredKeys: ['kind', 'text'] },
    ),
    { maxLength: 14 },
  )
  .map((parts) =>
    parts.map((part, at) => {
      const { parentAt, ...rest } = part;
      const parent = part.kind === 'output' ? { parent: `b${parentAt ?? 0}` } : {};
      return { ...rest, ...parent, id: `b${at}` };
    }),
  );

const anyTurns: fc.Arbitrary<ModelTurn[]> = fc
  .array(
    fc.record({
      text: words,
      status: fc.constantFrom('completed', 'interrupted', 'failed', 'refused', 'running'),
      blocks: anyBlocks,
      steered: fc.array(fc.record({ text: words }), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((turns) => turns.map((turn, at) => ({ ...turn, id: `t${at}` })));

/** The rules of the API, checked one by one. */
function checkValid(messages: Messages): void {
  expect(messages[0]?.role).toBe('user');
  messages.forEach((message, at) => {
    expect(message.content.length).toBeGreaterThan(0);
    if (at > 0) expect(message.role).not.toBe(messages[at - 1]?.role);
    const uses: string[] = [];
    for (const part of message.content) {
      if (part.type === 'text') expect(part.text.trim()).not.toBe('');
      if (part.type === 'tool_use') {
        expect(message.role).toBe('assistant');
        expect(part.id).toMatch(/^[a-zA-Z0-9_-]+$/);
        expect(part.name).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
        expect(
          typeof part.input === 'object' && part.input !== null && !Array.isArray(part.input),
        ).toBe(true);
        uses.push(part.id);
      }
      if (part.type === 'tool_result') {
        expect(message.role).toBe('user');
        expect(typeof part.content === 'string' && part.content.trim()).toBeTruthy();
      }
    }
    const next = messages[at + 1]?.content ?? [];
    const results = next.flatMap((part) => (part.type === 'tool_result' ? [part.tool_use_id] : []));
    expect(results).toEqual(uses);
    // Results come before any words in the same message.
    const kindsOf = message.content.map((part) => part.type === 'tool_result');
    expect(kindsOf.lastIndexOf(true)).toBeLessThanOrEqual(
      kindsOf.indexOf(false) === -1 ? kindsOf.length : kindsOf.indexOf(false),
    );
  });
  const ids = messages.flatMap((message) =>
    message.content.flatMap((part) => (part.type === 'tool_use' ? [part.id] : [])),
  );
  expect(new Set(ids).size).toBe(ids.length);
}

describe('the messages made from a session', () => {
  it('are valid whatever the history looks like', () => {
    fc.assert(
      fc.property(anyTurns, fc.boolean(), (turns, keepThinking) => {
        checkValid(toConversation(turns, { ...rules, keepThinking }).messages);
      }),
      { numRuns: 300 },
    );
  });

  it('tell what was said to a turn where its requests told it, whatever came when', () => {
    fc.assert(
      fc.property(anySteps, words, (steps, late) => {
        const said = steps.flatMap((step) => step.said);
        const blocks: Block[] = [];
        let told = 0;
        const requests: Messages[] = [];
        const now = (status: ModelTurn['status'], known: number): ModelTurn => ({
          id: 't',
          text: 'Go',
          status,
          note: '<konsole>',
          blocks: [...blocks],
          steered: said.slice(0, known).map((text) => ({ text })),
        });
        for (const [at, step] of steps.entries()) {
          told += step.said.length;
          // As the loop asks: what came so far, and the blocks of the requests before.
          requests.push(toConversation([now('running', told)], rules).messages);
          const opaque = told > 0 ? { steers: told } : {};
          blocks.push(block(`x${at}`, 'text', { text: `Answer ${at}`, opaque }));
          if (!step.tool) continue;
          const tool = { name: 'read', text: '{}', status: 'ok' as const, startedAt: 1, opaque };
          blocks.push(block(`t${at}`, 'tool', tool));
          blocks.push(block(`o${at}`, 'output', { parent: `t${at}`, text: 'x' }));
        }
        const turn = now('interrupted', told);
        const steered = [...(turn.steered ?? []), { text: late }];
        const next: ModelTurn = { id: 'u', text: 'And?', status: 'running', blocks: [] };
        const after = toConversation([{ ...turn, steered }, next], rules).messages;
        checkValid(after);
        const parts = after.flatMap(({ role, content }) => content.map((part) => ({ role, part })));
        for (const messages of requests) {
          const before = messages.flatMap(({ role, content }) =>
            content.map((part) => ({ role, part })),
          );
          expect(parts.slice(0, before.length)).toEqual(before);
        }
      }),
      { numRuns: 300 },
    );
  });

  /** The requests of a turn: what was said before each, and whether its answer calls a tool or ends. */
  const anySteps = fc
    .array(fc.record({ said: fc.array(words, { maxLength: 2 }), tool: fc.boolean() }), {
      minLength: 1,
      maxLength: 6,
    })
    // After an answer that ends there is another request only because something was said.
    .map((steps) =>
      steps.map((step, at) =>
        at > 0 && !steps[at - 1]?.tool && step.said.length === 0
          ? { ...step, said: ['Hm?'] }
          : step,
      ),
    );

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

  const block = (id: string, kind: Block['kind'], more: Partial<Block> = {}): Block => ({
    id,
    kind,
    text: '',
    closed: true,
    status: 'done',
    ...more,
  });

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
