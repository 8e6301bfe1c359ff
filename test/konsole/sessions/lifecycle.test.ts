import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { limits } from '../../../preload/contract/limits';
import { settle } from '../support/fake-hosts';
import { until } from '../support/konsole';
import { none, openSessions } from './support';

test('a session gets its title from its first message, on one line and cut', async () => {
  const konsole = await openSessions();
  const session = await konsole.create();
  await konsole.send(session, `Fix\u202e the\n\nparser ${'x'.repeat(500)}`);
  const title = konsole.state(session).session.title;
  expect(title.startsWith('Fix the parser xxx')).toBe(true);
  expect(title).toHaveLength(limits.titleChars);
  await konsole.lifecycle.rename({ session, title: ' Parser \n work ' }, none);
  expect(await konsole.listed(session)).toMatchObject({ title: 'Parser work' });
});

test('a title given at creation stays', async () => {
  const konsole = await openSessions();
  const { session } = await konsole.lifecycle.create({ kind: 'main', title: 'Mine' }, none);
  await konsole.send(session.id, 'Something else');
  expect(konsole.state(session.id).session.title).toBe('Mine');
});

test('a title without a visible character is refused in words', async () => {
  const konsole = await openSessions();
  const session = await konsole.create();
  await expect(konsole.lifecycle.rename({ session, title: '\u200b' }, none)).rejects.toMatchObject({
    code: 'invalid',
  });
});

test.each([
  ['is not there', '/nowhere/at/all', 'not there any more'],
  ['is no full path', 'work', 'not a full path'],
])('a folder that %s is refused in words', async (_why, workspace, words) => {
  const konsole = await openSessions();
  const made = konsole.lifecycle.create({ kind: 'main', workspace }, none);
  await expect(made).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining(words),
  });
});

test('a file is no folder', async () => {
  const konsole = await openSessions();
  const workspace = join(konsole.workspace, 'file');
  writeFileSync(workspace, '');
  const made = konsole.lifecycle.create({ kind: 'main', workspace }, none);
  await expect(made).rejects.toThrow('is a file');
});

test('the summary in the list stays within its bound, with the longest title and folder', async () => {
  const konsole = await openSessions();
  const session = await konsole.create();
  await konsole.send(session, '"\\'.repeat(500));
  const listed = await konsole.listed(session);
  expect(Buffer.byteLength(JSON.stringify(listed))).toBeLessThanOrEqual(limits.indexSummaryBytes);
});

test('an archived session comes back by a word or by a message', async () => {
  const konsole = await openSessions();
  const session = await konsole.create();
  await konsole.lifecycle.archive({ session }, none);
  expect(await konsole.listed(session)).toMatchObject({ archived: true });
  await konsole.lifecycle.archive({ session, archived: false }, none);
  expect(await konsole.listed(session)).toMatchObject({ archived: false });
  await konsole.lifecycle.archive({ session }, none);
  await konsole.send(session, 'Wake up');
  expect(await konsole.listed(session)).toMatchObject({ archived: false, status: 'running' });
});

test('deleting a session stops its turn, and its host serves others', async () => {
  const konsole = await openSessions();
  const session = await konsole.create();
  const turn = await konsole.send(session, 'Go');
  const host = konsole.hosts.running(turn);
  await konsole.lifecycle.remove({ session }, none);
  expect(host?.told.some(({ t }) => t === 'interrupt')).toBe(true);
  const before = konsole.journal.head();
  host?.finish('interrupted');
  await settle();
  expect(konsole.journal.head()).toBe(before);
  expect(konsole.pool.status().lanes.main.busy).toBe(0);
  await expect(konsole.turns.send({ session, text: 'More' }, none)).rejects.toMatchObject({
    code: 'not-found',
  });
  await expect(konsole.lifecycle.remove({ session }, none)).rejects.toMatchObject({
    code: 'not-found',
  });
});

test('an export has whole turns and none of the sealed data', async () => {
  const konsole = await openSessions();
  const session = await konsole.create();
  const turn = await konsole.send(session, 'Go');
  const at = konsole.time.clock.now();
  konsole.hosts.running(turn)?.events(
    { type: 'block.opened', at, turn, block: 'b', kind: 'thinking' },
    {
      type: 'block.closed',
      at,
      block: 'b',
      ms: 1,
      status: 'done',
      opaque: { signature: 'sealed' },
    },
  );
  konsole.hosts.running(turn)?.finish();
  await settle();
  const { document } = await konsole.lifecycle.export({ session });
  expect(document).toMatchObject({ format: 'konsole-session/1', turns: [{ id: turn }] });
  expect(JSON.stringify(document)).not.toContain('sealed');
});

test('a long history reaches a host whole and in order', async () => {
  const konsole = await openSessions();
  const session = await konsole.create();
  for (let n = 0; n < 25; n += 1) {
    const turn = await konsole.send(session, `Message ${n}`);
    konsole.hosts.running(turn)?.finish();
    await settle();
  }
  const last = await konsole.send(session, 'The last');
  const history = konsole.hosts.running(last)?.orders().at(-1)?.history ?? [];
  expect(history.map(({ text }) => text)).toEqual(
    Array.from({ length: 25 }, (_, n) => `Message ${n}`),
  );
});

test('a deleted session is brought back with its turn closed, its queue at rest, and goes on', async () => {
  const konsole = await openSessions();
  const session = await konsole.create();
  const turn = await konsole.send(session, 'Go');
  const next = await konsole.turns.send({ session, text: 'And then', model: undefined }, none);
  await konsole.lifecycle.remove({ session }, none);
  await konsole.lifecycle.restore({ session }, none);
  expect(konsole.state(session)).toMatchObject({
    turns: [{ id: turn, status: 'interrupted', error: { code: 'stopped' } }],
    queue: [{ turn: next.turn, text: 'And then' }],
    paused: true,
  });
  expect(await konsole.listed(session)).toMatchObject({ status: 'interrupted' });
  // Asked for again, by another window perhaps, it is there.
  await konsole.lifecycle.restore({ session }, none);
  await konsole.queue.go({ session }, none);
  await until(() => konsole.hosts.running(next.turn) !== undefined);
});

test('a session comes back for ten minutes after it was deleted, and is swept after that', async () => {
  const konsole = await openSessions();
  const session = await konsole.create();
  await konsole.lifecycle.remove({ session }, none);
  const deletedAt = konsole.time.clock.now();
  await konsole.time.pass(limits.deleteUndoMs - 1);
  expect(await konsole.journal.deleted(session, konsole.time.clock.now())).toBeDefined();
  await konsole.time.pass(1_001);
  expect(await konsole.journal.deleted(session, deletedAt)).toBeUndefined();
  await expect(konsole.lifecycle.restore({ session }, none)).rejects.toMatchObject({
    code: 'not-found',
  });
});
