/** Trying a provider: one tiny question to one of its models, and what a person is told of it. */
import { expect, test } from 'vitest';
import { createCatalogue } from '../../../main/konsole/models/catalogue';
import { type ModelEvent, ProviderError } from '../../../main/konsole/providers/types';
import { catalogueOf, env, open, scripted } from './support';

const hello: ModelEvent[] = [
  { type: 'first' },
  { type: 'limits', limits: [{ what: 'requests', limit: 50, remaining: 49 }] },
  { type: 'open', index: 0, kind: 'thinking' },
  { type: 'delta', index: 0, text: 'Hm' },
  { type: 'open', index: 1, kind: 'text' },
  { type: 'delta', index: 1, text: 'Yes' },
  { type: 'delta', index: 1, text: ', and much more' },
  { type: 'stop', reason: 'end' },
];
const refusal = new ProviderError(
  { code: 'bad-key', message: 'The key was refused.', hint: 'Paste it again.' },
  false,
);
const refusing = {
  stream: () => {
    throw refusal;
  },
  models: () => Promise.reject(refusal),
  warm: async () => true,
};
const lab = {
  providers: [{ id: 'lab', kind: 'anthropic', baseUrl: 'http://127.0.0.1:9', key: 'none' }],
};

test('the model of the settings is asked for a word and stopped at the first one', async () => {
  const { adapter, asked, read } = scripted([{ id: 'a', name: 'A' }], hello);
  const { models } = open({ catalogue: catalogueOf(adapter), env });
  expect(await models.test('anthropic')).toEqual({
    ok: true,
    message: 'claude-haiku-5-5 answered in 0 ms; one model can be used.',
    models: 1,
  });
  expect(asked).toMatchObject([{ model: 'claude-haiku-5-5', maxTokens: 16, tools: [] }]);
  expect(read.at(-1)).toBe('delta');
  expect(read.filter((type) => type === 'delta')).toHaveLength(2);
  const [info] = await models.providers();
  expect(info?.state).toEqual({
    ok: true,
    at: 0,
    message: 'claude-haiku-5-5 answered in 0 ms.',
  });
  expect(info?.limits).toEqual([{ what: 'requests', limit: 50, remaining: 49 }]);
});

test('of a provider that no lane uses, the first listed model is asked', async () => {
  const { adapter, asked } = scripted([{ id: 'qwen', name: 'qwen' }], hello);
  const { models } = open({ catalogue: catalogueOf(adapter) }, lab);
  expect(await models.test('lab')).toMatchObject({ ok: true });
  expect(asked[0]?.model).toBe('qwen');
});

test('an answer that ends without a word is an answer', async () => {
  const { adapter } = scripted(
    [{ id: 'qwen', name: 'qwen' }],
    [{ type: 'stop', reason: 'max-tokens' }],
  );
  const { models } = open({ catalogue: catalogueOf(adapter) }, lab);
  expect(await models.test('lab')).toMatchObject({ ok: true, models: 1 });
});

test('a provider that lists no model says what to do', async () => {
  const { models } = open({ catalogue: catalogueOf(scripted([]).adapter) }, lab);
  expect(await models.test('lab')).toEqual({
    ok: false,
    message:
      'lab lists no model. Choose one of its models in Settings → Models, or load one there.',
  });
});

test('a failure is an answer in words, not an error, and stays with the provider until its key changes', async () => {
  const { models } = open({ catalogue: catalogueOf(refusing), env });
  expect(await models.test('anthropic')).toEqual({
    ok: false,
    message: 'The key was refused. Paste it again.',
  });
  const state = async () => (await models.providers())[0]?.state;
  expect(await state()).toEqual({
    ok: false,
    at: 0,
    message: 'The key was refused.',
    hint: 'Paste it again.',
  });
  await models.setKey('anthropic', 'another');
  expect(await state()).toBeUndefined();
});

test('one that lists its models and refuses to answer stays refused when it lists them again', async () => {
  const { adapter } = scripted([{ id: 'a', name: 'A' }]);
  const catalogue = catalogueOf({ ...adapter, stream: refusing.stream });
  const { models } = open({ catalogue, env });
  expect(await models.test('anthropic')).toMatchObject({ ok: false });
  await models.test('anthropic');
  await models.list();
  expect((await models.providers())[0]?.state).toMatchObject({ ok: false });
});

test('without a key nothing is asked, and the demo is always there', async () => {
  const { models } = open();
  expect(await models.test('anthropic')).toMatchObject({
    ok: false,
    message: expect.stringContaining('ANTHROPIC_API_KEY'),
  });
  expect(await models.test('demo')).toMatchObject({ ok: true });
});

test('a kind that nobody knows says so, with the kinds that there are', async () => {
  const { models } = open({}, { providers: [{ id: 'odd', kind: 'telepathy', key: 'none' }] });
  const message = 'Konsole knows no provider of kind "telepathy".';
  const [info] = await models.providers();
  expect(info?.state).toMatchObject({ ok: false, message });
  expect(info?.state?.hint).toContain('anthropic');
  expect(await models.resolve('odd/x')).toMatchObject({ ok: false, error: { message } });
  expect(await models.test('odd')).toMatchObject({ ok: false });
});

test('a good answer is kept for the list of models; nobody is asked twice', async () => {
  let asked = 0;
  const { adapter } = scripted([]);
  const models = async () => {
    asked += 1;
    return [{ id: 'claude', name: 'Claude' }];
  };
  const opened = open({ catalogue: catalogueOf({ ...adapter, models }), env });
  await opened.models.list();
  expect((await opened.models.list()).map(({ id }) => id)).toContain('anthropic/claude');
  expect(asked).toBe(1);
});

test('a provider that cannot be asked is listed with what is known of it, if it has a key', async () => {
  const { models } = open({ catalogue: catalogueOf(refusing), env });
  const listed = await models.list();
  expect(listed).toContainEqual(
    expect.objectContaining({
      id: 'anthropic/claude-haiku-4-5',
      contextTokens: 200_000,
      maxOutputTokens: 64_000,
      asOf: expect.any(String),
    }),
  );
  const local = open({ catalogue: catalogueOf(refusing) }, lab);
  const ids = (await local.models.list()).map(({ provider }) => provider);
  expect(ids).not.toContain('lab');
});

test('a server of this computer that is configured tells of its models in its own way', async () => {
  const origins: string[] = [];
  const catalogue = createCatalogue({
    clock: { now: () => 0 },
    adapter: () => Promise.reject(new Error('not needed')),
    local: async (origin) => {
      origins.push(origin);
      return [{ id: 'tiny', name: 'tiny', contextTokens: 4096, images: true, pdf: false }];
    },
  });
  const { models } = open({ catalogue }, lab);
  expect(await models.list()).toContainEqual({
    id: 'lab/tiny',
    name: 'tiny',
    provider: 'lab',
    contextTokens: 4096,
    images: true,
    pdf: false,
    quickOnly: 'It holds 4096 tokens, too few for a main turn.',
  });
  expect(origins).toEqual(['http://127.0.0.1:9']);
  expect(await models.resolve('lab/tiny')).toMatchObject({
    ok: true,
    contextTokens: 4096,
    // What it can be given needs no word.
    reads: { pdf: false },
  });
  expect(() => models.check('lab/tiny', 'chat')).not.toThrow();
  expect(() => models.check('lab/tiny', 'main')).toThrow(
    'model: lab/tiny is for side questions only. It holds 4096 tokens, too few for a main turn.',
  );
  expect(() => models.check('lab/never-heard-of', 'main')).not.toThrow();
});
