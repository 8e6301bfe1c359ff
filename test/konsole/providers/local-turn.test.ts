/** What the local analyst said is part of the conversation that a model is given later. */
import { expect, it } from 'vitest';
import { toConversation } from '../../../main/konsole/providers/anthropic/conversation';
import type { ModelTurn } from '../../../main/konsole/providers/types';
import { localTurn } from '../../../main/konsole/sessions/local-turns';
import type { SessionEvent } from '../../../preload/contract/events';
import { emptySession, reduceSession } from '../../../preload/contract/session-state';
import { checkValid, rules } from './conversation-rules';

function answered(): ModelTurn {
  const queued = { type: 'turn.queued', at: 1, turn: 't1', text: '/logs error' } as const;
  const text = "*From konsole's records, no AI.*\n\none record\n";
  const bodies = [queued, ...localTurn({ turn: 't1', block: 'b1', from: 1, at: 3, text })];
  const state = bodies
    .map((body, n): SessionEvent => ({ ...body, channel: 'session/s', pos: n + 1, seq: n + 1 }))
    .reduce(reduceSession, emptySession('s'));
  const [turn] = state.turns;
  if (!turn) throw new Error('the turn is not there');
  return turn;
}

it('an answer from records stands between the questions, as words, without thinking or a note', () => {
  const question: ModelTurn = {
    id: 't2',
    text: 'What does that mean?',
    status: 'running',
    blocks: [],
    note: '<konsole>\n</konsole>',
  };
  const { messages, thinking } = toConversation([answered(), question], rules);
  checkValid(messages);
  expect(thinking).toBe(false);
  expect(messages).toEqual([
    { role: 'user', content: [{ type: 'text', text: '/logs error' }] },
    {
      role: 'assistant',
      content: [{ type: 'text', text: "*From konsole's records, no AI.*\n\none record\n" }],
    },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'What does that mean?' },
        { type: 'text', text: '<konsole>\n</konsole>' },
      ],
    },
  ]);
});
