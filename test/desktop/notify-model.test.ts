import { describe, expect, test } from 'vitest';
import { type Pending, pendingOf, reducePending } from '../../main/desktop/approvals-watch';
import {
  type NoticeFacts,
  type NoticeOrder,
  type NoticeWindow,
  noNotices,
  noticeStep,
  withoutMarkup,
} from '../../main/desktop/notify-model';
import type { KonsoleEvent, SessionEventBody } from '../../preload/contract/events';
import type { Session, TurnError } from '../../preload/contract/shapes';

const sessions = (['main', 'chat'] as const).map(
  (kind): Session => ({
    ...{ id: kind, kind, title: `The ${kind} one`, model: 'demo/demo', status: 'running' },
    ...{ approvals: 0, turn: 't1', createdAt: 1, updatedAt: 1 },
  }),
);

/** A desktop that is told events, one after the other; says what became of notifications. */
function desk(front: NoticeWindow[] = [], title?: string) {
  let state = noNotices;
  let pending: readonly Pending[] = [];
  let pos = 0;
  const known = title === undefined ? sessions : sessions.map((one) => ({ ...one, title }));
  const tell = (body: Record<string, unknown>, session = 'main'): NoticeOrder[] => {
    pos += 1;
    const place = { pos, seq: pos, at: pos, channel: `session/${session}` };
    const event = { ...place, ...body } as unknown as KonsoleEvent;
    pending = reducePending(pending, event);
    const facts: NoticeFacts = { sessions: known, pending, inFront: (one) => front.includes(one) };
    const step = noticeStep(state, event, facts);
    state = step.state;
    return step.orders;
  };
  return {
    front,
    tell,
    ask: (approval: string, more: Partial<SessionEventBody> | object = {}, session = 'main') =>
      tell(
        {
          ...{ type: 'approval.requested', approval, turn: 't1', block: 'b', tool: 'write' },
          ...{ summary: `Write ${approval}.txt`, risk: 'medium', ...more },
        },
        session,
      ),
    answer: (approval: string, session = 'main') =>
      tell({ type: 'approval.resolved', approval, decision: 'allow', by: 'main' }, session),
    stall: (silentMs: number, alive?: true) =>
      tell({ type: 'turn.stalled', turn: 't1', silentMs, alive }),
    end: (status: string, totalMs: number, error?: Partial<TurnError>, session = 'main') =>
      tell({ type: 'turn.finished', turn: 't1', status, timing: { totalMs }, error }, session),
    state: () => state,
  };
}
const told = (orders: NoticeOrder[]) =>
  orders.map((order) =>
    order.do === 'show' ? `${order.notice.title} | ${order.notice.body}` : `close ${order.key}`,
  );
const shownOf = (orders: NoticeOrder[]) =>
  orders.flatMap((order) => (order.do === 'show' ? [order.notice] : []));

describe('a turn that ended', () => {
  test('is told once it took longer than one waits for', () => {
    expect(told(desk().end('completed', 9_000))).toEqual([]);
    expect(told(desk().end('completed', 75_000))).toEqual([
      'Finished: The main one | The turn finished after 1 min 15 s.',
    ]);
  });

  test('badly is told however short it was, with the reason', () => {
    expect(
      told(desk().end('failed', 10, { code: 'no-key', message: 'No key.\nAdd one.' })),
    ).toEqual(['Failed: The main one | No key. Add one.']);
    const died = { code: 'host-died', message: 'Its process ended.' } as const;
    expect(told(desk().end('interrupted', 10, died))).toEqual([
      'Interrupted: The main one | Its process ended.',
    ]);
  });

  test('because a person stopped it or closed Konsole is no news', () => {
    for (const code of ['stopped', 'app-closed'] as const) {
      expect(desk().end('interrupted', 60_000, { code, message: 'x' })).toEqual([]);
    }
  });

  test('before the eyes of a person is no news, whichever window shows it', () => {
    expect(desk(['main']).end('failed', 10)).toEqual([]);
    expect(desk(['quick']).end('completed', 20_000, undefined, 'chat')).toEqual([]);
    expect(shownOf(desk(['quick']).end('failed', 10))).toMatchObject([
      { window: 'main', place: { session: 'main' }, kind: 'failed' },
    ]);
    expect(shownOf(desk(['main']).end('completed', 20_000, undefined, 'chat'))).toMatchObject([
      { window: 'quick', place: { session: 'chat' }, kind: 'finished' },
    ]);
  });
});

describe('a silence', () => {
  test('is told once it is long, and once only', () => {
    const { stall } = desk();
    expect([stall(20_000), stall(40_000)]).toEqual([[], []]);
    expect(told(stall(80_000))).toEqual([
      'Silent: The main one | Nothing has come from the provider for 1 min 20 s. Wait on, or stop it.',
    ]);
    expect(stall(160_000)).toEqual([]);
  });

  test('of one that shows signs of life is told later', () => {
    const { stall } = desk();
    expect([stall(60_000, true), stall(120_000, true)]).toEqual([[], []]);
    expect(told(stall(240_000, true))).toEqual([
      'Silent: The main one | The provider is there and has said nothing for 4 min 0 s. Wait on, or stop it.',
    ]);
  });

  test('that is over is taken back, and the next one is told anew', () => {
    const { stall, tell } = desk();
    stall(80_000);
    const text = { type: 'block.appended', block: 'b', off: 0, text: 'x' };
    expect(told(tell(text, 'chat'))).toEqual([]);
    expect(told(tell(text))).toEqual(['close turn/main']);
    expect(told(tell(text))).toEqual([]);
    expect(shownOf(stall(80_000))).toHaveLength(1);
  });
});

describe('an approval', () => {
  test('is told with its question, and taken back when it is answered anywhere', () => {
    const { ask, answer } = desk();
    const shown = ask('a1', { why: 'It lies outside the folder.' });
    expect(told(shown)).toEqual([
      'Needs you: The main one | Write a1.txt (It lies outside the folder.)',
    ]);
    expect(shownOf(shown)[0]?.approval).toEqual({ id: 'a1', answers: ['allow', 'deny'] });
    expect(told(answer('a1'))).toEqual(['close asked/main']);
    expect(answer('a1')).toEqual([]);
  });

  test('waits for the one before it in its session, and not for another’s', () => {
    const { ask, answer } = desk();
    ask('a1');
    expect(ask('a2')).toEqual([]);
    expect(told(ask('b1', {}, 'chat'))).toEqual(['Needs you: The chat one | Write b1.txt']);
    expect(told(answer('a1'))).toEqual([
      'close asked/main',
      'Needs you: The main one | Write a2.txt',
    ]);
  });

  test('that is asked and answered before a person’s eyes is not told', () => {
    const { ask, answer } = desk(['main']);
    expect([ask('a1'), ask('a2'), answer('a1')]).toEqual([[], [], []]);
  });

  test('goes with its turn', () => {
    const { ask, end, state } = desk();
    ask('a1');
    const stopped = { code: 'stopped', message: 'Stopped.' } as const;
    expect(told(end('interrupted', 10, stopped))).toEqual(['close asked/main']);
    expect(state()).toEqual(noNotices);
  });

  test('about money, answered with no, is no failure to be told of', () => {
    const { ask, end, state } = desk();
    ask('a1');
    const over = { code: 'over-budget', message: 'It ended at the budget of one turn.' } as const;
    expect(told(end('failed', 10, over))).toEqual(['close asked/main']);
    expect(state()).toEqual(noNotices);
  });

  test('goes with its session', () => {
    const { ask, tell, state } = desk();
    ask('a1');
    expect(told(tell({ type: 'session.deleted', session: 'main' }))).toContain('close asked/main');
    expect(state()).toEqual(noNotices);
  });

  test('attack 15: what one line cannot show whole is not allowed from a notification', () => {
    for (const more of [{ risk: 'high' }, { command: 'rm -rf ~' }, { summary: 'a\u202eb' }]) {
      const [notice] = shownOf(desk().ask('a1', more));
      expect(notice?.approval?.answers).toEqual(['deny']);
    }
  });

  test('attack 15: ANSI, bidi and zero-width text reaches neither title nor body, and both are short', () => {
    const nasty = `\u001b[31m\u202e\u200b\n${'long '.repeat(100)}`;
    const [notice] = shownOf(desk([], nasty).ask('a1', { summary: nasty, why: nasty }));
    const { title = '', body = '' } = notice ?? {};
    expect(title + body).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect([title.length < 100, body.length <= 160, body.length > 20]).toEqual([true, true, true]);
  });
});

test('what waits already when Konsole starts is not told again', () => {
  const waits = [pendingOf('main', { id: 'a0', turn: 't0', summary: 'Write a', risk: 'low' })];
  const facts = { sessions, pending: waits, inFront: () => false };
  const event = { type: 'turn.first', channel: 'session/main', pos: 1, seq: 1, at: 1 };
  expect(noticeStep(noNotices, event as KonsoleEvent, facts).orders).toEqual([]);
});

test('attack 15: markup in a body stays in sight and is no link', () => {
  expect(withoutMarkup('cat <in >out && <a href="x">ok</a>')).toBe(
    'cat ‹in ›out ＆＆ ‹a href="x"›ok‹/a›',
  );
});
