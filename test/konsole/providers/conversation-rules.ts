/** What the tests of the conversation share: the rules of the API, and the parts to make a history of. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { toConversation } from '../../../main/konsole/providers/anthropic/conversation';
import type { Block } from '../../../preload/contract/shapes';

export const rules = { model: 'claude-opus-5-5', keepThinking: true };
export type Messages = ReturnType<typeof toConversation>['messages'];

export const words = fc.oneof(
  fc.constantFrom('', ' ', '\n\n', '{"path":"a"}', '{"pa', '[1]', 'null'),
  fc.string(),
);

export const block = (id: string, kind: Block['kind'], more: Partial<Block> = {}): Block => ({
  id,
  kind,
  text: '',
  closed: true,
  status: 'done',
  ...more,
});

/** The rules of the API, checked one by one. */
export function checkValid(messages: Messages): void {
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
        const [first] = Array.isArray(part.content) ? part.content : [];
        const said = first?.type === 'text' ? first.text : part.content;
        expect(typeof said === 'string' && said.trim()).toBeTruthy();
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
