/** What a person set for models and providers reaches the turn: effort, fallbacks, tier, proxy, and whose key it is. */
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { accessOf } from '../../../main/konsole/models/access';
import { modelInfo } from '../../../main/konsole/models/model-info';
import type { ProviderSettings } from '../../../preload/contract/settings';
import { memoryKeys } from '../support/konsole';
import { env, ollama, open } from './support';

const local = (id: string) => ({
  id,
  kind: 'anthropic',
  baseUrl: `http://127.0.0.1:9/${id}`,
  key: 'none',
});
const providers = [
  { id: 'anthropic', kind: 'anthropic', keyEnv: 'ANTHROPIC_API_KEY' },
  local('lab'),
];

test('an effort is of its model alone, and goes along where that one takes over', async () => {
  const settings = {
    providers,
    models: {
      efforts: { 'anthropic/claude-opus-5-5': 'high', 'lab/other': 'low' },
      mainFallback: ['lab/other'],
    },
  };
  const { models } = open({ env }, settings);
  await models.refresh();
  expect(await models.resolve('anthropic/claude-opus-5-5')).toMatchObject({ effort: 'high' });
  expect(await models.resolve('anthropic/claude-haiku-5-5')).not.toHaveProperty('effort');
  // A prompt that is filled ahead is bound to the effort of the turns that will use it.
  expect(models.warmFor('main')).toMatchObject({ effort: 'high' });
  expect(models.warmFor('quick')).not.toHaveProperty('effort');
  expect(await models.alternatives('anthropic/claude-opus-5-5', 'main')).toMatchObject([
    { name: 'lab/other', model: 'other', effort: 'low' },
  ]);
});

test('a main turn goes over to those of its own list alone, and to none that cannot run it', async () => {
  const tiny = { id: 'tiny', name: 'tiny', tools: false };
  const findLocal = async () => [{ ...ollama, models: [...ollama.models, tiny] }];
  const fallback = { fallback: ['ollama/tiny'], mainFallback: ['ollama/tiny', 'ollama/llama'] };
  const { models } = open({ findLocal }, { models: fallback });
  await models.look();
  const names = async (kind: 'main' | 'chat') =>
    (await models.alternatives('anthropic/x', kind)).map(({ name }) => name);
  expect(await names('main')).toEqual(['ollama/llama']);
  expect(await names('chat')).toEqual(['ollama/tiny']);
  expect(() => models.check('ollama/tiny', 'main')).toThrow('It calls no tools.');
  const unset = open({ findLocal });
  await unset.models.look();
  expect(await unset.models.alternatives('anthropic/x', 'main')).toEqual([]);
});

test('two accounts of one provider keep their keys apart', async () => {
  const keys = memoryKeys();
  const accounts: ProviderSettings[] = [
    { id: 'work', kind: 'anthropic' },
    { id: 'home', kind: 'anthropic', name: 'At home' },
  ];
  const { models } = open({ keys, mayLook: false }, { providers: accounts });
  await models.setKey('work', 'key-of-work');
  const key = async (id: string) => {
    const way = await models.resolve(`${id}/claude-opus-5-5`);
    return way.ok ? way.provider.key : undefined;
  };
  expect([await key('work'), await key('home')]).toEqual(['key-of-work', undefined]);
  await models.setKey('home', 'key-of-home');
  expect([await key('work'), await key('home')]).toEqual(['key-of-work', 'key-of-home']);
  await models.removeKey('work');
  expect([await key('work'), await key('home')]).toEqual([undefined, 'key-of-home']);
  expect(await models.providers()).toMatchObject([
    { id: 'work', name: 'work', key: 'missing' },
    { id: 'home', name: 'At home', key: 'run' },
    { id: 'demo' },
  ]);
});

test('a tier and a proxy go along; a window sees the proxy without its password, and so does no log', async () => {
  const hidden: string[] = [];
  const proxied = { ...env, https_proxy: 'http://me:p%40ss@proxy.example:3128' };
  const provider = { ...providers[0], tier: 'flex' } as ProviderSettings;
  const deps = { keys: memoryKeys(), env: proxied, hide: (key: string) => void hidden.push(key) };
  const { access } = await accessOf(provider, { ...deps, storeFailed: () => {} });
  expect(access).toMatchObject({ tier: 'flex', proxy: 'http://me:p%40ss@proxy.example:3128' });
  expect(hidden).toEqual(['p%40ss', 'p@ss', env.ANTHROPIC_API_KEY]);
  const { models } = open(deps, { providers: [provider, local('lab')] });
  const infos = await models.providers();
  expect(infos[0]).toMatchObject({ name: 'Anthropic', proxy: 'proxy.example:3128', tier: 'flex' });
  expect(infos[1]).not.toHaveProperty('proxy');
  expect(JSON.stringify(infos)).not.toContain('ss@');
});

test('files of certificates go along: that of the settings, and that of the environment by its whole path', async () => {
  const certificates = '/etc/ssl/company.pem';
  const deps = {
    keys: memoryKeys(),
    env: { ...env, NODE_EXTRA_CA_CERTS: 'more.pem' },
    hide: () => {},
    storeFailed: () => {},
  };
  const { access } = await accessOf({ ...providers[0], certificates } as ProviderSettings, deps);
  expect(access).toMatchObject({ certificates, extraCertificates: resolve('more.pem') });
  const bare = await accessOf(providers[0] as ProviderSettings, { ...deps, env });
  expect(bare.access).not.toHaveProperty('certificates');
  expect(bare.access).not.toHaveProperty('extraCertificates');
});

test('what a provider tells of a model goes before what is known; what it does not tell is filled in', () => {
  const info = modelInfo('anthropic', {
    id: 'claude-haiku-4-5-20251001',
    name: 'Haiku of today',
    contextTokens: 150_000,
    images: false,
  });
  expect(info).toMatchObject({
    id: 'anthropic/claude-haiku-4-5-20251001',
    name: 'Haiku of today',
    contextTokens: 150_000,
    maxOutputTokens: 64_000,
    price: { input: 1, output: 5 },
    images: false,
  });
  expect(info).not.toHaveProperty('quickOnly');
  expect(modelInfo('lab', { id: 'new', name: 'new' })).toEqual({
    id: 'lab/new',
    name: 'new',
    provider: 'lab',
  });
  const { retires } = modelInfo('openai', {
    id: 'gpt-5',
    name: 'GPT-5',
    retires: { on: '2027-03-01' },
  });
  expect(retires).toEqual({ on: '2027-03-01', instead: 'gpt-6.1-sol' });
  expect(modelInfo('openai', { id: 'gpt-5', name: 'GPT-5' }).retires?.on).toBe('2026-12-11');
  expect(modelInfo('lab', { id: 'x', name: 'x', retires: { on: '2027-03-01' } }).retires).toEqual({
    on: '2027-03-01',
  });
  expect(modelInfo('lab', { id: 'x', name: 'x', contextTokens: 16_384 }).quickOnly).toBeUndefined();
  expect(modelInfo('lab', { id: 'x', name: 'x', contextTokens: 16_383 }).quickOnly).toContain(
    '16383',
  );
});
