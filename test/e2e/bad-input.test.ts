/** What people and machines do to it on the real Electron: each gets a clear word with a next step, nothing is lost. */
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { answer } from '../fakes/anthropic-scenarios';
import { command } from './support/bridge';
import { launchKonsole } from './support/launch';
import { waitFor } from './support/wait';
import { finished, openScene, send, shows } from './support/with-provider';

/** An address on loopback where nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test('no network: the retry counts down in sight, and Stop ends it with the message kept', async () => {
  const baseUrl = `http://127.0.0.1:${await closedPort()}`;
  const providers = [{ id: 'fake', kind: 'anthropic', baseUrl, keyEnv: 'FAKE_KEY' }];
  const { main } = await openScene({ settings: { providers } });
  await send(main, 'anybody there?');
  await shows(main, 1, /Trying again/);
  await main.getByRole('button', { name: 'Stop' }).click();
  expect(await finished(main, 1)).toContain('anybody there?');
});

test('a folder that vanished is named, the message is kept, and it is sent once the folder is back', async () => {
  const { fake, main, workspace } = await openScene();
  fake.next(answer('First.'), answer('Second.'));
  await send(main, 'one');
  // Of a turn that still runs, the next Enter would make a message to it.
  await finished(main, 1);
  await rm(workspace, { recursive: true });
  await send(main, 'two');
  const alert = main.getByRole('alert').filter({ hasText: workspace });
  expect(await alert.innerText()).toMatch(/another folder/);
  const message = main.getByRole('textbox', { name: 'Message' });
  expect(await message.inputValue()).toBe('two');
  await mkdir(workspace);
  await message.press('Enter');
  await shows(main, 2, 'Second.');
});

test('an empty message is no message', async () => {
  const { fake, main } = await openScene();
  await send(main, '   ');
  expect(await main.getByRole('button', { name: 'Send', exact: true }).isEnabled()).toBe(false);
  expect((await command(main, 'session.list', {})).sessions).toEqual([]);
  expect(fake.requests).toEqual([]);
});

test('a paste of 5 MB leaves the window answering and reaches the model whole', async () => {
  const { fake, main, launched } = await openScene();
  fake.next(answer('Long read.'));
  const box = main.getByRole('textbox', { name: 'Message' });
  await box.fill('Read this: ');
  const paste = 'Lorem ipsum dolor. '.repeat(263_158);
  await launched.app.evaluate(({ clipboard }, text) => clipboard.writeText(text), paste);
  await box.press('Control+v');
  // The box itself stays small; what was pasted is held beside it and can be taken away.
  await main
    .getByRole('list', { name: 'Pasted text' })
    .getByText(/5,000,002|5.?000.?002/)
    .waitFor();
  expect((await box.inputValue()).length).toBeLessThan(1000);
  await box.press('Enter');
  await shows(main, 1, 'Long read.', 30_000);
  expect(fake.requests[0]?.question).toContain(paste.trim());
});

test('attack 19: a damaged database is set aside, never deleted, and told', async () => {
  const scene = await openScene();
  scene.fake.next(answer('Kept?'));
  await send(scene.main, 'hello');
  await shows(scene.main, 1, 'Kept?');
  await scene.launched.close();
  const file = join(scene.home, 'konsole.db');
  const { size } = await stat(file);
  await writeFile(file, Buffer.alloc(size, 0x6b));

  const { main, home } = await scene.again();
  await main
    .getByRole('list', { name: 'Notices' })
    .getByText(/damaged/)
    .waitFor();
  expect((await readdir(home)).some((name) => name.includes('damaged'))).toBe(true);
  scene.fake.next(answer('A fresh start.'));
  await send(main, 'hello again');
  await shows(main, 1, 'A fresh start.');
});

test('a database of a later version is refused in words and left untouched', async () => {
  const scene = await openScene();
  await scene.launched.close();
  const file = join(scene.home, 'konsole.db');
  const bytes = await readFile(file);
  // `user_version` is the big-endian word at byte 60: https://www.sqlite.org/fileformat.html
  bytes.writeUInt32BE(9999, 60);
  await writeFile(file, bytes);

  const launched = await launchKonsole({ home: scene.home });
  onTestFinished(launched.close);
  const page = await launched.windowAt('/trouble?');
  await waitFor('the words', async () => {
    const text = (await page.getByRole('alert').textContent()) ?? '';
    return /newer|later/i.test(text) && text.includes('konsole.db');
  });
  expect((await readFile(file)).equals(bytes)).toBe(true);
});
