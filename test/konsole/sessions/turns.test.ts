import { rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { SessionEventBody } from '../../../preload/contract/events';
import { settle } from '../support/fake-hosts';
import { until } from '../support/konsole';
import { none, openSessions } from './support';

const at = 1_000_000;

test('a message to an idle session is queued, started on a host, and its order has all it needs', async () => {
  const konsole = await openSessions();
  const session = await konsole.create();
  const turn = await konsole.send(session, 'Look around');
  expect(konsole.events(session).map(({ type }) => type)).toEqual([
    'session.created',
    'session.changed',
    'turn.queued',
    'turn.started',
  ]);
  expect(konsole.hosts.running(turn)?.orders()[0]).toMatchObject({
    session,
    kind: 'main',
    turn,
    text: 'Look around',
    model: 'scripted',
    workspace: konsole.workspace,
    history: [],
  });
  expect(await konsole.listed(session)).toMatchObject({
    title: 'Look around',
    status: 'running',
    turn,
  });
});

test('the queued message survives a power cut: it is on disk before the answer', async () => {
  const konsole = await openSessions();
  const session = await konsole.create();
  await konsole.send(session, 'Keep this');
  const append = konsole.journal.appends.find(({ events }) =>
    events.some(({ body }) => body.type === 'turn.queued'),
  );
  expect(append?.durability).toBe('full');
});

test('what a host says is journaled in order and acknowledged after it is written', async () => {
  const konsole = await openSessions();
  const session = await konsole.create();
  const turn = await konsole.send(session, 'Go');
  const host = konsole.hosts.running(turn);
  host?.events({ type: 'turn.first', at, turn, ms: 5 });
  expect(host?.told.some(({ t }) => t === 'written')).toBe(false);
  host?.events({ type: 'block.opened', at, turn, block: 'b1', kind: 'text' });
  host?.events({ type: 'block.appended', at, block: 'b1', off: 0, text: 'Hello' });
  await settle();
  expect(host?.told.filter(({ t }) => t === 'written').at(-1)).toEqual({ t: 'written', n: 3 });
  expect(konsole.state(session).turns[0]?.blocks[0]?.text).toBe('Hello');
});

test('the start of a tool is written so that it survives a power cut (I3)', async () => {
  const konsole = await openSessions();
  const session = await konsole.create();
  const turn = await konsole.send(session, 'Go');
  konsole.hosts
    .running(turn)
    ?.events(
      { type: 'block.opened', at, turn, block: 'b1', kind: 'tool', name: 'read' },
      { type: 'block.closed', at, block: 'b1', ms: 1, status: 'done' },
      { type: 'tool.started', at, block: 'b1', tool: 'read', input: {}, summary: 'read x' },
    );
  await settle();
  expect(konsole.journal.appends.at(-1)?.durability).toBe('full');
});

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
    await konsole.turns.go({ session }, none);
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
    await konsole.turns.remove({ session, turn: second }, none);
    expect(konsole.state(session).queue).toEqual([]);
    await expect(konsole.turns.remove({ session, turn: first }, none)).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(konsole.turns.remove({ session, turn: 'nope' }, none)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('a queue that becomes empty is not paused any more', async () => {
    const konsole = await openSessions();
    const session = await konsole.create();
    const first = await konsole.send(session, 'One');
    const { turn: second } = await konsole.turns.send({ session, text: 'Two' }, none);
    konsole.hosts.running(first)?.finish('interrupted');
    await settle();
    await konsole.turns.remove({ session, turn: second }, none);
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

describe('a stop (I4)', () => {
  test('is told to the host, and safe to repeat', async () => {
    const konsole = await openSessions();
    const session = await konsole.create();
    const turn = await konsole.send(session, 'Go');
    for (let n = 0; n < 3; n += 1) await konsole.turns.interrupt({ session, turn }, none);
    const host = konsole.hosts.running(turn);
    expect(host?.told.some((one) => one.t === 'interrupt' && one.turn === turn)).toBe(true);
    host?.finish('interrupted');
    await settle();
    await konsole.turns.interrupt({ session, turn }, none);
    expect(konsole.state(session).session.status).toBe('interrupted');
  });

  test('of another turn has no effect', async () => {
    const konsole = await openSessions();
    const session = await konsole.create();
    const turn = await konsole.send(session, 'Go');
    await konsole.turns.interrupt({ session, turn: 'an-earlier-one' }, none);
    expect(konsole.hosts.running(turn)?.told.some(({ t }) => t === 'interrupt')).toBe(false);
  });

  test('that the host does not answer ends the host, and the turn is interrupted', async () => {
    const konsole = await openSessions();
    const session = await konsole.create();
    const turn = await konsole.send(session, 'Go');
    await konsole.turns.interrupt({ session }, none);
    await konsole.time.pass(2_100);
    const [done] = konsole.state(session).turns;
    expect(done).toMatchObject({ id: turn, status: 'interrupted', error: { code: 'stopped' } });
  });
});

describe('a host that dies', () => {
  test('leaves an explicit result for its open tool call, and the session goes on (I3)', async () => {
    const konsole = await openSessions();
    const session = await konsole.create();
    const turn = await konsole.send(session, 'Go');
    const host = konsole.hosts.running(turn);
    const opening: SessionEventBody[] = [
      { type: 'block.opened', at, turn, block: 'b1', kind: 'tool', name: 'grep' },
      { type: 'block.closed', at, block: 'b1', ms: 1, status: 'done' },
      { type: 'tool.started', at, block: 'b1', tool: 'grep', input: {}, summary: 'grep x' },
    ];
    host?.events(...opening);
    host?.exit('segmentation fault');
    await settle();
    const [cut] = konsole.state(session).turns;
    expect(cut).toMatchObject({ status: 'interrupted', error: { code: 'host-died' } });
    expect(cut?.error?.message).toContain('segmentation fault');
    expect(cut?.blocks).toMatchObject([
      { id: 'b1', status: 'interrupted', closed: true },
      { kind: 'output', parent: 'b1', closed: true, text: expect.stringContaining('Cut off') },
    ]);
    const next = await konsole.send(session, 'Again');
    konsole.hosts.running(next)?.finish();
    await settle();
    expect(konsole.state(session).session.status).toBe('idle');
  });

  test('while idle is replaced before the next turn needs it', async () => {
    const konsole = await openSessions();
    const session = await konsole.create();
    await konsole.time.pass(20_000);
    for (const host of konsole.hosts.of('main')) host.exit('gone');
    const turn = await konsole.send(session, 'Go');
    konsole.hosts.running(turn)?.finish();
    await settle();
    expect(konsole.state(session).session.status).toBe('idle');
  });
});

describe('a journal that refuses', () => {
  test('a message is told to its sender, and nothing has changed', async () => {
    const konsole = await openSessions();
    const session = await konsole.create();
    konsole.journal.refuse = () => true;
    await expect(konsole.turns.send({ session, text: 'Go' }, none)).rejects.toThrow('disk is full');
    konsole.journal.refuse = () => false;
    const turn = await konsole.send(session, 'Go');
    expect(konsole.state(session).session.turn).toBe(turn);
  });

  test('what a host says ends that turn alone; it is closed as soon as there is room', async () => {
    const konsole = await openSessions();
    const session = await konsole.create();
    const other = await konsole.create('chat');
    const turn = await konsole.send(session, 'Go');
    konsole.journal.refuse = ({ lane }) => lane === 'main';
    konsole.hosts.running(turn)?.events({ type: 'turn.first', at, turn, ms: 5 });
    await settle();
    expect(konsole.hosts.running(turn)?.killed).toBe(true);
    const quick = await konsole.send(other, 'Why?');
    expect(konsole.hosts.running(quick)).toBeDefined();
    konsole.journal.refuse = () => false;
    await konsole.time.pass(6_000);
    expect(konsole.state(session).turns[0]).toMatchObject({
      status: 'interrupted',
      error: { message: expect.stringContaining('disk is full') },
    });
    expect(konsole.logged.some((line) => line.includes('could not be written'))).toBe(true);
    await konsole.send(session, 'Again');
    expect(konsole.state(session).session.status).toBe('running');
  });
});

describe('bad input', () => {
  test('a session whose model is damaged fails its turn in words and goes on with another', async () => {
    const konsole = await openSessions();
    const session = await konsole.create();
    await konsole.journal.append({
      events: [
        {
          channel: `session/${session}`,
          body: { type: 'session.changed', at, session: { model: 'rubbish' } },
        },
      ],
      lane: 'main',
      durability: 'batch',
    });
    const { turn } = await konsole.turns.send({ session, text: 'Go' }, none);
    await until(() => konsole.state(session).turns.length > 0);
    expect(konsole.state(session).turns[0]).toMatchObject({
      id: turn,
      status: 'failed',
      error: { code: 'unknown-model' },
    });
    const next = await konsole.send(session, 'Again', 'demo/scripted');
    expect(konsole.hosts.running(next)).toBeDefined();
    expect(konsole.state(session).session.model).toBe('demo/scripted');
  });

  test('a folder that vanished is told before anything is queued', async () => {
    const konsole = await openSessions();
    const session = await konsole.create();
    rmSync(konsole.workspace, { recursive: true });
    await expect(konsole.turns.send({ session, text: 'Go' }, none)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('not there any more'),
    });
    expect(konsole.state(session).queue).toEqual([]);
  });

  test('a folder that vanished does not stop a side question', async () => {
    const konsole = await openSessions();
    const session = await konsole.create('chat');
    rmSync(konsole.workspace, { recursive: true });
    const turn = await konsole.send(session, 'Why?');
    expect(konsole.hosts.running(turn)).toBeDefined();
  });

  test('an unknown session and a model name that is none are told', async () => {
    const konsole = await openSessions();
    const session = await konsole.create();
    await expect(konsole.turns.send({ session: 'x', text: 'Go' }, none)).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(
      konsole.turns.send({ session, text: 'Go', model: 'opus' }, none),
    ).rejects.toMatchObject({ code: 'invalid' });
  });
});

test('a quick turn is told what the main turns do, and waits for none of them (I8)', async () => {
  const konsole = await openSessions();
  await konsole.send(await konsole.create(), 'Refactor the parser');
  const chat = await konsole.create('chat');
  const turn = await konsole.send(chat, 'What is it doing?');
  const order = konsole.hosts.running(turn)?.orders()[0];
  expect(order?.context).toContain('Refactor the parser');
});

test('closing closes every running turn and starts nothing more', async () => {
  const konsole = await openSessions();
  const session = await konsole.create();
  const turn = await konsole.send(session, 'One');
  const { turn: second } = await konsole.turns.send({ session, text: 'Two' }, none);
  await konsole.close();
  await settle();
  expect(konsole.state(session)).toMatchObject({
    paused: true,
    queue: [{ turn: second }],
    turns: [{ id: turn, status: 'interrupted', error: { code: 'app-closed' } }],
  });
  expect(konsole.hosts.running(second)).toBeUndefined();
});

test('memory holds a session only while something happens in it (I9)', async () => {
  const konsole = await openSessions();
  for (let n = 0; n < 40; n += 1) {
    const session = await konsole.create();
    const turn = await konsole.send(session, 'Go');
    konsole.hosts.running(turn)?.finish();
    await settle();
    expect(konsole.held()).toBe(0);
  }
});
