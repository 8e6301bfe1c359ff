/** Which model a session may have, and what of a person's choice for it a turn is told. */
import { expect, test } from 'vitest';
import type { ModelChoice } from '../../../main/konsole/sessions/types';
import { KonsoleError } from '../../../preload/contract/errors';
import { until } from '../support/konsole';
import { models, none, openSessions } from './support';

const tiny = 'demo/tiny';
const withTiny: ModelChoice = {
  ...models,
  check(model, kind) {
    if (kind === 'main' && model === tiny) throw new KonsoleError('invalid', 'It calls no tools.');
  },
};

test('a main session takes no model that is for side questions only; a conversation with Quick Turn does', async () => {
  const konsole = await openSessions({ models: withTiny });
  const main = konsole.lifecycle.create({ kind: 'main', model: tiny }, none);
  await expect(main).rejects.toThrow('It calls no tools.');
  const session = await konsole.create();
  const sent = konsole.turns.send({ session, text: 'Hi', model: tiny }, none);
  await expect(sent).rejects.toThrow('It calls no tools.');
  expect(konsole.state(session).session.model).not.toBe(tiny);
  const chat = await konsole.lifecycle.create({ kind: 'chat', model: tiny }, none);
  expect(chat.session.model).toBe(tiny);
});

test('a turn is gone on with by another model, which answers what comes after it as well', async () => {
  const konsole = await openSessions();
  const session = await konsole.create();
  const turn = await konsole.send(session, 'Hi');
  konsole.hosts.running(turn)?.finish('failed');
  await until(() => konsole.state(session).turns[0]?.status === 'failed');
  await konsole.lifecycle.archive({ session }, none);
  const { turn: next } = await konsole.turns.resume({ session, model: 'demo/other' }, none);
  await until(() => konsole.hosts.running(next) !== undefined);
  expect(konsole.hosts.running(next)?.orders().at(-1)).toMatchObject({ model: 'other' });
  const { session: now, turns } = konsole.state(session);
  expect(now).toMatchObject({ model: 'demo/other', title: 'Hi' });
  expect(now.archived ?? false).toBe(false);
  expect(turns.at(-1)).toMatchObject({ resumes: turn, model: 'demo/other' });
});

test('one that still waits to go on is gone on with by the model that was named last', async () => {
  const konsole = await openSessions();
  const session = await konsole.create();
  const turn = await konsole.send(session, 'Hi');
  konsole.hosts.running(turn)?.finish('interrupted');
  await until(() => konsole.state(session).turns[0]?.status === 'interrupted');
  const others = [await konsole.create(), await konsole.create()];
  const busy = await Promise.all(others.map((other) => konsole.send(other, 'Work')));
  const { turn: next } = await konsole.turns.resume({ session, model: 'demo/a' }, none);
  await until(() => konsole.pool.status().lanes.main.waiting > 0);
  await konsole.turns.interrupt({ session }, none);
  expect(await konsole.turns.resume({ session, model: 'demo/b' }, none)).toEqual({ turn: next });
  for (const one of busy) konsole.hosts.running(one)?.finish();
  await until(() => konsole.hosts.running(next) !== undefined);
  expect(konsole.hosts.running(next)?.orders().at(-1)).toMatchObject({ model: 'b' });
});

test('no main turn is gone on with by a model that is for side questions only, nor by a name that is none', async () => {
  const konsole = await openSessions({ models: withTiny });
  const session = await konsole.create();
  const turn = await konsole.send(session, 'Hi');
  konsole.hosts.running(turn)?.finish('interrupted');
  await until(() => konsole.state(session).turns[0]?.status === 'interrupted');
  const before = konsole.events(session).length;
  const resumed = konsole.turns.resume({ session, model: tiny }, none);
  await expect(resumed).rejects.toMatchObject({ code: 'invalid', message: 'It calls no tools.' });
  const plain = await openSessions();
  const other = await plain.create();
  const nameless = plain.turns.resume({ session: other, model: 'rubbish' }, none);
  await expect(nameless).rejects.toMatchObject({ code: 'invalid' });
  expect(konsole.events(session)).toHaveLength(before);
});

test('nor where it is what the settings name for main turns, at the start and when a conversation goes on as one', async () => {
  const preferred = async () => tiny;
  const konsole = await openSessions({ models: { ...withTiny, preferred } });
  await expect(konsole.lifecycle.create({ kind: 'main' }, none)).rejects.toThrow('no tools');
  const session = await konsole.create('chat');
  await expect(konsole.lifecycle.promote({ session }, none)).rejects.toThrow('no tools');
  expect(konsole.state(session).session.kind).toBe('chat');
});

test('a turn is told how much its model is to think, and who is asked when it does not answer', async () => {
  const other = { name: 'demo/b', provider: { id: 'demo', kind: 'demo' }, model: 'b' };
  const asked: string[] = [];
  const choice: ModelChoice = {
    ...models,
    resolve: async (name) => {
      const way = await models.resolve(name);
      return way.ok ? { ...way, effort: 'high' } : way;
    },
    alternatives: async (_name, kind) => {
      asked.push(kind);
      return [other];
    },
  };
  const konsole = await openSessions({ models: choice });
  const turn = await konsole.send(await konsole.create('main'), 'Hi');
  expect(konsole.hosts.running(turn)?.orders()[0]).toMatchObject({
    effort: 'high',
    alternatives: [other],
  });
  expect(asked).toEqual(['main']);
});
