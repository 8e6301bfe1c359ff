/** A session that is made with its first message, and a turn that is prepared while its message is written. */
import { expect, test } from 'vitest';
import { settle } from '../support/fake-hosts';
import { until } from '../support/konsole';
import { createMemoryBlobs } from '../support/memory-blobs';
import { none, openSessions } from './support';

const question = { kind: 'chat' as const, first: { text: 'Why is it slow?' } };

/** A host that has heard of a turn before it was written ends it when it is told to. */
function stopAsTold({ hosts }: Awaited<ReturnType<typeof openSessions>>): void {
  const told = hosts.all.filter((one) => one.orders().length > 0);
  expect(told).not.toEqual([]);
  for (const host of told) {
    expect(host.told.map(({ t }) => t)).toContain('interrupt');
    host.finish('interrupted');
  }
}

test('a session and its first message are written down together, and the turn begins', async () => {
  const konsole = await openSessions();
  const before = konsole.journal.appends.length;
  const made = await konsole.lifecycle.create(question, none);
  const [together] = konsole.journal.appends.slice(before);
  expect(together?.events.map(({ body }) => body.type)).toEqual([
    'session.created',
    'turn.queued',
    'session.listed',
  ]);
  expect(made.session).toMatchObject({ kind: 'chat', title: 'Why is it slow?' });
  await until(() => konsole.hosts.running(made.turn ?? '') !== undefined);
  const host = konsole.hosts.running(made.turn ?? '');
  expect(host?.lane).toBe('quick');
  expect(host?.orders()[0]).toMatchObject({ text: 'Why is it slow?', history: [] });
  host?.finish();
  await settle();
  expect(konsole.events(made.session.id).map(({ type }) => type)).toEqual([
    'session.created',
    'turn.queued',
    'turn.started',
    'turn.finished',
  ]);
  expect(await konsole.listed(made.session.id)).toMatchObject({ status: 'idle' });
});

test('what it sees goes along with the first message too', async () => {
  const konsole = await openSessions();
  const sees = { sessions: [], status: false };
  const { session } = await konsole.lifecycle.create(
    { ...question, first: { text: 'Why?', sees } },
    none,
  );
  await settle();
  expect(
    konsole.state(session.id).turns[0]?.sees ?? konsole.state(session.id).queue[0]?.sees,
  ).toEqual(sees);
});

test('a file goes along with the first message: the session has no earlier ones to count', async () => {
  const blobs = createMemoryBlobs();
  const file = { id: 'blob1', name: 'notes.txt', type: 'text/plain', bytes: 8 };
  blobs.add(file);
  const konsole = await openSessions({ blobs });
  const first = { text: 'What is this?', blobs: ['blob1'] };
  const { turn = '' } = await konsole.lifecycle.create({ kind: 'chat', first }, none);
  await until(() => konsole.hosts.running(turn) !== undefined);
  expect(konsole.hosts.running(turn)?.orders()[0]).toMatchObject({ files: [file] });
});

test('where it cannot be written nothing is left: no session, and the host is free again', async () => {
  const konsole = await openSessions();
  konsole.journal.refuse = ({ events }) =>
    events.some(({ body }) => body.type === 'session.created');
  await expect(konsole.lifecycle.create(question, none)).rejects.toMatchObject({
    code: 'internal',
  });
  stopAsTold(konsole);
  await settle();
  expect(konsole.held()).toBe(0);
  expect(konsole.pool.status().lanes.quick).toMatchObject({ busy: 0, waiting: 0 });
  konsole.journal.refuse = () => false;
  const { turn } = await konsole.lifecycle.create(question, none);
  await until(() => konsole.hosts.running(turn ?? '') !== undefined);
});

test('a message that cannot be written gives its host back, and the next one is answered', async () => {
  const konsole = await openSessions();
  const session = await konsole.create('chat');
  konsole.journal.refuse = ({ events }) => events.some(({ body }) => body.type === 'turn.queued');
  await expect(konsole.turns.send({ session, text: 'Hello?' }, none)).rejects.toMatchObject({
    code: 'internal',
  });
  stopAsTold(konsole);
  await settle();
  expect(konsole.pool.status().lanes.quick).toMatchObject({ busy: 0, waiting: 0 });
  konsole.journal.refuse = () => false;
  const turn = await konsole.send(session, 'Hello again?');
  konsole.hosts.running(turn)?.finish();
  await settle();
  expect(konsole.state(session).turns).toMatchObject([{ id: turn, status: 'completed' }]);
});

test('I2: what a host says before its start is written comes after it', async () => {
  const konsole = await openSessions();
  const session = await konsole.create('chat');
  let write = () => {};
  konsole.journal.onCommit((events) => {
    if (!events.some(({ type }) => type === 'turn.queued')) return;
    konsole.journal.gate = new Promise((resolve) => {
      write = resolve;
    });
  });
  const turn = await konsole.send(session, 'Hello?');
  const host = konsole.hosts.running(turn);
  host?.events({ type: 'turn.first', at: 1_000, turn, ms: 5 });
  await settle();
  expect(konsole.events(session).map(({ type }) => type)).not.toContain('turn.first');
  konsole.journal.gate = undefined;
  write();
  await settle();
  expect(
    konsole
      .events(session)
      .slice(-2)
      .map(({ type }) => type),
  ).toEqual(['turn.started', 'turn.first']);
});
