/** Renderer, app and host killed in the middle of a turn on the real Electron: nothing is lost, nothing doubled. */
import { expect, test } from 'vitest';
import { answer, toolCalls } from '../fakes/anthropic-scenarios';
import { heldAnswer } from '../fakes/faults/answers';
import { finished, openScene, send, shows, turnOf } from './support/with-provider';
import { askMainPage, command } from './support/bridge';
import { waitFor } from './support/wait';

const words = Array.from({ length: 400 }, (_, index) => `word${index}`).join(' ');
/** They come one after the other, and the last of them when they may: what is broken off is broken off in the middle. */
const counting = () => {
  const last = words.indexOf('word380');
  return heldAnswer(words.slice(0, last), words.slice(last), 20);
};
const squeeze = (text: string) => text.replace(/\s+/g, ' ');

test('attack 18: a renderer killed in mid-stream comes back with the same text and no doubled turn (I4, I7)', async () => {
  const { fake, main, launched } = await openScene();
  const count = counting();
  fake.next(count.scenario);
  await send(main, 'count');
  await shows(main, 1, /word20 /);
  await launched.app.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find((one) =>
      one.webContents.getURL().includes('/main-window/'),
    );
    window?.webContents.forcefullyCrashRenderer();
  });
  const script = `JSON.stringify(
    [...document.querySelectorAll('[role=log] article')].map((one) => one.innerText))`;
  const articles = async () =>
    JSON.parse((await askMainPage(launched, script)) || '[]') as string[];
  await waitFor('the window to be back', async () => (await articles()).length > 0);
  count.end();
  const shown = await waitFor(
    'the whole answer',
    async () => {
      const all = await articles();
      return squeeze(all[0] ?? '').includes('word399') && all;
    },
    30_000,
  );
  expect(shown).toHaveLength(1);
  expect(squeeze(shown[0] ?? '')).toContain(words);
  expect(fake.requests).toHaveLength(1);
});

test('attack 19: the app killed during a turn opens again, says it was interrupted, and goes on (I2, I3)', async () => {
  const scene = await openScene();
  const { fake } = scene;
  fake.next(
    toolCalls([{ name: 'read', input: { path: 'README.md' } }], { thinking: 'Looking.' }),
    counting().scenario,
  );
  await send(scene.main, 'count');
  await shows(scene.main, 1, /word20 /);
  const before = squeeze(await turnOf(scene.main, 1).innerText());
  await scene.launched.kill();

  const { main } = await scene.again();
  await main.getByRole('list', { name: 'Recent' }).getByText('count').first().click();
  await shows(main, 1, /Interrupted/);
  const after = squeeze(await turnOf(main, 1).innerText());
  const [seen = 'nothing'] = /word0 .*(?= word\d+)/.exec(before) ?? [];
  expect(after).toContain(seen);

  fake.next(answer('Back again.'));
  await send(main, 'go on');
  await shows(main, 2, 'Back again.');
  expect(await finished(main, 2)).toContain('Back again.');
});

test('a host killed during a turn interrupts that turn alone, and the next message is answered (I3)', async () => {
  const { fake, main, launched } = await openScene();
  fake.next(counting().scenario, answer('A fresh host.'));
  await send(main, 'count');
  await shows(main, 1, /word20 /);
  const { hosts } = await command(main, 'pool.status', {});
  const killed = hosts.find((host) => host.state === 'leased')?.pid;
  expect(killed).toBeGreaterThan(1);
  process.kill(killed ?? 0, 'SIGKILL');
  const text = await finished(main, 1);
  expect(text).toMatch(/Interrupted/);
  await send(main, 'again');
  await shows(main, 2, 'A fresh host.');
  expect(launched.app.process().exitCode).toBeNull();
});

test('a fault of the main process is in the log, and the app goes on', async () => {
  const { fake, main, launched } = await openScene();
  await launched.app.evaluate(() => {
    setImmediate(() => {
      throw new Error('a fault on purpose');
    });
    void Promise.reject(new Error('a rejection on purpose'));
  });
  const texts = async () =>
    (await command(main, 'log.query', { level: 'error' })).records.map((record) =>
      JSON.stringify(record),
    );
  for (const words of ['a fault on purpose', 'a rejection on purpose']) {
    await waitFor(words, async () => (await texts()).some((text) => text.includes(words)));
  }
  fake.next(answer('Still here.'));
  await send(main, 'hello');
  await shows(main, 1, 'Still here.');
});
