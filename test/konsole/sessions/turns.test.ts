import { rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
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
