/** What a turn heard from its provider is shown with it, as long as that is reached in the way in which the turn reached it. */
import { expect, onTestFinished, test, vi } from 'vitest';
import { createCatalogue } from '../../../main/konsole/models/catalogue';
import type { ProviderAccess } from '../../../main/konsole/host/protocol';
import type { PoolStatus, RateLimit } from '../../../preload/contract/shapes';
import { startFakeAnthropic } from '../../fakes/anthropic';
import { answer, unauthorized } from '../../fakes/anthropic-scenarios';
import { openTested } from '../support/konsole';
import { catalogueOf, open, scripted } from './support';

const left = (remaining: number): RateLimit[] => [{ what: 'requests', limit: 50, remaining }];
const lab = {
  providers: [{ id: 'lab', kind: 'anthropic', baseUrl: 'http://127.0.0.1:9', key: 'none' }],
};
const refused = { message: 'It does not accept this key.', hint: 'Replace it.' };

async function labAccess(
  models: ReturnType<typeof open>['models'],
  model = 'lab/qwen',
): Promise<ProviderAccess> {
  const way = await models.resolve(model);
  if (!way.ok) throw new Error(way.error.message);
  return way.provider;
}

function openLab() {
  const told: number[] = [];
  const catalogue = createCatalogue({
    clock: { now: () => told.length },
    adapter: async () => scripted([{ id: 'qwen', name: 'qwen' }]).adapter,
    changed: () => told.push(models.providersRev()),
  });
  const { models } = open({ catalogue }, lab);
  const state = async () => (await models.providers()).find(({ id }) => id === 'lab')?.state;
  return { models, told, state };
}

test('the newest limits count, for the provider as it is reached now and for no other', async () => {
  const { models } = open({ catalogue: catalogueOf(scripted([]).adapter) }, lab);
  const access = await labAccess(models);
  expect(models.limitsOf(access)).toBeUndefined();
  models.news.limits(access, left(3));
  models.news.limits(access, left(0));
  models.news.limits({ ...access, id: 'nobody' }, left(7));
  models.news.limits({ ...access, key: 'the one before' }, left(9));
  await vi.waitFor(() => expect(models.limitsOf(access)).toEqual(left(0)));
  const shown = (await models.providers()).find(({ id }) => id === 'lab');
  expect(shown?.limits).toEqual(left(0));
  // Another key has limits of its own.
  expect(models.limitsOf({ ...access, key: 'another' })).toBeUndefined();
  expect(models.limitsOf({ ...access, id: 'other' })).toBeUndefined();
});

test('a refused request is shown until the next answer, and each is told once', async () => {
  const { models, told, state } = openLab();
  const access = await labAccess(models);
  const asked = { provider: 'lab', model: 'qwen' };
  models.news.asked(access, { ...asked, error: refused });
  models.news.asked(access, { ...asked, error: refused });
  await vi.waitFor(async () => expect(await state()).toMatchObject({ ok: false, ...refused }));
  // That it lists its models is no answer.
  await models.list();
  expect(await state()).toMatchObject({ ok: false });
  models.news.asked(access, asked);
  models.news.asked(access, asked);
  await vi.waitFor(async () =>
    expect(await state()).toMatchObject({ ok: true, message: 'qwen answered.' }),
  );
  expect(await state()).not.toHaveProperty('hint');
  models.news.asked(access, { ...asked, model: 'llama' });
  await vi.waitFor(async () => expect(await state()).toMatchObject({ message: 'llama answered.' }));
  expect(told).toEqual([1, 2, 3]);
});

test('what the key before was answered says nothing of the key of now', async () => {
  const { models, told, state } = openLab();
  const access = await labAccess(models);
  const asked = { provider: 'lab', model: 'qwen' };
  models.news.asked({ ...access, key: 'the one before' }, { ...asked, error: refused });
  models.news.asked({ ...access, baseUrl: 'http://127.0.0.1:8' }, { ...asked, error: refused });
  models.news.asked(access, asked);
  await vi.waitFor(async () => expect(await state()).toMatchObject({ ok: true }));
  expect(told).toEqual([1]);
});

test('the demo, which is always there, has no state', async () => {
  const { models } = open({}, lab);
  const demo = await labAccess(models, 'demo/scripted');
  const access = await labAccess(models);
  models.news.asked(demo, { provider: 'demo', model: 'scripted' });
  models.news.asked(access, { provider: 'lab', model: 'qwen' });
  await vi.waitFor(() => expect(models.providersRev()).toBe(1));
  expect((await models.providers()).find(({ id }) => id === 'demo')).not.toHaveProperty('state');
});

test('through the engine, a refused turn shows with its provider, the next answer takes that back, and windows are told', async () => {
  const fake = await startFakeAnthropic();
  onTestFinished(() => fake.close());
  const model = 'lab/claude-haiku-5-5';
  const konsole = await openTested({
    settings: {
      models: { main: model, quick: model },
      providers: [{ id: 'lab', kind: 'anthropic', baseUrl: fake.url, key: 'sk-lab-0123456789' }],
      pool: { fillCache: false },
    },
  });
  const revs: PoolStatus['providersRev'][] = [];
  konsole.feed.onPool(({ providersRev }) => {
    if (providersRev !== revs.at(-1)) revs.push(providersRev);
  });
  const state = async () => {
    const { providers } = await konsole.ask('provider.list', {});
    return providers.find(({ id }) => id === 'lab')?.state;
  };
  fake.next(unauthorized(), answer('Hello.'), answer('Once more.'));
  const { session } = await konsole.ask('session.create', { kind: 'main', model });
  const say = async (text: string) => {
    const { turn } = await konsole.ask('turn.send', { session: session.id, text });
    return konsole.finished(session.id, turn);
  };
  const { error } = await say('Hello?');
  expect(error?.code).toBe('bad-key');
  await vi.waitFor(async () =>
    expect(await state()).toMatchObject({ ok: false, message: error?.message, hint: error?.hint }),
  );
  await vi.waitFor(() => expect(revs).toEqual([1]));
  await say('Again?');
  await vi.waitFor(async () =>
    expect(await state()).toMatchObject({ ok: true, message: 'claude-haiku-5-5 answered.' }),
  );
  await vi.waitFor(() => expect(revs).toEqual([1, 2]));
  const before = (await state())?.at ?? 0;
  await say('And once more?');
  await vi.waitFor(async () => expect((await state())?.at).toBeGreaterThan(before));
  expect(konsole.feed.pool().providersRev).toBe(2);
});
