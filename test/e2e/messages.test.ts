/** Short messages on the real Electron: wherever they come up, and in however small a window, they lie over no control. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { answer } from '../fakes/anthropic-scenarios';
import { card, gone, one, openKontasks, undo } from './support/kontasks';
import { finished, openScene, send, turnOf } from './support/with-provider';

/** CSS px, as narrow as a browser beside something else and as wide as a whole screen. */
const sizes = [
  { width: 480, height: 560 },
  { width: 640, height: 480 },
  { width: 820, height: 600 },
  { width: 1120, height: 700 },
  { width: 1280, height: 800 },
];

/** Controls of which some part that is in sight lies under a message. A dialog's own dimming is no message. */
const covered = (page: Page) =>
  page.evaluate(() => {
    const messages = document.querySelector('section[aria-label=Messages]');
    const cards = [...(messages?.children ?? [])].map((card) => card.getBoundingClientRect());
    if (!messages || cards.length === 0) return ['there is no message'];
    const inSight = (element: Element) => {
      let { left, top, right, bottom } = element.getBoundingClientRect();
      let around = element.parentElement;
      for (let fixed = false; around && !fixed; around = around.parentElement) {
        fixed = getComputedStyle(around).position === 'fixed';
        if (getComputedStyle(around).overflow === 'visible') continue;
        const clip = around.getBoundingClientRect();
        [left, top] = [Math.max(left, clip.left), Math.max(top, clip.top)];
        [right, bottom] = [Math.min(right, clip.right), Math.min(bottom, clip.bottom)];
      }
      return { left, top, right, bottom };
    };
    const controls = document.querySelectorAll('a[href], button, input, textarea, [role=tab]');
    const under: string[] = [];
    for (const control of controls) {
      if (messages.contains(control) || !control.checkVisibility({ visibilityProperty: true }))
        continue;
      const { left, top, right, bottom } = inSight(control);
      // Parts of a pixel are how borders are rounded.
      const [width, height] = [right - left, bottom - top];
      if (width < 1 || height < 1) continue;
      const hit = cards.some(
        (card) =>
          card.left < right - 0.5 &&
          card.right > left + 0.5 &&
          card.top < bottom - 0.5 &&
          card.bottom > top + 0.5,
      );
      if (hit) under.push(control.getAttribute('aria-label') ?? control.textContent ?? '');
    }
    return under;
  });

/** What takes the focus keeps the message for as long as it is looked at. */
const hold = (page: Page) => page.getByRole('button', { name: 'Dismiss' }).first().focus();

async function coversNothing(page: Page, what: string) {
  for (const size of sizes) {
    await page.setViewportSize(size);
    await expect
      .poll(() => covered(page), { message: `${what} at ${size.width} px`, timeout: 5_000 })
      .toEqual([]);
  }
}

test('messages lie over no control of the kontasks, their forms, panes and pages, from 480 px on', async () => {
  const scene = await openKontasks();
  const { main } = scene;
  let batch = 0;
  /** A fresh message with Undo. */
  const bring = async () => {
    batch += 1;
    const many = Array.from({ length: 30 }, (_, at) =>
      one(`k${batch}-${at}`, `Lamp ${batch}.${at}`),
    );
    await main.getByTestId('import-file').setInputFiles({
      name: 'lamps.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(many)),
    });
    const dialog = main.getByRole('dialog', { name: 'Import kontasks' });
    await dialog.getByRole('button', { name: 'Import 30 kontasks' }).click();
    await gone(dialog);
    await undo(main).waitFor();
  };
  await bring();
  await hold(main);
  await coversNothing(main, 'the list');

  await main.setViewportSize({ width: 1280, height: 800 });
  await card(main, 'Lamp 1.29').click({ modifiers: ['ControlOrMeta'] });
  await main.getByRole('toolbar', { name: 'Selected kontasks' }).waitFor();
  await hold(main);
  await coversNothing(main, 'the list with some chosen');

  await main.setViewportSize({ width: 1280, height: 800 });
  await bring();
  await main.getByRole('button', { name: 'New kontask' }).click();
  await main.getByRole('dialog', { name: 'New kontask' }).waitFor();
  await coversNothing(main, 'a form');
  await main.keyboard.press('Escape');

  await main.setViewportSize({ width: 700, height: 500 });
  await bring();
  await main.getByRole('button', { name: 'Sidebar', exact: true }).click();
  await hold(main);
  expect(await covered(main)).toEqual([]);
  // Below 800 px it lies over the page.
  expect(await main.getByRole('complementary', { name: 'Sidebar' }).isVisible()).toBe(true);
});

test('messages lie over no control of a conversation or the settings, and leave the composer where it can be written in', async () => {
  const { main, fake } = await openScene();
  fake.next(answer('The lamp is lit. '.repeat(200)));
  await send(main, 'Is the lamp lit?');
  await finished(main, 1);
  // Said at the turn, for two seconds: a message for each copy would move the composer.
  const said = turnOf(main, 1).getByText('Copied').waitFor();
  await Promise.all([said, turnOf(main, 1).getByRole('button', { name: 'Copy answer' }).click()]);
  await turnOf(main, 1).getByRole('button', { name: 'Make kontask' }).click();
  await main.getByText('Kontask made').waitFor();
  await hold(main);
  await coversNothing(main, 'a conversation');
  await main.setViewportSize({ width: 480, height: 560 });
  await main.getByRole('textbox', { name: 'Message' }).fill('And the horn?');
  await main.getByRole('button', { name: 'Send' }).click({ trial: true });
  await main.setViewportSize({ width: 1280, height: 800 });
  await main.getByRole('link', { name: 'Settings' }).click();
  await main.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
  await hold(main);
  await coversNothing(main, 'the settings');
});
