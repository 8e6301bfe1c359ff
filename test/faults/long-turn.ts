/** A long turn in a session, with everything in its text that could trip a reader, and a little beside it. */
import type { EventBody } from '../../preload/contract/events';
import { sessionOf, type MemoryFeed } from '../transport/memory-feed';
import type { Dice } from './dice';

/** None ends or begins in the middle of a surrogate pair. */
const pieces = [
  'a',
  'word ',
  '\n',
  '\n\n',
  '\r\n',
  '\r',
  'data: x\n\n',
  'id: 7\n',
  ': no\n',
  'é',
  '語',
  '😀',
  '👩‍👧',
  '\u2028',
  '\0',
  '"\\',
  '<p>',
  '\ufeff',
];
const kinds = ['thinking', 'text', 'output', 'text'] as const;

const used = { inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 };
const timing = {
  totalMs: 0,
  ttfeMs: 0,
  thinkingMs: 0,
  respondingMs: 0,
  toolExecutionMs: 0,
  approvalMs: 0,
  retryMs: 0,
  otherMs: 0,
  toolCallCount: 0,
  ttfePct: 0,
  thinkingPct: 0,
  toolsPct: 0,
};

/** In session `a`; session `b` and the index hear something now and then. */
export function createLongTurn(feed: MemoryFeed, dice: Dice) {
  for (const id of ['a', 'b']) feed.create(id);
  let at = 10;
  let block: { id: string; off: number; left: number } | undefined;
  let blocks = 0;
  let said = 0;

  function next(): [channel: string, body: EventBody] {
    at += 1;
    if (!block) {
      blocks += 1;
      block = { id: `b${blocks}`, off: 0, left: 20 + dice.below(40) };
      const kind = kinds[blocks % kinds.length] ?? 'text';
      return ['session/a', { type: 'block.opened', at, turn: 'at', block: block.id, kind }];
    }
    if (block.left === 0) {
      const closed = block.id;
      block = undefined;
      return ['session/a', { type: 'block.closed', at, block: closed, ms: at, status: 'done' }];
    }
    block.left -= 1;
    const text = dice.pick(pieces);
    const { id, off } = block;
    block.off += text.length;
    return ['session/a', { type: 'block.appended', at, block: id, off, text }];
  }

  return {
    /** One commit of one to four events of the turn. */
    goOn() {
      const events = Array.from({ length: 1 + dice.below(4) }, next);
      said += events.length;
      feed.commit(...events);
      if (dice.below(8) === 0) feed.append('b', 'bb', dice.pick(pieces));
      if (dice.below(20) === 0) {
        const session = { ...sessionOf('a'), title: `after ${said}`, updatedAt: at };
        feed.commit(['index', { type: 'session.listed', at, session }]);
      }
    },
    finish() {
      const status = 'completed';
      feed.commit([
        'session/a',
        { type: 'turn.finished', at, turn: 'at', status, usage: used, timing },
      ]);
    },
    /** Events of the turn so far. */
    said: () => said,
  };
}
