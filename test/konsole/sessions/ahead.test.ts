/** A side question reaches its host while it is being written down; and what takes it back meanwhile. */
import { describe, expect, test } from 'vitest';
import { settle } from '../support/fake-hosts';
import { until } from '../support/konsole';
import { none, openSessions } from './support';

const types = (events: readonly { type: string }[]) => events.map(({ type }) => type);

/** A side conversation, and a disk that writes nothing until it is told to. */
async function onSlowDisk() {
  const konsole = await openSessions();
  const session = await konsole.create('chat');
  await settle();
  let write = () => {};
  konsole.journal.gate = new Promise((resolve) => {
    write = () => {
      konsole.journal.gate = undefined;
      resolve();
    };
  });
  const orders = () => konsole.hosts.all.flatMap((host) => host.orders());
  return { konsole, session, write, orders };
}

test('I8: a slow disk holds no side question back: its host has it before it is written', async () => {
  const { konsole, session, write, orders } = await onSlowDisk();
  const sent = konsole.turns.send({ session, text: 'Why is it slow?' }, none);
  await settle();
  expect(orders()).toMatchObject([{ kind: 'chat', text: 'Why is it slow?', history: [] }]);
  expect(types(konsole.events(session))).toEqual(['session.created']);
  const [order] = orders();
  const turn = order?.turn ?? '';
  konsole.hosts.running(turn)?.events({ type: 'turn.first', at: 1_000_000, turn, ms: 5 });
  write();
  expect(await sent).toEqual({ turn });
  await settle();
  // I2: in the order in which it is true, whoever was first.
  expect(types(konsole.events(session))).toEqual([
    'session.created',
    'session.changed',
    'turn.queued',
    'turn.started',
    'turn.first',
  ]);
});

test('a main turn does not begin before its message is on disk', async () => {
  const { konsole, write, orders } = await onSlowDisk();
  write();
  const session = await konsole.create('main');
  let go = () => {};
  konsole.journal.gate = new Promise((resolve) => {
    go = resolve;
  });
  let waiting = 0;
  const { append } = konsole.journal;
  konsole.journal.append = (one) => ((waiting += 1), append(one));
  const sent = konsole.turns.send({ session, text: 'Refactor it' }, none);
  await until(() => waiting > 0);
  // Its folder is looked at meanwhile, which takes real time.
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(orders()).toEqual([]);
  konsole.journal.gate = undefined;
  go();
  const { turn } = await sent;
  await until(() => orders().some((order) => order.turn === turn));
});

describe('what its host was told before it was written is taken back', () => {
  test('where it cannot be written: the host stops, and nothing of it stays', async () => {
    const { konsole, session, write, orders } = await onSlowDisk();
    konsole.journal.refuse = ({ events }) => events.some(({ body }) => body.type === 'turn.queued');
    const sent = konsole.turns.send({ session, text: 'Why?' }, none);
    await settle();
    const turn = orders()[0]?.turn ?? '';
    const host = konsole.hosts.running(turn);
    host?.events({ type: 'turn.first', at: 1_000_000, turn, ms: 5 });
    write();
    await expect(sent).rejects.toMatchObject({ code: 'internal' });
    expect(host?.told.at(-2)).toEqual({ t: 'interrupt', turn });
    host?.finish('interrupted');
    await settle();
    expect(types(konsole.events(session))).toEqual(['session.created']);
    expect(konsole.pool.status().lanes.quick).toMatchObject({ busy: 0, waiting: 0 });
  });

  test('where its start cannot be written: another host gets it once it can', async () => {
    const { konsole, session, write, orders } = await onSlowDisk();
    konsole.journal.refuse = ({ events }) =>
      events.some(({ body }) => body.type === 'turn.started');
    const sent = konsole.turns.send({ session, text: 'Why?' }, none);
    await settle();
    write();
    await sent;
    await settle();
    const turn = orders()[0]?.turn ?? '';
    expect(konsole.hosts.running(turn)?.told).toContainEqual({ t: 'interrupt', turn });
    konsole.hosts.running(turn)?.finish('interrupted');
    konsole.journal.refuse = () => false;
    await konsole.time.pass(5_000);
    await settle();
    expect(orders().map((order) => order.turn)).toEqual([turn, turn]);
    konsole.hosts.running(turn)?.finish();
    await settle();
    expect(konsole.state(session).turns).toMatchObject([{ id: turn, status: 'completed' }]);
  });

  test('by a stop: its host hears it at once, and the turn is told as interrupted', async () => {
    const { konsole, session, write, orders } = await onSlowDisk();
    const sent = konsole.turns.send({ session, text: 'Why?' }, none);
    await settle();
    const turn = orders()[0]?.turn ?? '';
    const stopped = konsole.turns.interrupt({ session, turn }, none);
    expect(konsole.hosts.running(turn)?.told.at(-1)).toEqual({ t: 'interrupt', turn });
    write();
    await Promise.all([sent, stopped]);
    konsole.hosts.running(turn)?.finish('interrupted');
    await settle();
    expect(konsole.state(session)).toMatchObject({
      queue: [],
      turns: [{ id: turn, status: 'interrupted' }],
    });
  });

  test('by a stop whose start cannot be written: it waits in the queue, and is not asked again', async () => {
    const { konsole, session, write, orders } = await onSlowDisk();
    write();
    let refuse = () => {};
    konsole.journal.refuse = ({ events }) =>
      events.some(({ body }) => body.type === 'turn.started');
    konsole.journal.onCommit((events) => {
      if (!events.some(({ type }) => type === 'turn.queued')) return;
      konsole.journal.gate = new Promise((resolve) => {
        refuse = resolve;
      });
    });
    const { turn } = await konsole.turns.send({ session, text: 'Why?' }, none);
    await settle();
    // While its start is on its way to the disk.
    const stopped = konsole.turns.interrupt({ session, turn }, none);
    konsole.journal.gate = undefined;
    refuse();
    await stopped;
    konsole.hosts.running(turn)?.finish('interrupted');
    konsole.journal.refuse = () => false;
    await konsole.time.pass(60_000);
    await settle();
    expect(orders()).toHaveLength(1);
    expect(konsole.state(session)).toMatchObject({ paused: true, queue: [{ turn }], turns: [] });
  });

  test('by an edit at that very moment: its model is asked anew, in the new words', async () => {
    const { konsole, session, write, orders } = await onSlowDisk();
    write();
    // The lane is full, so that the question waits.
    const busy: string[] = [];
    while (konsole.pool.status().lanes.quick.waiting === 0) {
      const other = await konsole.create('chat');
      busy.push((await konsole.turns.send({ session: other, text: 'Long' }, none)).turn);
      await settle();
    }
    konsole.hosts.running(busy[0] ?? '')?.finish();
    const { turn } = await konsole.turns.send({ session, text: 'Why?' }, none);
    await settle();
    expect(orders().map(({ text }) => text)).not.toContain('Why?');
    let go = () => {};
    konsole.journal.gate = new Promise((resolve) => {
      go = resolve;
    });
    const edited = konsole.queue.edit({ session, turn, text: 'Why so slow?' }, none);
    await settle();
    konsole.hosts.running(busy[1] ?? '')?.finish();
    await settle();
    expect(konsole.hosts.running(turn)?.orders().at(-1)).toMatchObject({ turn, text: 'Why?' });
    const first = konsole.hosts.running(turn);
    konsole.journal.gate = undefined;
    go();
    await edited;
    await settle();
    expect(first?.told).toContainEqual({ t: 'interrupt', turn });
    first?.finish('interrupted');
    await settle();
    const last = konsole.hosts.running(turn)?.orders().at(-1);
    expect(last).toMatchObject({ turn, text: 'Why so slow?' });
    konsole.hosts.running(turn)?.finish();
    await settle();
    expect(konsole.state(session).turns).toMatchObject([
      { id: turn, text: 'Why so slow?', status: 'completed' },
    ]);
  });

  test('by becoming a main session: it runs on the main lane, and on no other (I8)', async () => {
    const { konsole, session, write, orders } = await onSlowDisk();
    const sent = konsole.turns.send({ session, text: 'Why?' }, none);
    const promoted = konsole.lifecycle.promote({ session }, none);
    await settle();
    const turn = orders()[0]?.turn ?? '';
    const quick = konsole.hosts.running(turn);
    expect(quick?.lane).toBe('quick');
    write();
    await Promise.all([sent, promoted]);
    const onMain = () => konsole.hosts.of('main').flatMap((host) => host.orders());
    // A folder is looked at on the way, which takes real time.
    await until(() => onMain().length > 0);
    expect(quick?.told).toContainEqual({ t: 'interrupt', turn });
    expect(onMain()).toMatchObject([{ turn, kind: 'main', text: 'Why?' }]);
  });
});

test('the next question of a side conversation reads nothing: the answer before it is known', async () => {
  const konsole = await openSessions();
  const session = await konsole.create('chat');
  const first = await konsole.send(session, 'One');
  konsole.hosts.running(first)?.finish();
  await settle();
  let reads = 0;
  const { turns, snapshot } = konsole.journal;
  konsole.journal.turns = (...asked) => ((reads += 1), turns(...asked));
  konsole.journal.snapshot = (...asked) => ((reads += 1), snapshot(...asked));
  const second = await konsole.send(session, 'Two');
  expect(reads).toBe(0);
  expect(konsole.hosts.running(second)?.orders().at(-1)?.history).toMatchObject([
    { id: first, text: 'One', status: 'completed' },
  ]);
});

test('a read that failed beforehand is made again when the next question needs it', async () => {
  const konsole = await openSessions();
  const session = await konsole.create('chat');
  const first = await konsole.send(session, 'One');
  const { turns } = konsole.journal;
  konsole.journal.turns = () => Promise.reject(new Error('no disk'));
  konsole.hosts.running(first)?.finish();
  await settle();
  konsole.journal.turns = turns;
  const second = await konsole.send(session, 'Two');
  expect(konsole.hosts.running(second)?.orders().at(-1)?.history).toMatchObject([{ id: first }]);
});

test('I9: the last two side conversations stay in memory, and no more of them', async () => {
  const konsole = await openSessions();
  const asked: string[] = [];
  for (let n = 0; n < 10; n += 1) {
    const session = await konsole.create('chat');
    asked.push(session);
    const turn = await konsole.send(session, `Question ${n}`);
    konsole.hosts.running(turn)?.finish();
    await settle();
  }
  expect(konsole.held()).toBe(2);
  // One that was deleted is not kept.
  await konsole.lifecycle.remove({ session: asked.at(-1) ?? '' }, none);
  expect(konsole.held()).toBe(1);
});
