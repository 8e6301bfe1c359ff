/** Any history gives a valid list of messages for Chat Completions. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ChatMessage,
  toConversation,
} from '../../../main/konsole/providers/openai-chat/conversation';
import type { ModelTurn } from '../../../main/konsole/providers/types';
import { anyTurns } from './any-history';
import { block } from './conversation-rules';

const model = 'claude-opus-5-5';
const rules = { model, system: 'Be short.', keepSealed: true, wantsThinking: false };

/** What OpenAI and the strictest of the others (Mistral, vLLM with a template) demand. */
function checkValid([system, ...messages]: ChatMessage[]): void {
  expect(system).toEqual({ role: 'system', content: 'Be short.' });
  expect(messages[0]?.role).toBe('user');
  expect(messages.at(-1)?.role).not.toBe('assistant');
  const ids: string[] = [];
  let waiting: string[] = [];
  messages.forEach((message, at) => {
    const before = messages[at - 1]?.role;
    if (message.role === 'tool') {
      expect(waiting.shift()).toBe(message.tool_call_id);
      expect(typeof message.content === 'string' && message.content.trim()).toBeTruthy();
      return;
    }
    // Each call has its result before anything else is said.
    expect(waiting).toEqual([]);
    expect(['user', 'assistant']).toContain(message.role);
    expect(message.role).not.toBe(before);
    if (message.role === 'user') expect(message.content.length).toBeGreaterThan(0);
    if (message.role !== 'assistant') return;
    const calls = message.tool_calls ?? [];
    const said = typeof message.content === 'string' && message.content.trim() !== '';
    expect(said || calls.length > 0).toBe(true);
    for (const call of calls) {
      if (call.type !== 'function') throw new Error(`a call of type ${call.type}`);
      expect(call.id).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
      expect(call.function.name).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
      const input: unknown = JSON.parse(call.function.arguments);
      expect(typeof input === 'object' && input !== null && !Array.isArray(input)).toBe(true);
    }
    waiting = calls.map(({ id }) => id);
    ids.push(...waiting);
  });
  expect(waiting).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
}

const running = (blocks: ModelTurn['blocks'], more: Partial<ModelTurn> = {}): ModelTurn => ({
  id: 't',
  text: 'Look',
  status: 'running',
  blocks,
  ...more,
});

const looked = (opaque: Record<string, unknown>) => [
  block('a', 'thinking', { text: 'I look.', opaque }),
  block('b', 'tool', { name: 'read', text: '{"path":"a"}', status: 'ok', startedAt: 1 }),
  block('c', 'output', { parent: 'b', text: 'Words of a.' }),
];

describe('the messages made from a session', () => {
  test('are valid whatever the history looks like', () => {
    fc.assert(
      fc.property(anyTurns, fc.boolean(), fc.boolean(), (turns, keepSealed, wantsThinking) => {
        checkValid(toConversation(turns, { ...rules, keepSealed, wantsThinking }).messages);
      }),
      { numRuns: 300 },
    );
  });

  test('have no system message where there is no system prompt', () => {
    const { messages } = toConversation([running([])], { ...rules, system: ' ' });
    expect(messages).toEqual([{ role: 'user', content: 'Look' }]);
  });

  test('tell words as a plain string, and parts only where there is a picture', () => {
    const attached = [{ name: 'a.png', type: 'image/png', data: 'AQID' }];
    const { messages } = toConversation([running([], { attached, note: 'Today.' })], rules);
    expect(messages.at(-1)?.content).toEqual([
      { type: 'image_url', image_url: { url: 'data:image/png;base64,AQID' } },
      { type: 'text', text: 'Look' },
      { type: 'text', text: 'Today.' },
    ]);
    const [, only] = toConversation([running([], { note: 'Today.' })], rules).messages;
    expect(only?.content).toBe('Look\n\nToday.');
  });

  test('tell what a tool showed after all results, as a person would', () => {
    const blocks = ['a', 'b'].flatMap((id) => [
      block(id, 'tool', { name: 'read', text: '{}', status: 'ok', startedAt: 1 }),
    ]);
    const pictures = new Map([['a', [{ type: 'image/png', data: 'AQID' }]]]);
    const { messages } = toConversation([running(blocks, { pictures })], rules);
    expect(messages.map(({ role }) => role)).toEqual([
      'system',
      'user',
      'assistant',
      'tool',
      'tool',
      'user',
    ]);
    expect(messages.at(-1)?.content).toEqual([
      { type: 'text', text: '[What the tool read showed (call toolu_a):]' },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,AQID' } },
    ]);
  });

  test('say in words that a call failed, for the wire has no mark for it', () => {
    const blocks = [
      block('b', 'tool', { name: 'read', text: '{}', status: 'error' }),
      block('c', 'output', { parent: 'b', text: 'No such file.' }),
    ];
    const { messages } = toConversation([running(blocks)], rules);
    expect(messages.at(-1)).toMatchObject({ role: 'tool', content: 'Error: No such file.' });
  });

  test('give sealed thinking back verbatim, and not when it was refused', () => {
    const reasoningDetails = [{ type: 'reasoning.encrypted', data: 's==', index: 0 }];
    const turns = [running(looked({ model, reasoningDetails }))];
    const kept = toConversation(turns, rules);
    expect(kept.sealed).toBe(true);
    expect(kept.messages[2]).toMatchObject({ reasoning_details: reasoningDetails });
    const bare = toConversation(turns, { ...rules, keepSealed: false });
    expect(bare.sealed).toBe(false);
    expect(bare.messages[2]).not.toHaveProperty('reasoning_details');
  });

  test('give plain thinking back only to a server that wants it, and to it with every call', () => {
    const turns = [running(looked({ model, plain: true }))];
    const usual = toConversation(turns, rules);
    expect(JSON.stringify(usual.messages)).not.toContain('I look.');
    const wanted = toConversation(turns, { ...rules, wantsThinking: true });
    expect(wanted.messages[2]).toMatchObject({ role: 'assistant', reasoning_content: 'I look.' });
    const others = [running(looked({ model: 'another', plain: true }))];
    const foreign = toConversation(others, { ...rules, wantsThinking: true });
    expect(foreign.messages[2]).toMatchObject({ reasoning_content: '' });
  });
});
