/** Looking for servers on this computer: when somebody asks, and who waits for it. */
import { expect, test } from 'vitest';
import type { FoundServer } from '../../../main/konsole/models/entries';
import { settings as schema } from '../../../preload/contract/settings';
import { env, ollama, open } from './support';

const { models: _, ...place } = ollama;

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

test('what was found stays through every change until somebody looks again, and nobody looks by himself where a key is in use', async () => {
  let settings = schema.parse({});
  let answers = [ollama];
  let looked = 0;
  const findLocal = async () => {
    looked += 1;
    return answers;
  };
  const { models } = open({ env, settings: () => settings, findLocal });
  await models.refresh();
  expect(looked).toBe(0);
  await models.look();
  settings = schema.parse({ models: { quick: 'anthropic/claude-haiku-5-5' } });
  answers = [];
  await models.refresh();
  expect(looked).toBe(1);
  expect((await models.providers()).map(({ id }) => id)).toContain('ollama');
  expect((await models.list()).map(({ id }) => id)).toContain('ollama/llama');
  expect(await models.resolve('ollama/llama')).toMatchObject({ ok: true });
  await models.look();
  expect((await models.providers()).map(({ id }) => id)).not.toContain('ollama');
});

test('what was found is gone as soon as nobody may look for it', async () => {
  let settings = schema.parse({});
  const { models } = open({ env, settings: () => settings });
  await models.look();
  settings = schema.parse({ findLocalServers: false });
  await models.refresh();
  expect((await models.providers()).map(({ id }) => id)).not.toContain('ollama');
});

test('a session goes on with a server that it used before, though nobody has looked for it since', async () => {
  const { models, looked } = open({ env, localServers: [place] });
  await models.refresh();
  expect(await models.resolve('ollama/llama')).toMatchObject({
    ok: true,
    model: 'llama',
    provider: { id: 'ollama', kind: 'anthropic', baseUrl: ollama.baseUrl },
  });
  expect(looked()).toBe(0);
  // It is no provider that a person sees until it was found.
  expect((await models.providers()).map(({ id }) => id)).not.toContain('ollama');
  const forbidden = open({ env, localServers: [place] }, { findLocalServers: false });
  expect(await forbidden.models.resolve('ollama/llama')).toMatchObject({
    ok: false,
    error: { code: 'unknown-model' },
  });
});

test('nothing that was found is told of a server at another address that has its name', async () => {
  const { id, kind, name } = ollama;
  const baseUrl = 'http://127.0.0.1:4000';
  let settings = schema.parse({});
  const tiny = { id: 'tiny', name: 'tiny', contextTokens: 4096 };
  const findLocal = async () => [{ ...ollama, models: [tiny] }];
  const { models } = open({ settings: () => settings, findLocal });
  await models.look();
  expect(() => models.check('ollama/tiny', 'main')).toThrow('too few for a main turn');
  settings = schema.parse({ providers: [{ id, kind, name, baseUrl, key: 'none' }] });
  await models.look();
  models.check('ollama/tiny', 'main');
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
