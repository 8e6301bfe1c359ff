/** The whole main job on the real app by keyboard alone: nothing here clicks, fills or focuses by script. */
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { answer, slowDrip, toolCalls } from '../fakes/anthropic-scenarios';
import { launchKonsole } from './support/launch';
import { finished, openScene, shows, turnOf } from './support/with-provider';
import { waitFor } from './support/wait';

/** Presses of Tab after which what is looked for cannot be reached by it. */
const farthest = 60;

/** What has the focus: its role as told or implied, and its name. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element) return '';
    const roles: Record<string, string> = {
      A: 'link',
      BUTTON: 'button',
      TEXTAREA: 'textbox',
      INPUT: 'textbox',
    };
    const role = element.getAttribute('role') ?? roles[element.tagName] ?? '';
    const name = element.getAttribute('aria-label') ?? element.textContent ?? '';
    return `${role} ${name.replace(/\s+/g, ' ').trim()}`;
  });
}

async function tabTo(page: Page, what: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const passed: string[] = [];
  for (let press = 0; press < farthest; press += 1) {
    const now = await focused(page);
    if (what.test(now)) return;
    passed.push(now);
    await page.keyboard.press(key);
  }
  throw new Error(`${String(what)} was not reached by ${key}. Passed: ${passed.join(' | ')}`);
}

const hasFocus = (page: Page, what: RegExp) =>
  waitFor(`the focus on ${String(what)}`, async () => what.test(await focused(page)));

/** While a message is on its way, its words stand in the box and no key changes them. */
const isTaken = (page: Page) =>
  waitFor('the message to be taken', () =>
    page
      .getByRole('textbox', { name: 'Message' })
      .evaluate((box) => box instanceof HTMLTextAreaElement && box.value === '' && !box.readOnly),
  );

/** The focus is seen: an outline, a ring or a frame of the box around it. */
async function focusIsSeen(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const outlined = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0;
    return outlined || element.closest('form:focus-within') !== null;
  });
}

test('from the first run to an answer of the demo', async () => {
  const launched = await launchKonsole({ env: { KONSOLE_NO_LOCAL: '1' } });
  onTestFinished(launched.close);
  const page = await launched.mainWindow();
  await page.getByRole('main', { name: 'First run' }).waitFor();
  await tabTo(page, /^button Try the demo/);
  expect(await focusIsSeen(page)).toBe(true);
  await page.keyboard.press('Enter');
  await hasFocus(page, /^textbox Message/);
  await page.keyboard.type('What is in this folder?');
  await page.keyboard.press('Enter');
  await finished(page, 1);
});

test('ask, open a step, steer, queue, stop, find, go elsewhere, rename, delete and take it back', async () => {
  const { fake, main } = await openScene();
  const { keyboard } = main;
  await hasFocus(main, /^textbox Message/);
  fake.next(
    toolCalls([{ name: 'read', input: { path: 'README.md' } }], { thinking: 'Let me look.' }),
    answer('It is **Lighthouse**.'),
  );
  await keyboard.type('What is this?');
  await keyboard.press('Enter');
  await finished(main, 1);

  // Back through the page to the step, which opens and closes.
  await tabTo(main, /^button .*README\.md/, 'Shift+Tab');
  expect(await focusIsSeen(main)).toBe(true);
  await keyboard.press('Enter');
  await turnOf(main, 1).getByText('Keeps ships off the rocks').first().waitFor();
  await tabTo(main, /^textbox Message/);

  // A running turn is told something, is followed by another message, and stopped.
  fake.when('Tell the story', slowDrip('The lamp turns and the horn sounds. '.repeat(200), 5));
  await keyboard.type('Tell the story');
  await keyboard.press('Enter');
  await shows(main, 2, /The lamp turns/);
  await isTaken(main);
  await keyboard.type('Make it short');
  await keyboard.press('Enter');
  await turnOf(main, 2).getByText('Make it short').waitFor();
  await isTaken(main);
  await keyboard.type('And another one');
  await keyboard.press('Control+Enter');
  await main.getByRole('list', { name: 'Queue' }).getByText('And another one').waitFor();
  await keyboard.press('Escape');
  await keyboard.press('Escape');
  expect(await finished(main, 2)).toContain('Interrupted');

  await keyboard.press('Control+f');
  await hasFocus(main, /^textbox Find in session/);
  await keyboard.type('Lighthouse');
  await main
    .getByRole('status')
    .filter({ hasText: /^1 of \d/ })
    .waitFor();
  await keyboard.press('Escape');
  await hasFocus(main, /^textbox Message/);

  // A new session and back, by the palette and by the list.
  await keyboard.press('Control+k');
  await hasFocus(main, /^combobox Command$/);
  await keyboard.type('new session');
  await keyboard.press('Enter');
  await main.getByRole('article').first().waitFor({ state: 'detached' });
  await keyboard.press('Control+Shift+f');
  await hasFocus(main, /Search sessions/);
  await keyboard.type('Lighthouse');
  await main.getByRole('list', { name: 'Places found' }).waitFor();
  await keyboard.press('Enter');
  await turnOf(main, 1).waitFor();

  // The list itself: rename in place, delete, take it back.
  await keyboard.press('Control+Shift+f');
  await keyboard.press('Escape');
  await main.getByRole('list', { name: 'Places found' }).waitFor({ state: 'detached' });
  await tabTo(main, /^button What is this\?/);
  await keyboard.press('F2');
  await hasFocus(main, /Session title/);
  await keyboard.type('A lighthouse');
  await keyboard.press('Enter');
  await hasFocus(main, /^button A lighthouse/);
  await keyboard.press('Delete');
  const row = main.getByRole('button', { name: /^A lighthouse/ });
  await row.waitFor({ state: 'detached' });
  await keyboard.press('Control+z');
  await row.waitFor();
  await turnOf(main, 1).waitFor();

  await keyboard.press('Control+,');
  await main.getByRole('group', { name: 'Providers' }).waitFor();
});
