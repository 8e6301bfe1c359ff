/** What a turn was told is left is shown with its provider, and given to the next turn that asks it in the same way. */
import { expect, test, vi } from 'vitest';
import type { RateLimit } from '../../../preload/contract/shapes';
import { catalogueOf, open, scripted } from './support';

const left = (remaining: number): RateLimit[] => [{ what: 'requests', limit: 50, remaining }];
const lab = {
  providers: [{ id: 'lab', kind: 'anthropic', baseUrl: 'http://127.0.0.1:9', key: 'none' }],
};

test('the newest counts, for the provider as it is reached now and for no other', async () => {
  const { models } = open({ catalogue: catalogueOf(scripted([]).adapter) }, lab);
  const way = await models.resolve('lab/qwen');
  if (!way.ok) throw new Error(way.error.message);
  expect(models.limitsOf(way.provider)).toBeUndefined();
  models.limitsTold('lab', left(3));
  models.limitsTold('lab', left(0));
  models.limitsTold('nobody', left(7));
  await vi.waitFor(() => expect(models.limitsOf(way.provider)).toEqual(left(0)));
  const shown = (await models.providers()).find(({ id }) => id === 'lab');
  expect(shown?.limits).toEqual(left(0));
  // Another key has limits of its own.
  expect(models.limitsOf({ ...way.provider, key: 'another' })).toBeUndefined();
  expect(models.limitsOf({ ...way.provider, id: 'other' })).toBeUndefined();
});
