import { describe, expect, test } from 'vitest';
import { settle } from '../support/fake-hosts';
import { until } from '../support/konsole';
import { none, openSessions } from './support';

describe('the queue', () => {
  test('a message sent while a turn runs waits, and starts when it ends', async () => {
    const konsole = await openSessions();
    const session = await konsole.create();
    const first = await konsole.send(session, 'One');
    const { turn: second } = await konsole.turns.send({ session, text: 'Two' }, none);
    expect(konsole.state(session).queue).toEqual([{ turn: second, text: 'Two' }]);
    konsole.hosts.running(first)?.finish();
    await until(() => konsole.hosts.running(second) !== undefined);
    expect(konsole.state(session)).toMatchObject({ queue: [], session: { turn: second } });
    expect(konsole.hosts.running(second)?.orders().at(-1)?.history).toHaveLength(1);
  });

  test('a stop leaves it paused until a person says go', async () => {
    const konsole = await openSessions();
    const session = await konsole.create();
    const first = await konsole.send(session, 'One');
    const { turn: second } = await konsole.turns.send({ session, text: 'Two' }, none);
    await konsole.turns.interrupt({ session }, none);
    konsole.hosts.running(first)?.finish('interrupted');
    await settle();
    expect(konsole.state(session)).toMatchObject({ paused: true, queue: [{ turn: second }] });
    expect(konsole.hosts.running(second)).toBeUndefined();
    await konsole.queue.go({ session }, none);
    await until(() => konsole.hosts.running(second) !== undefined);
    expect(konsole.state(session).paused).toBeUndefined();
  });

  test('a failed turn leaves it paused too', async () => {
    const konsole = await openSessions();
    const session = await konsole.create();
    const first = await konsole.send(session, 'One');
    await konsole.turns.send({ session, text: 'Two' }, none);
    konsole.hosts.running(first)?.finish('failed');
    await settle();
    expect(konsole.state(session)).toMatchObject({ paused: true, session: { status: 'failed' } });
  });

  test('a message sent after a stop runs at once, and what was paused stays paused', async () => {
    const konsole = await openSessions();
    const session = await konsole.create();
    const first = await konsole.send(session, 'One');
    const { turn: second } = await konsole.turns.send({ session, text: 'Two' }, none);
    konsole.hosts.running(first)?.finish('interrupted');
    await settle();
    const third = await konsole.send(session, 'Three');
    expect(konsole.state(session)).toMatchObject({
      paused: true,
      queue: [{ turn: second }],
      session: { turn: third },
    });
    konsole.hosts.running(third)?.finish();
    await settle();
    expect(konsole.hosts.running(second)).toBeUndefined();
  });

  test('a message can be taken back while it waits, and not once it is answered', async () => {
    const konsole = await openSessions();
    const session = await konsole.create();
    const first = await konsole.send(session, 'One');
    const { turn: second } = await konsole.turns.send({ session, text: 'Two' }, none);
    await konsole.queue.remove({ session, turn: second }, none);
    expect(konsole.state(session).queue).toEqual([]);
    await expect(konsole.queue.remove({ session, turn: first }, none)).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(konsole.queue.remove({ session, turn: 'nope' }, none)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('what waits can be changed and moved, a paused queue stays paused, and the order is what runs', async () => {
    const konsole = await openSessions();
    const session = await konsole.create();
    const first = await konsole.send(session, 'One');
    const send = (text: string) => konsole.turns.send({ session, text }, none);
    const { turn: second } = await send('Two');
    const { turn: third } = await send('Three');
    await konsole.queue.move({ session, turn: third, to: 0 }, none);
    await konsole.queue.edit({ session, turn: second, text: 'Two, changed' }, none);
    expect(konsole.state(session).queue).toEqual([
      { turn: third, text: 'Three' },
      { turn: second, text: 'Two, changed' },
    ]);
    konsole.hosts.running(first)?.finish('interrupted');
    await settle();
    await konsole.queue.move({ session, turn: second, to: 99 }, none);
    expect(konsole.state(session).paused).toBe(true);
    await konsole.queue.go({ session }, none);
    await until(() => konsole.hosts.running(third) !== undefined);
    konsole.hosts.running(third)?.finish();
    await until(() => konsole.hosts.running(second) !== undefined);
    expect(konsole.hosts.running(second)?.orders().at(-1)?.text).toBe('Two, changed');
    const edit = (turn: string) => konsole.queue.edit({ session, turn, text: 'x' }, none);
    await expect(edit(second)).rejects.toMatchObject({ code: 'conflict' });
    await expect(edit('nope')).rejects.toMatchObject({ code: 'not-found' });
  });

  test('one that waits for a host gives its place to one that was moved before it', async () => {
    const konsole = await openSessions();
    for (const text of ['A', 'B']) await konsole.send(await konsole.create(), text);
    const session = await konsole.create();
    const { turn: first } = await konsole.turns.send({ session, text: 'C' }, none);
    const { turn: second } = await konsole.turns.send({ session, text: 'D' }, none);
    await konsole.queue.move({ session, turn: second, to: 0 }, none);
    const [busy] = konsole.hosts.all.filter((host) => host.orders().length > 0);
    busy?.finish();
    await until(() => konsole.hosts.running(second) !== undefined);
    expect(konsole.hosts.running(first)).toBeUndefined();
    expect(konsole.state(session).queue).toEqual([{ turn: first, text: 'C' }]);
  });

  test('a queue that becomes empty is not paused any more', async () => {
    const konsole = await openSessions();
    const session = await konsole.create();
    const first = await konsole.send(session, 'One');
    const { turn: second } = await konsole.turns.send({ session, text: 'Two' }, none);
    konsole.hosts.running(first)?.finish('interrupted');
    await settle();
    await konsole.queue.remove({ session, turn: second }, none);
    expect(konsole.state(session).paused).toBeUndefined();
  });

  test('forty messages may wait, and no more', async () => {
    const konsole = await openSessions();
    const session = await konsole.create();
    await konsole.send(session, 'One');
    for (let n = 0; n < 40; n += 1) await konsole.turns.send({ session, text: `${n}` }, none);
    await expect(konsole.turns.send({ session, text: 'more' }, none)).rejects.toMatchObject({
      code: 'busy',
    });
  });

  test('with all main hosts busy a turn waits for one, counts as running, and can be stopped', async () => {
    const konsole = await openSessions();
    for (const text of ['A', 'B']) await konsole.send(await konsole.create(), text);
    const session = await konsole.create();
    const { turn } = await konsole.turns.send({ session, text: 'C' }, none);
    await until(() => konsole.pool.status().lanes.main.waiting > 0);
    expect(konsole.pool.status().lanes.main.waiting).toBe(1);
    expect(await konsole.listed(session)).toMatchObject({ status: 'running' });
    await konsole.turns.interrupt({ session }, none);
    expect(konsole.pool.status().lanes.main.waiting).toBe(0);
    expect(konsole.state(session)).toMatchObject({ paused: true, queue: [{ turn }] });
    expect(await konsole.listed(session)).toMatchObject({ status: 'idle' });
  });
});
