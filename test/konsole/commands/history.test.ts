/** What can be found, deleted and brought back, through the engine's front door. */
import { expect, test } from 'vitest';
import { openTested } from '../support/konsole';

test('a turn is searched, found, deleted and brought back, with a number everywhere', async () => {
  const konsole = await openTested();
  const { session } = await konsole.ask('session.create', { kind: 'main', model: 'demo/fast' });
  const { turn } = await konsole.ask('turn.send', { session: session.id, text: 'Any pelicans?' });
  expect((await konsole.finished(session.id, turn)).number).toBe(1);
  const { document } = await konsole.ask('session.export', { session: session.id });
  expect(document.turns.map(({ number }) => number)).toEqual([1]);

  const search = async () => (await konsole.ask('session.search', { text: 'pelican' })).hits;
  expect(await search()).toMatchObject([{ session: session.id, marks: [[4, 12]] }]);
  const places = await konsole.ask('session.find', { session: session.id, text: 'PELICANS' });
  expect(places.hits[0]).toEqual({ turn, at: 4, excerpt: 'Any pelicans?', marks: [[4, 12]] });

  await konsole.ask('session.delete', { session: session.id });
  expect(await search()).toEqual([]);
  const gone = { code: 'not-found' };
  expect(await konsole.answer('session.get', { session: session.id })).toMatchObject(gone);
  expect(await konsole.answer('session.find', { session: session.id, text: 'x' })).toMatchObject(
    gone,
  );
  expect(await konsole.feed.exists(`session/${session.id}`)).toBe(false);
  expect((await konsole.ask('session.list', {})).sessions).toEqual([]);

  const undo = { session: session.id, commandId: 'undo' };
  const first = await konsole.answer('session.restore', undo);
  expect(first).toEqual({ ok: true, result: {} });
  expect(await konsole.answer('session.restore', undo)).toEqual(first);
  expect(await search()).toHaveLength(1);
  const { turns } = await konsole.ask('history.page', { session: session.id });
  expect(turns.map(({ id }) => id)).toEqual([turn]);
  const more = await konsole.ask('turn.send', { session: session.id, text: 'And gulls?' });
  expect(await konsole.finished(session.id, more.turn)).toMatchObject({
    number: 2,
    status: 'completed',
  });
});

test('only what was deleted can be brought back', async () => {
  const konsole = await openTested({ noHosts: true });
  expect(await konsole.answer('session.restore', { session: 'none' })).toMatchObject({
    code: 'not-found',
  });
  expect(await konsole.answer('session.search', { text: '  ' })).toMatchObject({ code: 'invalid' });
});
