/** Looking for servers on this computer: when somebody asks, and who waits for it. */
import { expect, test } from 'vitest';
import type { FoundServer } from '../../../main/konsole/models/entries';
import { env, ollama, open } from './support';

test('servers of this computer are looked for when somebody asks, even with a key, but not where that is forbidden', async () => {
  const withKey = open({ env });
  await withKey.models.refresh();
  const before = withKey.models.effective();
  await withKey.models.look();
  expect(withKey.looked()).toBe(1);
  expect(withKey.models.effective()).toEqual(before);
  expect(await withKey.models.providers()).toContainEqual(
    expect.objectContaining({ id: 'ollama', found: true }),
  );
  const forbidden = open({}, { findLocalServers: false });
  await forbidden.models.look();
  expect(forbidden.looked()).toBe(0);
});

test('a server that runs without a model is among the providers, and nothing answers with it', async () => {
  const { models } = open({ findLocal: async () => [{ ...ollama, models: [] }] });
  await models.refresh();
  expect(await models.providers()).toContainEqual(
    expect.objectContaining({ id: 'ollama', found: true }),
  );
  expect(models.effective()).toEqual({ main: 'demo/scripted', quick: 'demo/scripted' });
});

test('one that was found and then put into the settings runs no main turn with a model that cannot', async () => {
  const { id, kind, name, baseUrl } = ollama;
  const tiny = { id: 'tiny', name: 'tiny', contextTokens: 4096 };
  const fit = { id: 'fit', name: 'fit', tools: true };
  const { models } = open(
    { findLocal: async () => [{ ...ollama, models: [tiny, fit] }] },
    { providers: [{ id, kind, name, baseUrl, key: 'none' }] },
  );
  await models.look();
  expect(models.effective()).toEqual({ main: 'ollama/fit', quick: 'ollama/tiny' });
  expect(() => models.check('ollama/tiny', 'main')).toThrow('too few for a main turn');
});

test('the list of providers waits for the look that is going on', async () => {
  let answer: (servers: FoundServer[]) => void = () => {};
  let noteAsked = () => {};
  const asked = new Promise<void>((resolve) => (noteAsked = resolve));
  const { models } = open({
    findLocal: () =>
      new Promise((resolve) => {
        answer = resolve;
        noteAsked();
      }),
  });
  const looking = models.refresh();
  await asked;
  const listed = models.providers();
  answer([ollama]);
  await looking;
  expect((await listed).map(({ id }) => id)).toContain('ollama');
});
