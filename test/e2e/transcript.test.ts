/** A session of many turns on the real Electron: what is laid out, what stays put, where it opens, what is found. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { answer, slowDrip } from '../fakes/anthropic-scenarios';
import { command } from './support/bridge';
import { waitFor } from './support/wait';
import { finished, openScene, send, shows, turnOf } from './support/with-provider';
import type { Scene } from './support/with-provider';

/** About 4 KB each: a snapshot holds some sixty of them, and what is before comes in pages. */
const sentence = 'The lamp turns and the horn sounds over the grey water.';
const story = `${sentence} `.repeat(70);
const long = 240_000;

/** A session of finished turns, asked one after the other as a person would who queues them. */
async function longSession(scene: Scene, turns: number): Promise<string> {
  const { fake, main } = scene;
  for (let at = 1; at <= turns; at += 1)
    fake.when(`question number ${at}.`, answer(`Answer ${at}. ${story}`, { chunks: 1 }));
  const { session } = await command(main, 'session.create', {
    kind: 'main',
    workspace: scene.workspace,
  });
  const waiting = async () => {
    const { snapshot } = await command(main, 'session.get', { session: session.id });
    return snapshot.queue.length + (snapshot.session.turn === undefined ? 0 : 1);
  };
  // Only so many may wait at a time.
  for (let at = 1; at <= turns; at += 1) {
    await command(main, 'turn.send', { session: session.id, text: `question number ${at}.` });
    if (at % 20 === 0 || at === turns)
      await waitFor('the turns to end', async () => (await waiting()) === 0, 60_000);
  }
  return session.id;
}

async function open(page: Page): Promise<void> {
  await page.getByRole('list', { name: 'Recent' }).getByText('question number 1.').first().click();
  await page.getByRole('article').first().waitFor();
}

/** The first turn in sight, how far its top lies below that of the view, and how much is laid out. */
function reader(page: Page) {
  return page.getByRole('log', { name: 'Transcript' }).evaluate((log) => {
    const edge = log.getBoundingClientRect().top;
    const rows = [...log.querySelectorAll<HTMLElement>('article')];
    const first = rows.find((row) => row.getBoundingClientRect().bottom > edge + 1);
    return {
      turn: first?.dataset.turn ?? '',
      top: first ? first.getBoundingClientRect().top - edge : 0,
      rows: rows.length,
      fromStart: log.scrollTop,
      fromEnd: log.scrollHeight - log.clientHeight - log.scrollTop,
      height: log.scrollHeight,
    };
  });
}

const topOf = (page: Page, turn: string) =>
  page.getByRole('log', { name: 'Transcript' }).evaluate((log, id) => {
    const row = log.querySelector(`[data-turn="${id}"]`);
    return (row?.getBoundingClientRect().top ?? -1) - log.getBoundingClientRect().top;
  }, turn);

test('a long session opens at its end, stays put while earlier turns come, and opens where it was left', {
  timeout: long,
}, async () => {
  const scene = await openScene();
  const session = await longSession(scene, 150);
  const { main } = scene;
  await open(main);
  await waitFor('the end', async () => (await reader(main)).fromEnd < 2);
  expect((await reader(main)).rows).toBeLessThan(30);

  // To the very start of what is here: earlier turns come, and the one that was first stays in sight.
  const { snapshot } = await command(main, 'session.get', { session });
  const first = snapshot.turns[0]?.id ?? '';
  const { height } = await reader(main);
  await main.getByRole('log', { name: 'Transcript' }).focus();
  await main.keyboard.press('Home');
  await waitFor('earlier turns', async () => (await reader(main)).height > height + 5_000);
  await waitFor('the reader to be left where they were', async () => {
    const top = await topOf(main, first);
    return top > 0 && top < 160 && (await reader(main)).fromStart > 5_000;
  });
  const before = await reader(main);
  expect(before.rows).toBeLessThan(30);

  // Closed in the middle of somewhere and opened again, it is there.
  await main.mouse.move(640, 400);
  await main.mouse.wheel(0, -900);
  await waitFor(
    'to have scrolled',
    async () => (await reader(main)).fromStart < before.fromStart - 500,
  );
  const kept = () => main.evaluate(() => localStorage.getItem('konsole.read-places') ?? '');
  const left = await waitFor('the place to be kept', async () => {
    const now = await reader(main);
    return (await kept()).includes(`"into":${Math.round(-now.top)}`) ? now : undefined;
  });
  await scene.launched.close();
  const { main: again } = await scene.again();
  await open(again);
  await waitFor('the place where it was left', async () => {
    const now = await reader(again);
    return now.turn === left.turn && Math.abs(now.top - left.top) < 3;
  });
});

test('what streams is followed at the end alone, and New below leads there', async () => {
  const { fake, main } = await openScene();
  fake.next(answer(story.repeat(2)), slowDrip(story.repeat(3), 20));
  await send(main, 'first');
  await shows(main, 1, /The lamp turns/);
  await send(main, 'second');
  await shows(main, 2, /The lamp turns/);
  const grown = async () => {
    const { height } = await reader(main);
    await waitFor('more to be written', async () => (await reader(main)).height > height + 40);
  };
  await grown();
  await waitFor('the end to be followed', async () => (await reader(main)).fromEnd < 2);

  await main.mouse.move(640, 300);
  await main.mouse.wheel(0, -500);
  await main.getByRole('button', { name: 'New below' }).waitFor();
  const away = await reader(main);
  await grown();
  expect(Math.abs((await topOf(main, away.turn)) - away.top)).toBeLessThan(3);

  await main.getByRole('button', { name: 'New below' }).click();
  await waitFor('the end', async () => (await reader(main)).fromEnd < 2);
  await grown();
  await waitFor('the end to be followed again', async () => (await reader(main)).fromEnd < 2);
});

test('what comes in large pieces is followed to its end, though what is above gets smaller meanwhile', async () => {
  const { fake, main } = await openScene();
  // Parts that leave the view are not laid out any more, and of another height until they are seen again.
  fake.next(answer(story.repeat(10)));
  await send(main, 'first');
  await finished(main, 1);
  // Of a long answer that comes at once the page shows a piece a frame, and all of it only after the turn has ended.
  const sentences = async () =>
    ((await turnOf(main, 1).textContent()) ?? '').split(sentence).length - 1;
  await waitFor('all of it', async () => (await sentences()) === 700);
  await waitFor('its end', async () => (await reader(main)).fromEnd < 2);
  expect((await reader(main)).fromStart).toBeGreaterThan(4_000);
});

test('who sends while reading above is led to what comes of it', async () => {
  const { fake, main } = await openScene();
  fake.next(answer(story.repeat(8)), slowDrip(story.repeat(3), 20));
  await send(main, 'first');
  await shows(main, 1, /The lamp turns/);
  await waitFor('the end', async () => (await reader(main)).fromEnd < 2);
  await main.mouse.move(640, 300);
  await main.mouse.wheel(0, -2000);
  await waitFor('the reader to be above', async () => (await reader(main)).fromEnd > 500);
  await send(main, 'second');
  await shows(main, 2, /The lamp turns/);
  await waitFor('the end', async () => (await reader(main)).fromEnd < 2);
});

test('find leads to an early turn that was not loaded', { timeout: long }, async () => {
  const scene = await openScene();
  await longSession(scene, 90);
  const { main } = scene;
  await open(main);
  await waitFor('the end', async () => (await reader(main)).fromEnd < 2);
  expect(await turnOf(main, 3).count()).toBe(0);
  await main.keyboard.press('ControlOrMeta+f');
  const box = main.getByRole('textbox', { name: 'Find in session' });
  await box.fill('Answer 3.');
  await main.getByRole('search').getByText('1 of 1').waitFor();
  await box.press('Enter');
  await turnOf(main, 3).getByText('Answer 3.').waitFor();
  const marked = () => main.evaluate(() => CSS.highlights.get('find-current')?.size ?? 0);
  await waitFor('the words to be marked', async () => (await marked()) === 1);
  expect(await box.evaluate((one) => one === document.activeElement)).toBe(true);
  expect((await reader(main)).rows).toBeLessThan(30);
});
