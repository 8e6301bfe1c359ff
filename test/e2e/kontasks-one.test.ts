/** One kontask on the real Electron: handed to an agent, edited by two at once, its output used, and saved again. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { heldAnswer } from '../fakes/faults/answers';
import { command } from './support/bridge';
import { card, column, gone, one, openKontasks } from './support/kontasks';
import { waitFor } from './support/wait';
import type { Scene } from './support/with-provider';

/** Where saved files go, without a dialog. */
async function saveTo({ launched, home }: Scene, name: string): Promise<string> {
  const path = join(home, name);
  await launched.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, path);
  return path;
}

test('one for an agent is started, shows its turn live, and ends with the answer and its timing', async () => {
  const scene = await openKontasks();
  const { main, fake } = scene;
  const lit = heldAnswer('The lamp is lit. ', 'It turns and turns. '.repeat(60));
  fake.when('Light the lamp', lit.scenario);
  await command(main, 'kontask.import', {
    kontasks: [one('lamp', 'Light the lamp', { targetUser: 'claude' })],
  });
  await card(main, 'Light the lamp').getByRole('button', { name: 'Start' }).click();
  const running = column(main, 'In progress').getByRole('article', { name: 'Light the lamp' });
  await running.getByText(/^running /).waitFor();
  lit.end();
  await column(main, 'Completed').getByRole('article').waitFor();
  await card(main, 'Light the lamp').click();
  const region = (name: string) => main.getByRole('region', { name, exact: true });
  await region('Output').getByText('The lamp is lit.').first().waitFor();
  expect(await region('Timing').innerText()).toMatch(/\d\.\d s/);
  const { kontask } = await command(main, 'kontask.get', { id: 'lamp' });
  expect(kontask).toMatchObject({
    status: 'completed',
    context: { turnTiming: { toolCallCount: 0 } },
  });
  expect(kontask.context?.output).toContain('The lamp is lit.');
  await region('Original request').getByText('Light the lamp').first().waitFor();
});

test('two who edit the same field are told, and one of them says which words are kept', async () => {
  const scene = await openKontasks();
  const { main, quick } = scene;
  await command(main, 'kontask.import', { kontasks: [one('lamp', 'The lamp')] });
  await card(main, 'The lamp').click();
  const title = (text: string) => main.getByRole('heading', { name: text, exact: true, level: 1 });
  const edit = async (mine: string, theirs: string) => {
    await main.getByRole('button', { name: 'Edit title' }).click();
    const field = main.getByRole('textbox', { name: 'Title' });
    await field.fill(mine);
    await command(quick, 'kontask.update', {
      id: 'lamp',
      patch: { title: theirs, scope: `scope of ${theirs}` },
    });
    await field.press('Enter');
    const both = main.getByRole('alert', { name: 'Changed by others' });
    await both.getByText(mine, { exact: true }).waitFor();
    await both.getByText(theirs, { exact: true }).waitFor();
    return both;
  };
  const first = await edit('My lamp', 'Their lamp');
  await first.getByRole('button', { name: 'Take theirs' }).click();
  await gone(first);
  await title('Their lamp').waitFor();
  const second = await edit('My lantern', 'Their lantern');
  await second.getByRole('button', { name: 'Keep mine' }).click();
  await gone(second);
  await title('My lantern').waitFor();
  await waitFor('it to be kept', async () => {
    const { kontask } = await command(quick, 'kontask.get', { id: 'lamp' });
    return kontask.title === 'My lantern';
  });
  // What only the other one touched stays.
  const { kontask } = await command(quick, 'kontask.get', { id: 'lamp' });
  expect(kontask.scope).toBe('scope of Their lantern');
});

test('an output gives its links to the browser and its text to the clipboard, lets Tab through, and becomes a PDF and the same JSON', async () => {
  const scene = await openKontasks();
  const { main, launched } = scene;
  const output =
    '<h2>Where to <em>look</em></h2><p>See <a href="https://example.org/manual">the manual</a>.</p>';
  const whole = one('look', 'Where to look', {
    context: { output, note: { kept: [1, 2] } },
    extra: 7,
  });
  const file = join(scene.home, 'in.json');
  await writeFile(file, JSON.stringify(whole));
  await main.getByTestId('import-file').setInputFiles(file);
  await main.getByRole('button', { name: 'Import 1 kontask' }).click();
  await card(main, 'Where to look').click();
  await launched.app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = async (url) => void opened.push(url);
  });
  const opened = () =>
    launched.app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened);
  const frame = main.frameLocator('iframe[title=Output]');
  const link = frame.getByText('the manual');
  await link.click();
  await waitFor('the link', async () => (await opened()).length === 1);
  expect(await opened()).toEqual(['https://example.org/manual']);

  await main.getByRole('button', { name: 'Copy text' }).click();
  const copied = () => launched.app.evaluate(({ clipboard }) => clipboard.readText());
  await waitFor('the text', async () => (await copied()).includes('See the manual.'));
  expect(await copied()).not.toContain('<');

  // The text itself, its link, out again and back. The frame is a process of its own: it has the focus a moment later.
  const isIn = () => main.evaluate(() => document.activeElement?.tagName === 'IFRAME');
  const hasFocus = (what: Locator) =>
    what.evaluate((one) => document.hasFocus() && one === document.activeElement);
  await main.getByRole('button', { name: 'Open in window' }).focus();
  await main.keyboard.press('Tab');
  await waitFor('the text', () => hasFocus(frame.locator('body')));
  expect(await isIn()).toBe(true);
  await main.keyboard.press('Tab');
  await waitFor('the link', () => hasFocus(link));
  await main.keyboard.press('Tab');
  await waitFor('the way out', async () => !(await isIn()));
  await main.keyboard.press('Shift+Tab');
  await waitFor('the link again', () => hasFocus(link));
  expect(await isIn()).toBe(true);

  const exportAs = async (format: string, name: string) => {
    const path = await saveTo(scene, name);
    await main.getByRole('button', { name: 'Export', exact: true }).click();
    await main.getByRole('menuitem', { name: format, exact: true }).click();
    await main.getByText(`Saved to ${path}`).waitFor();
    return readFile(path);
  };
  const pdf = await exportAs('PDF', 'look.pdf');
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(JSON.parse((await exportAs('JSON', 'look.json')).toString())).toEqual(whole);
});

test('of a very long output the beginning is there first, then all of it, in the same frame', async () => {
  const { home, main, launched } = await openKontasks();
  const lines = Array.from(
    { length: 2_000 },
    (_, n) => `<p>Line ${n} of “the log” \\ of a year.</p>`,
  );
  const file = join(home, 'long.json');
  const output = `<div>${lines.join('')}<a href="#end">down</a><p id="end">The end.</p></div>`;
  await writeFile(file, JSON.stringify(one('log', 'The log', { context: { output } })));
  await main.getByTestId('import-file').setInputFiles(file);
  await main.getByRole('button', { name: 'Import 1 kontask' }).click();
  await card(main, 'The log').click();
  const frame = main.frameLocator('iframe[title=Output]');
  await frame.getByText('Line 0 of').waitFor();
  await frame.getByText('The end.').waitFor();
  const iframe = main.locator('iframe[title=Output]');
  const height = async () => (await iframe.boundingBox())?.height ?? 0;
  await waitFor('all of its height', async () => (await height()) > 2_000 * 20);

  await main.getByRole('button', { name: 'Copy text' }).click();
  const copied = () => launched.app.evaluate(({ clipboard }) => clipboard.readText());
  await waitFor('the text', async () => (await copied()).includes('The end.'));
  const text = await copied();
  expect(text.match(/Line \d+ of/g)).toHaveLength(2_000);
  // By the key: a click right after so far a way is still taken for one on the frame.
  await main.getByRole('button', { name: 'Show JSON' }).press('Enter');
  const json = main.getByLabel('JSON', { exact: true });
  expect(await json.textContent()).toContain('The end.');
});
