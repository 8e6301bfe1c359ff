/** What was said to a turn has one place in the conversation, in its own requests and in those of later turns. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toConversation } from '../../../main/konsole/providers/anthropic/conversation';
import type { ModelTurn } from '../../../main/konsole/providers/types';
import type { Block } from '../../../preload/contract/shapes';
import { block, checkValid, type Messages, rules, words } from './conversation-rules';

/** The requests of a turn: what was said before each, and whether its answer calls a tool or ends. */
const anySteps = fc
  .array(fc.record({ said: fc.array(words, { maxLength: 2 }), tool: fc.boolean() }), {
    minLength: 1,
    maxLength: 6,
  })
  // After an answer that ends there is another request only because something was said.
  .map((steps) =>
    steps.map((step, at) =>
      at > 0 && !steps[at - 1]?.tool && step.said.length === 0 ? { ...step, said: ['Hm?'] } : step,
    ),
  );

it('what was said to a turn stands where its requests told it, whatever came when', () => {
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
