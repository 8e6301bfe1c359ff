/** Which model a session may have, and what of a person's choice for it a turn is told. */
import { expect, test } from 'vitest';
import type { ModelChoice } from '../../../main/konsole/sessions/types';
import { KonsoleError } from '../../../preload/contract/errors';
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
