/** A conversation with Quick Turn goes on as a main session, with all that was said. */
import { expect, test } from 'vitest';
import { settle } from '../support/fake-hosts';
import { until } from '../support/konsole';
import { none, openSessions } from './support';

async function withChat() {
  const konsole = await openSessions();
  const session = await konsole.create('chat');
  const turn = await konsole.send(session, 'A side question');
  await settle();
  return { konsole, session, turn };
}

test('it keeps its turns, gets the main model, and what is sent next runs on the main lane', async () => {
  const { konsole, session, turn } = await withChat();
  konsole.hosts.running(turn)?.finish();
  await settle();
  const { session: promoted } = await konsole.lifecycle.promote({ session }, none);
  expect(promoted).toMatchObject({ id: session, kind: 'main', model: 'demo/scripted' });
  expect(promoted.workspace).toBe(konsole.workspace);
  expect(await konsole.listed(session)).toMatchObject({ kind: 'main' });
  expect(konsole.state(session).turns.map(({ text }) => text)).toEqual(['A side question']);
  const next = await konsole.send(session, 'Now do it');
  await settle();
  const host = konsole.hosts.running(next);
  expect(host?.lane).toBe('main');
  expect(host?.orders().at(-1)).toMatchObject({ kind: 'main', workspace: konsole.workspace });
  expect(
    host
      ?.orders()
      .at(-1)
      ?.history.map(({ text }) => text),
  ).toEqual(['A side question']);
});

test('a turn that runs meanwhile ends where it began', async () => {
  const { konsole, session, turn } = await withChat();
  await konsole.lifecycle.promote({ session }, none);
  expect(konsole.hosts.running(turn)?.lane).toBe('quick');
  konsole.hosts.running(turn)?.finish();
  await settle();
  expect(konsole.state(session).session).toMatchObject({ kind: 'main', status: 'idle' });
});

test('a question that waits for a quick host then waits for a main one: it never runs as main on the quick lane (I8)', async () => {
  const konsole = await openSessions();
  while (konsole.pool.status().lanes.quick.waiting === 0) {
    const other = await konsole.create('chat');
    await konsole.turns.send({ session: other, text: 'A long question' }, none);
    await settle();
  }
  const waits = konsole.pool.status().lanes.quick.queue?.[0];
  if (!waits) throw new Error('nothing waits');
  await konsole.lifecycle.promote({ session: waits.session }, none);
  await until(() => konsole.hosts.running(waits.turn) !== undefined);
  expect(konsole.hosts.running(waits.turn)?.lane).toBe('main');
  expect(konsole.hosts.running(waits.turn)?.orders()[0]).toMatchObject({ kind: 'main' });
  expect(konsole.pool.status().lanes.quick.waiting).toBe(0);
});

test('twice, or of a main session, it is a conflict that says so', async () => {
  const { konsole, session } = await withChat();
  const both = await Promise.allSettled([
    konsole.lifecycle.promote({ session }, none),
    konsole.lifecycle.promote({ session }, none),
  ]);
  expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  const main = await konsole.create('main');
  await expect(konsole.lifecycle.promote({ session: main }, none)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('main session already'),
  });
});

test('what is not there is not found', async () => {
  const konsole = await openSessions();
  await expect(konsole.lifecycle.promote({ session: 'nobody' }, none)).rejects.toMatchObject({
    code: 'not-found',
  });
});
