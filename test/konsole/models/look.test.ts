/** Looking for servers on this computer: when somebody asks, and who waits for it. */
import { expect, test } from 'vitest';
import { createCatalogue } from '../../../main/konsole/models/catalogue';
import {
  createModels,
  type FoundServer,
  type ModelsDeps,
} from '../../../main/konsole/models/models';
import { settings as schema } from '../../../preload/contract/settings';
import { memoryKeys } from '../support/konsole';

const env = { ANTHROPIC_API_KEY: 'sk-ant-from-the-environment' };
const ollama: FoundServer = {
  id: 'ollama',
  name: 'Ollama',
  baseUrl: 'http://127.0.0.1:11434',
  models: ['llama'],
};

function open(change: Partial<ModelsDeps> = {}, patch: unknown = {}) {
  const settings = schema.parse(patch);
  let looked = 0;
  const models = createModels({
    settings: () => settings,
    keys: memoryKeys(),
    env: {},
    hide: () => {},
    storeFailed: () => {},
    catalogue: createCatalogue({
      clock: { now: () => 0 },
      adapter: () => Promise.reject(new Error('not in this test')),
    }),
    findLocal: async () => {
      looked += 1;
      return [ollama];
    },
    mayLook: true,
    forceDemo: false,
    isKnown: () => false,
    demoModels: [{ id: 'scripted', name: 'Demo' }],
    changed: () => {},
    ...change,
  });
  return { models, looked: () => looked };
}

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
