import { describe, expect, test } from 'vitest';
import { accessOf } from '../../../main/konsole/models/access';
import type { ModelsDeps } from '../../../main/konsole/models/models';
import { isLoopback, mayCarry } from '../../../main/konsole/models/origins';
import type { ProviderSettings } from '../../../preload/contract/settings';
import { memoryKeys } from '../support/konsole';
import { env, open } from './support';

const anthropic: ProviderSettings = {
  id: 'anthropic',
  kind: 'anthropic',
  keyEnv: 'ANTHROPIC_API_KEY',
};

function look(provider: ProviderSettings, change: Partial<ModelsDeps> = {}) {
  const hidden: string[] = [];
  const deps = {
    keys: memoryKeys(),
    env: {},
    hide: (key: string) => hidden.push(key),
    storeFailed: () => {},
    ...change,
  };
  return accessOf(provider, deps).then((access) => ({ ...access, hidden }));
}

describe('a key goes to the origin it was given for and no other', () => {
  test('one from the environment to the provider itself, and no log ever shows it (attack 13)', async () => {
    const found = await look(anthropic, { env });
    expect(found).toMatchObject({ key: 'environment', access: { key: env.ANTHROPIC_API_KEY } });
    expect(found.hidden).toEqual([env.ANTHROPIC_API_KEY]);
  });

  test('not to an address that somebody wrote into the settings (attack 8)', async () => {
    const found = await look({ ...anthropic, baseUrl: 'https://evil.example' }, { env });
    expect(found.key).toBe('origin-changed');
    expect(found.access.key).toBeUndefined();
    expect(found.access.keyHint).toContain('https://evil.example');
  });

  test('a typed key follows its origin: with another address it is asked for again', async () => {
    const keys = memoryKeys();
    await keys.set('anthropic', 'https://api.anthropic.com', 'typed-key', 'run');
    expect(await look(anthropic, { keys })).toMatchObject({
      key: 'run',
      access: { key: 'typed-key' },
    });
    const moved = await look({ ...anthropic, baseUrl: 'https://proxy.example/v1' }, { keys });
    expect(moved).toMatchObject({ key: 'origin-changed', access: { keyMissing: true } });
  });

  test('one in the settings file is for this computer only', async () => {
    const lab: ProviderSettings = {
      id: 'lab',
      kind: 'anthropic',
      baseUrl: 'http://127.0.0.1:11434',
      key: 'k',
    };
    expect(await look(lab)).toMatchObject({ key: 'none-needed', access: { key: 'k' } });
    const far = await look({ ...lab, baseUrl: 'https://lab.example' });
    expect(far).toMatchObject({ key: 'missing', access: { keyMissing: true } });
    expect(far.access.key).toBeUndefined();
  });

  test('a local server without a key needs none', async () => {
    const lab: ProviderSettings = {
      id: 'lab',
      kind: 'anthropic',
      baseUrl: 'http://localhost:1234',
      key: 'none',
    };
    const found = await look(lab);
    expect(found.key).toBe('none-needed');
    expect(found.access.keyMissing).toBeUndefined();
  });

  test('a secret store that fails is told and counts as empty', async () => {
    const failed: string[] = [];
    const keys = { ...memoryKeys(), where: () => Promise.reject(new Error('locked')) };
    const found = await look(anthropic, { keys, storeFailed: (provider) => failed.push(provider) });
    expect(found.key).toBe('missing');
    expect(failed).toEqual(['anthropic']);
  });

  test('loopback is told by its address, not by how it begins', () => {
    expect(['http://127.0.0.1:1', 'http://[::1]:2', 'http://localhost'].every(isLoopback)).toBe(
      true,
    );
    expect(
      ['http://127.0.0.1.evil.example', 'http://localhost.evil.example', 'x'].some(isLoopback),
    ).toBe(false);
    expect(mayCarry('OPENAI_API_KEY', 'https://api.anthropic.com')).toBe(false);
  });
});

test('where every provider was taken away nothing is asked of any, whatever keys lie about', async () => {
  const { models } = open({ env, findLocal: async () => [] }, { providers: [] });
  await models.refresh();
  expect(models.effective()).toEqual({ main: 'demo/scripted', quick: 'demo/scripted' });
  expect((await models.providers()).map(({ id }) => id)).toEqual(['demo']);
  expect(await models.resolve('anthropic/claude-opus-5-5')).toMatchObject({ ok: false });
});

test('servers of this computer are looked for only when nothing is set up, and shown as found', async () => {
  const { models } = open();
  await models.refresh();
  expect(models.effective().main).toBe('ollama/llama');
  expect(await models.providers()).toMatchObject([
    { id: 'anthropic', key: 'missing' },
    { id: 'ollama', found: true, key: 'none-needed' },
    { id: 'demo', key: 'none-needed' },
  ]);
  expect((await models.list()).map(({ id }) => id)).toContain('ollama/llama');
  expect(await models.resolve('ollama/llama')).toMatchObject({
    ok: true,
    provider: { kind: 'anthropic', baseUrl: 'http://127.0.0.1:11434' },
  });
  const withKey = open({ env });
  await withKey.models.refresh();
  expect(withKey.looked()).toBe(0);
  const forbidden = open({}, { findLocalServers: false });
  await forbidden.models.refresh();
  expect(forbidden.looked()).toBe(0);
});

test('a key that is given or taken away changes at once what is used', async () => {
  const { models } = open({ mayLook: false });
  await models.refresh();
  expect(await models.preferred('main')).toBe('demo/scripted');
  expect(await models.setKey('anthropic', 'sk-ant-typed')).toMatchObject({ key: 'run' });
  expect(await models.preferred('main')).toBe('anthropic/claude-opus-5-5');
  expect(models.warmFor('quick')).toMatchObject({ provider: { key: 'sk-ant-typed' } });
  await models.removeKey('anthropic');
  expect(await models.preferred('chat')).toBe('demo/scripted');
});

test('no key in a window: what a provider shows has where it is and never what it is', async () => {
  const { models } = open({ env });
  expect(JSON.stringify(await models.providers())).not.toContain(env.ANTHROPIC_API_KEY);
});

test('a key is refused for the demo, for an unknown provider, with spaces, and for a store that is not there', async () => {
  const { models } = open();
  await expect(models.setKey('demo', 'x')).rejects.toMatchObject({ code: 'invalid' });
  await expect(models.setKey('nobody', 'x')).rejects.toMatchObject({ code: 'not-found' });
  await expect(models.setKey('anthropic', 'a b')).rejects.toMatchObject({ code: 'invalid' });
  await expect(models.setKey('anthropic', 'abc', 'store')).rejects.toMatchObject({
    code: 'unsupported',
  });
});

test('a turn without a way to its model is told why', async () => {
  const { models } = open();
  expect(await models.resolve('rubbish')).toMatchObject({
    ok: false,
    error: { code: 'unknown-model' },
  });
  expect(await models.resolve('nobody/x')).toMatchObject({
    ok: false,
    error: { code: 'unknown-model' },
  });
  expect(await models.resolve('anthropic/x')).toMatchObject({
    ok: true,
    provider: { keyMissing: true, keyHint: expect.stringContaining('ANTHROPIC_API_KEY') },
  });
});
