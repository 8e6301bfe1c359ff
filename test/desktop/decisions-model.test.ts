import { describe, expect, test } from 'vitest';
import { decisionsStep, noDecisions } from '../../main/desktop/decisions-model';
import type { NoticeOrder, NoticeWindow } from '../../main/desktop/notify-model';
import type { IndexEventBody, KonsoleEvent } from '../../preload/contract/events';
import type { KontaskStatus, KontaskSummary, Session } from '../../preload/contract/shapes';

const sessions = (['main', 'chat'] as const).map(
  (kind): Session => ({
    ...{ id: kind, kind, title: `The ${kind} one`, model: 'demo/demo', status: 'running' },
    ...{ approvals: 0, turn: `turn-of-${kind}`, createdAt: 1, updatedAt: 1 },
  }),
);

/** A desktop that is told what was written, batch after batch; says what became of notifications. */
function desk(front: NoticeWindow[] = []) {
  let state = noDecisions;
  let seq = 0;
  const clock = { at: 1_000 };
  const write = (...bodies: Array<Partial<IndexEventBody>>): NoticeOrder[] => {
    const events = bodies.map((body) => {
      seq += 1;
      return { pos: seq, channel: 'index', seq, at: clock.at, ...body } as unknown as KonsoleEvent;
    });
    const facts = { sessions, inFront: (one: NoticeWindow) => front.includes(one) };
    const step = decisionsStep(state, events, facts);
    state = step.state;
    return step.orders;
  };
  return { front, clock, write, state: () => state };
}

const listed = (
  id: string,
  more: Partial<KontaskSummary> = {},
  was?: KontaskStatus,
): Partial<IndexEventBody> => ({
  type: 'kontask.listed',
  kontask: {
    id,
    rev: 1,
    type: 'general',
    status: 'needs_decision',
    title: `Which ${id}?`,
    ...more,
  },
  ...(was === undefined ? {} : { was }),
});
const decided = (id: string) => listed(id, { status: 'in_progress' }, 'needs_decision');
const many = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => listed(`k${from + i}`));

const told = (orders: NoticeOrder[]) =>
  orders.map((order) =>
    order.do === 'show' ? `${order.notice.title} | ${order.notice.body}` : `close ${order.key}`,
  );

describe('a kontask that needs a decision', () => {
  test('is told with who asks, where, and what can be picked; a click leads to its page', () => {
    const choices = [{ label: 'SSE first', primary: true }, { label: 'Both' }, { label: 'Wait' }];
    const more = { createdBy: 'claude', requestId: 'turn-of-main', choices };
    const orders = desk().write(listed('k1', more));
    expect(told(orders)).toEqual([
      'Needs a decision: Which k1? | claude asks in “The main one”. SSE first · Both · Wait',
    ]);
    expect(orders).toMatchObject([
      {
        notice: {
          kind: 'decision',
          place: { kontask: 'k1' },
          choices: ['SSE first', 'Both', 'Wait'],
        },
      },
    ]);
  });

  test('says as much as is known of who asks', () => {
    expect(told(desk().write(listed('k', { createdBy: 'claude' })))).toEqual([
      'Needs a decision: Which k? | claude asks.',
    ]);
    expect(told(desk().write(listed('k')))).toEqual([
      'Needs a decision: Which k? | Open it to decide.',
    ]);
  });

  test('is told in one short line, whatever its title and its labels are', () => {
    const long = `two\nlines ${'much '.repeat(90)}`;
    const choices = Array.from({ length: 40 }, () => ({ label: long }));
    const [order] = desk().write(listed('k', { title: long, createdBy: long, choices }));
    if (order?.do !== 'show') throw new Error('nothing is shown');
    expect(order.notice.title.length).toBeLessThanOrEqual(80);
    expect(order.notice.body.length).toBeLessThanOrEqual(160);
    expect(`${order.notice.title}${order.notice.body}`).not.toContain('\n');
    expect(order.notice.choices).toHaveLength(3);
  });

  test('is no news when it did so before, however it changed', () => {
    expect(desk().write(listed('k', { title: 'Other words' }, 'needs_decision'))).toEqual([]);
    expect(desk().write(listed('k', { status: 'pending' }))).toEqual([]);
  });

  test('is told when it comes to need one', () => {
    expect(told(desk().write(listed('k', {}, 'in_progress')))).toHaveLength(1);
  });

  test('before the eyes of a person is not told, whichever window shows it', () => {
    expect(desk(['main']).write(listed('k'))).toEqual([]);
    expect(desk(['quick']).write(listed('k', { requestId: 'turn-of-chat' }))).toEqual([]);
    expect(desk(['quick']).write(listed('k', { requestId: 'turn-of-main' }))).toHaveLength(1);
  });

  test('is withdrawn when it was decided elsewhere, deleted, or asks no more', () => {
    const over: Array<Partial<IndexEventBody>> = [
      decided('k'),
      listed('k', { status: 'cancelled' }, 'needs_decision'),
      { type: 'kontask.deleted', kontask: 'k', was: 'needs_decision' },
    ];
    for (const event of over) {
      const { write, state } = desk();
      write(listed('k'));
      expect(told(write(event))).toEqual(['close kontask/k']);
      expect(state().told).toEqual([]);
    }
  });

  test('that was decided in the same moment is not told at all', () => {
    expect(desk().write(listed('k'), decided('k'))).toEqual([]);
  });
});

describe('many that need a decision', () => {
  test('of an import of 500 make one notification, which leads to all of them', () => {
    const orders = desk().write(...many(0, 500));
    expect(told(orders)).toEqual([
      'Many kontasks need a decision | Which k0? · Which k1? · Which k2? and more',
    ]);
    expect(orders).toMatchObject([{ notice: { place: { decisions: true } } }]);
  });

  test('that come in pieces are one thing for a minute', () => {
    const { write, clock } = desk();
    expect(write(...many(0, 100))).toHaveLength(1);
    clock.at += 500;
    expect(write(...many(100, 100))).toEqual([]);
    clock.at += 60_000;
    expect(told(write(...many(200, 1)))).toEqual(['Many kontasks need a decision | Which k200?']);
  });

  test('take the place of those that were told one by one', () => {
    const { write } = desk();
    write(...many(0, 2));
    expect(told(write(...many(2, 2)))).toEqual([
      'close kontask/k0',
      'close kontask/k1',
      'Many kontasks need a decision | Which k2? · Which k3?',
    ]);
  });

  test('are withdrawn with the last of them, and what comes then is told by itself', () => {
    const { write } = desk();
    write(...many(0, 4));
    expect(write(decided('k0'), decided('k1'), decided('k2'))).toEqual([]);
    expect(told(write(decided('k3')))).toEqual(['close kontasks']);
    expect(told(write(listed('k9')))).toEqual(['Needs a decision: Which k9? | Open it to decide.']);
  });

  test('are remembered up to a bound', () => {
    const { write, state } = desk();
    write(...many(0, 2_000));
    expect(state().many).toHaveLength(500);
  });
});
