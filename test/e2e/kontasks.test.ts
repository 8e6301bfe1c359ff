/**
 * Many kontasks on the real Electron as a person works with them: a file taken in, one written by hand, found again by words
 * and filters, moved with the mouse and the keys, and taken back.
 */
import { expect, test } from 'vitest';
import { command } from './support/bridge';
import { card, column, gone, one, openKontasks, toKontasks, undo } from './support/kontasks';
import { waitFor } from './support/wait';
import type { Scene } from './support/with-provider';

const statusOf = async ({ main }: Scene, id: string) =>
  (await command(main, 'kontask.get', { id })).kontask.status;

test('a file with doubles and mistakes says what is wrong, asks about the doubles, and is taken back with one undo', async () => {
  const scene = await openKontasks();
  const { main } = scene;
  await command(main, 'kontask.import', { kontasks: [one('lamp', 'The lamp of before')] });
  await card(main, 'The lamp of before').waitFor();
  const file = [
    one('lamp', 'The lamp of the file'),
    one('horn', 'The horn', { tags: 'loud' }),
    { id: 'nameless', type: 'general', status: 'pending' },
  ];
  const bytes = JSON.stringify(file);
  const dialog = main.getByRole('dialog', { name: 'Import kontasks' });
  const bring = async () => {
    await main.getByTestId('import-file').setInputFiles({
      name: 'lights.json',
      mimeType: 'application/json',
      buffer: Buffer.from(bytes),
    });
    await dialog.getByText('one is here already').waitFor();
  };
  await bring();
  const problems = await dialog.getByRole('list', { name: 'Problems' }).innerText();
  expect(problems).toContain('2. tags');
  expect(problems).toContain('left out');
  expect(problems).toContain('3. title');
  // Skipped unless a person says otherwise.
  await dialog.getByRole('button', { name: 'Import 1 kontask' }).click();
  await card(main, 'The horn').waitFor();
  expect((await command(main, 'kontask.get', { id: 'lamp' })).kontask.title).toContain('before');
  await undo(main).click();
  await gone(card(main, 'The horn'));

  // Dropped this time.
  const data = await main.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'lights.json', { type: 'application/json' }));
    return transfer;
  }, bytes);
  for (const type of ['dragover', 'drop'])
    await main.getByRole('main').dispatchEvent(type, { dataTransfer: data });
  await dialog.getByRole('radio', { name: /^Replace/ }).check();
  await dialog.getByRole('button', { name: 'Import 2 kontasks' }).click();
  await card(main, 'The lamp of the file').waitFor();
  await undo(main).click();
  await card(main, 'The lamp of before').waitFor();
  await gone(card(main, 'The horn'));

  await bring();
  await dialog.getByRole('radio', { name: /^Keep both/ }).check();
  await dialog.getByRole('button', { name: 'Import 2 kontasks' }).click();
  await card(main, 'The lamp of the file').waitFor();
  expect(await card(main, 'The lamp of before').count()).toBe(1);
  expect((await command(main, 'kontask.list', {})).total).toBe(3);
});

test('one is written by hand, found by its words and by filters, and a saved filter outlives a restart', async () => {
  const scene = await openKontasks();
  const { main } = scene;
  await main.getByRole('button', { name: 'New kontask' }).click();
  const form = main.getByRole('dialog', { name: 'New kontask' });
  await form.getByRole('textbox', { name: 'Title' }).fill('Paint the lighthouse');
  await form.getByRole('textbox', { name: 'Scope' }).fill('coast');
  await form.getByRole('textbox', { name: 'Tags' }).fill('paint, summer');
  await form.getByRole('textbox', { name: 'Description' }).fill('Red and white stripes');
  await form.getByRole('button', { name: 'Make kontask' }).click();
  await main.getByRole('heading', { name: 'Paint the lighthouse', level: 1 }).waitFor();
  await command(main, 'kontask.import', {
    kontasks: [one('fog', 'Fog', { scope: 'sea', context: { output: '<p>Thick as <b>wool</b>' } })],
  });
  await main.getByRole('button', { name: 'Back to Kontasks' }).click();

  const search = main.getByRole('searchbox', { name: 'Search titles and output' });
  const [paint, fog] = [card(main, 'Paint the lighthouse'), card(main, 'Fog')];
  await paint.waitFor();
  await search.fill('wool');
  await gone(paint);
  await fog.waitFor();
  await search.fill('stripes');
  await paint.waitFor();
  await search.press('Escape');
  await fog.waitFor();

  await main.getByRole('button', { name: 'Filter by scope' }).click();
  await main.getByRole('menuitemcheckbox', { name: 'coast' }).click();
  await main.keyboard.press('Escape');
  await gone(fog);
  await main.getByText('1 of 2', { exact: true }).waitFor();
  await main.getByRole('button', { name: 'Saved filters' }).click();
  await main.getByRole('menuitem', { name: 'Save this filter…' }).click();
  await main.getByRole('textbox', { name: 'Name' }).fill('Ashore');
  await main.getByRole('button', { name: 'Save', exact: true }).click();
  await main.getByText('Saved the filter “Ashore”.').waitFor();
  await main.getByRole('button', { name: 'Clear', exact: true }).click();
  await fog.waitFor();

  await scene.launched.close();
  const after = await scene.again();
  await toKontasks(after);
  await card(after.main, 'Fog').waitFor();
  await after.main.getByRole('button', { name: 'Saved filters' }).click();
  await after.main.getByRole('menuitem', { name: 'Ashore' }).click();
  await gone(card(after.main, 'Fog'));
  await card(after.main, 'Paint the lighthouse').waitFor();
});

test('cards are moved with the mouse and the keys, many are deleted at once, and each is taken back', async () => {
  const scene = await openKontasks();
  const { main } = scene;
  await command(main, 'kontask.import', {
    kontasks: [one('a', 'Anchor'), one('b', 'Buoy'), one('c', 'Cable')],
  });
  const inColumn = (name: string, title: string) =>
    card(main, title).and(column(main, name).getByRole('article'));
  await inColumn('Pending', 'Anchor').waitFor();
  await card(main, 'Anchor').dragTo(main.locator('[data-column=completed]'));
  await inColumn('Completed', 'Anchor').waitFor();
  await waitFor('it to be kept', async () => (await statusOf(scene, 'a')) === 'completed');
  await undo(main).click();
  await inColumn('Pending', 'Anchor').waitFor();

  await card(main, 'Buoy').focus();
  await main.keyboard.press('Alt+ArrowRight');
  await inColumn('Completed', 'Buoy').waitFor();
  await waitFor('it to be kept', async () => (await statusOf(scene, 'b')) === 'completed');
  // The keys stay with the card.
  await waitFor('the focus', () =>
    card(main, 'Buoy').evaluate((at) => at === document.activeElement),
  );
  await undo(main).waitFor();
  await main.keyboard.press('Control+z');
  await inColumn('Pending', 'Buoy').waitFor();

  await main.getByRole('radio', { name: 'List' }).click();
  const rows = main.getByRole('list', { name: 'Kontasks', exact: true }).getByRole('article');
  await rows.nth(2).waitFor();
  await rows.first().focus();
  await main.keyboard.press('Space');
  await main.keyboard.press('Shift+ArrowDown');
  const bar = main.getByRole('toolbar', { name: 'Selected kontasks' });
  await bar.getByText('2 selected').waitFor();
  await bar.getByRole('button', { name: 'Delete' }).click();
  await main.getByText('Deleted 2 kontasks.').waitFor();
  await waitFor('one row', async () => (await rows.count()) === 1);
  await undo(main).click();
  await waitFor('three rows', async () => (await rows.count()) === 3);

  const last = (await rows.last().getAttribute('aria-label')) ?? '';
  await rows.first().focus();
  await main.keyboard.press('End');
  await main.keyboard.press('Enter');
  await main.getByRole('heading', { name: last, level: 1 }).waitFor();
});
