/** Whole kontasks, as far as one answer can hold them. */
import { expect, test } from 'vitest';
import { createKontaskReads } from '../../../main/konsole/journal/kontask-reads';
import type { Questions } from '../../../main/konsole/journal/questions';

test('more whole ones than an answer can hold are refused in words, and the others are not read', async () => {
  let asked = 0;
  const ask = (async ({ ids }: { ids: readonly string[] }) => {
    asked += 1;
    const [id] = ids;
    const body = JSON.stringify({ id, text: 'x'.repeat(1024 * 1024) });
    return { texts: [{ body }], taken: 1 };
  }) as unknown as Questions['ask'];
  const reads = createKontaskReads(ask, () => Promise.reject(new Error('no')), 4 * 1024 * 1024);
  expect(await reads.whole(['a', 'b'])).toMatchObject([{ id: 'a' }, { id: 'b' }]);
  asked = 0;
  await expect(reads.whole(Array.from({ length: 100 }, (_, n) => `k${n}`))).rejects.toMatchObject({
    code: 'too-large',
    message: 'These kontasks have more than 4 MB together: export fewer of them at a time.',
  });
  expect(asked).toBe(4);
});
