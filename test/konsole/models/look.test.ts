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
