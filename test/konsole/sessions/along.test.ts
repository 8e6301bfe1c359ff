/** Messages that others have a part in: both are written, or neither. */
import { expect, test } from 'vitest';
import type { NewEvent } from '../../../main/konsole/journal/types';
import { settle } from '../support/fake-hosts';
import { until } from '../support/konsole';
import { none, openSessions } from './support';

const removed = (kontask: string): NewEvent => ({
  channel: 'index',
  body: { type: 'kontask.deleted', at: 1, kontask, was: 'pending' },
});

type Konsole = Awaited<ReturnType<typeof openSessions>>;

const answer = (konsole: Konsole, session: string, to?: string, turn = 'answer00001') =>
  konsole.turns.answer(
    { session, text: 'Yes', to, along: { turn, events: [removed('k1')] } },
    none,
  );

const written = (konsole: Konsole) =>
  konsole.journal.events.filter(({ type }) => type === 'kontask.deleted').length;

test('an answer is written in one append with what goes along, under the id that was chosen for it', async () => {
  const konsole = await openSessions();
  const session = await konsole.create();
  expect(await answer(konsole, session)).toBe(true);
  const append = konsole.journal.appends.find(({ events }) =>
    events.some(({ body }) => body.type === 'turn.queued'),
  );
  expect(append?.events.map(({ body }) => body.type)).toContain('kontask.deleted');
  expect(append?.durability).toBe('full');
  await until(() => konsole.hosts.running('answer00001') !== undefined);
});

test('where the journal refuses, nothing of both exists, no turn runs, and it can be done again', async () => {
  const konsole = await openSessions();
  const session = await konsole.create();
  konsole.journal.refuse = ({ events }) => events.some(({ body }) => body.type === 'turn.queued');
  await expect(answer(konsole, session)).rejects.toThrow('disk is full');
  await settle();
  expect(written(konsole)).toBe(0);
  expect(konsole.state(session).queue).toEqual([]);
  konsole.journal.refuse = () => false;
  expect(await answer(konsole, session, undefined, 'answer00002')).toBe(true);
  await until(() => konsole.hosts.running('answer00002') !== undefined);
  expect(written(konsole)).toBe(1);
});

test('an answer to the turn that runs waits for its end', async () => {
  const konsole = await openSessions();
  const session = await konsole.create();
  const asking = await konsole.send(session, 'Ask me something');
  await until(() => konsole.state(session).turns.length === 1);
  expect(await answer(konsole, session, asking)).toBe(true);
  expect(konsole.state(session).queue).toMatchObject([{ turn: 'answer00001', text: 'Yes' }]);
});

test('a session that works on something else, waits, is put away or gone takes no answer', async () => {
  const konsole = await openSessions();
  const busy = await konsole.create();
  await konsole.send(busy, 'Another thing');
  const away = await konsole.create();
  await konsole.lifecycle.archive({ session: away }, none);
  const gone = await konsole.create();
  await konsole.lifecycle.remove({ session: gone }, none);
  for (const session of [busy, away, gone, 'never00000001']) {
    expect(await answer(konsole, session, 'turn00000001')).toBe(false);
  }
  expect(written(konsole)).toBe(0);
  expect(konsole.state(busy).queue).toEqual([]);
});

test('a session whose queue a person has paused hears an answer at once', async () => {
  const konsole = await openSessions();
  const session = await konsole.create();
  const asking = await konsole.send(session, 'Ask me');
  await konsole.turns.send({ session, text: 'And then' }, none);
  konsole.hosts.running(asking)?.finish('interrupted');
  await settle();
  expect(konsole.state(session)).toMatchObject({ paused: true, queue: [{ text: 'And then' }] });
  expect(await answer(konsole, session, asking)).toBe(true);
  await until(() => konsole.hosts.running('answer00001') !== undefined);
});

test('a new session begins under the ids that were chosen for it, with what goes along, or not at all', async () => {
  const konsole = await openSessions();
  const along = { session: 'session00009', turn: 'turn00000009', events: [removed('k1')] };
  const begin = () => konsole.lifecycle.begin({ kind: 'main', first: { text: 'Go' } }, none, along);
  konsole.journal.refuse = () => true;
  await expect(begin()).rejects.toThrow('disk is full');
  expect(written(konsole)).toBe(0);
  konsole.journal.refuse = () => false;
  expect(await begin()).toMatchObject({ session: { id: 'session00009' }, turn: 'turn00000009' });
  expect(written(konsole)).toBe(1);
  const created = konsole.journal.appends.filter(({ events }) =>
    events.some(({ body }) => body.type === 'session.created'),
  );
  expect(created.map(({ events }) => events.length)).toEqual([4]);
  await until(() => konsole.hosts.running('turn00000009') !== undefined);
});
