/** The composer on the real Electron: drafts over a crash, files from disk and clipboard, names after @, the three gestures. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answer, slowDrip, toolCalls } from '../fakes/anthropic-scenarios';
import { waitingAnswer } from '../fakes/faults/answers';
import { makePdf } from '../konsole/host/pdf-file';
import { command } from './support/bridge';
import { finished, openScene, send, shows, turnOf } from './support/with-provider';
import { waitFor } from './support/wait';

const box = { name: 'Message' };

test('drafts of a session and of a new one are there again after the app was killed', async () => {
  const scene = await openScene();
  scene.fake.next(answer('Fine.'));
  await send(scene.main, 'hello');
  await shows(scene.main, 1, 'Fine.');
  const { sessions } = await command(scene.main, 'session.list', {});
  const session = sessions[0]?.id ?? '';
  await scene.main.getByRole('textbox', box).fill('Half a thought');
  await waitFor('the draft to be kept', async () => {
    const { draft } = await command(scene.main, 'draft.get', { session });
    return draft?.text === 'Half a thought';
  });
  await scene.main.getByRole('button', { name: 'New session' }).first().click();
  await scene.main.getByRole('textbox', box).fill('Begun anew');
  await waitFor('the other draft to be kept', async () => {
    const { draft } = await command(scene.main, 'draft.get', {});
    return draft?.text === 'Begun anew';
  });
  await scene.launched.kill();

  const { main } = await scene.again();
  const message = main.getByRole('textbox', box);
  await waitFor('the new one', async () => (await message.inputValue()) === 'Begun anew');
  await main.getByRole('list', { name: 'Recent' }).getByText('hello').first().click();
  await waitFor('the other', async () => (await message.inputValue()) === 'Half a thought');

  scene.fake.next(answer('Whole now.'));
  await message.press('Enter');
  await shows(main, 2, 'Whole now.');
  expect(await command(main, 'draft.get', { session })).toEqual({});
});

test('Enter tells the running turn, Ctrl+Enter queues, Esc twice stops', async () => {
  const { fake, main } = await openScene();
  // It is told while its first answer is awaited, however long a person takes for it.
  const look = waitingAnswer(toolCalls([{ name: 'read', input: { path: 'README.md' } }]));
  fake.next(
    look.scenario,
    slowDrip('The lamp turns. '.repeat(200), 5),
    answer('Queued and answered.'),
  );
  const message = main.getByRole('textbox', box);
  await send(main, 'What is this?');
  await main.getByRole('button', { name: 'Steer' }).waitFor();
  await message.fill('Only the lamp, please');
  await message.press('Enter');
  await waitFor('it to be told', async () => (await message.inputValue()) === '');
  look.begin();
  await waitFor('the model to read it', () =>
    Promise.resolve(JSON.stringify(fake.requests[1]?.body ?? {}).includes('Only the lamp, please')),
  );
  await message.fill('And then the horn');
  await message.press('Control+Enter');
  await main.getByRole('list', { name: 'Queue' }).getByText('And then the horn').waitFor();
  await main.keyboard.press('Escape');
  await main.getByText('again to stop').waitFor();
  await main.keyboard.press('Escape');
  await finished(main, 1);
  expect(await turnOf(main, 2).count()).toBe(0);
  expect(await message.evaluate((element) => element === document.activeElement)).toBe(true);
});

test('dropped files, a PDF among them, and a pasted picture go along, and a name after @ is found', async () => {
  const { fake, main, home } = await openScene();
  const dropped = join(home, 'notes.txt');
  await writeFile(dropped, 'The lamp was green on Tuesday.');
  const plan = join(home, 'plan.pdf');
  const pages = makePdf(['The plan of the lamp']);
  await writeFile(plan, pages);
  const message = main.getByRole('textbox', box);
  await message.click();
  const cdp = await main.context().newCDPSession(main);
  const data = { items: [], files: [dropped, plan], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await cdp.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
  }
  await cdp.detach();
  const files = main.getByRole('list', { name: 'Attached files' });
  await files.getByText('notes.txt').waitFor();
  await files.getByText('plan.pdf').waitFor();

  await message.evaluate(async (element) => {
    const canvas = document.createElement('canvas');
    const bytes = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
    const data = new DataTransfer();
    data.items.add(new File([bytes ?? ''], 'image.png', { type: 'image/png' }));
    const init = { clipboardData: data, bubbles: true, cancelable: true };
    element.dispatchEvent(new ClipboardEvent('paste', init));
  });
  await files.getByText(/Pasted image/).waitFor();
  await files.locator('img').waitFor();

  await message.pressSequentially('Compare with @lam');
  await main.getByRole('option', { name: 'src/lamp.ts' }).waitFor();
  await message.press('Enter');
  expect(await message.inputValue()).toBe('Compare with @src/lamp.ts ');
  fake.next(answer('Green it is.'));
  await message.press('Enter');
  await shows(main, 1, 'Green it is.');
  const asked = JSON.stringify(fake.requests[0]?.body.messages);
  expect(asked).toContain('The lamp was green on Tuesday.');
  expect(asked).toContain('"media_type":"image/png"');
  expect(asked).toContain(pages.toString('base64'));
  await turnOf(main, 1).getByRole('list', { name: 'Files' }).getByText('plan.pdf').waitFor();
  expect(asked).toContain('@src/lamp.ts');
  expect(await files.count()).toBe(0);
  expect(main.url()).toContain('app://konsole/');
});

test('the box grows with its text to a bound, also in a short window', async () => {
  const { main, launched } = await openScene();
  const message = main.getByRole('textbox', box);
  const height = () => message.evaluate((element) => element.clientHeight);
  const low = await height();
  await message.fill('one\ntwo\nthree\nfour');
  expect(await height()).toBeGreaterThan(low + 30);
  await message.fill('line\n'.repeat(80));
  expect(await height()).toBe(220);
  await launched.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .find((one) => one.webContents.getURL().includes('/main-window/'))
      ?.setSize(800, 480),
  );
  await waitFor('a lower box', async () => (await height()) < 180);
  // The end, where the caret stands, is still in sight.
  const hidden = () =>
    message.evaluate((box_) => box_.scrollHeight - box_.clientHeight - box_.scrollTop);
  await waitFor('the caret in sight', async () => (await hidden()) < 30);
  await message.fill('');
  await waitFor('a low box', async () => (await height()) <= low);
});
