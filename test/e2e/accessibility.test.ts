/** Every screen of the real app under axe-core, in both themes, wide and narrow: no violations. */
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import {
  answer,
  httpError,
  slowDrip,
  stallMidStream,
  toolCalls,
} from '../fakes/anthropic-scenarios';
import { violations } from './support/axe';
import { command } from './support/bridge';
import { launchKonsole } from './support/launch';
import {
  finished,
  hotkeyReady,
  openScene,
  openByHotkey,
  send,
  shows,
  turnOf,
} from './support/with-provider';
import { pressKey, typeText } from './support/xdotool';

const rich = [
  '## What I found',
  'The **lamp** is turned on in `src/lamp.ts`; see [the manual](https://example.org/manual).',
  '1. It turns.\n2. It shines.\n   - far\n   - wide',
  '> Keeps ships off the rocks.',
  '```ts\nexport function turnOnLamp(): string {\n  // A comment\n  return "on" + 42;\n}\n```',
  '```mermaid\ngraph LR; Lamp --> Ship\n```',
  '$$E = mc^2$$',
  '| Part | State | Watts |\n|:-----|:-----:|------:|\n| lamp | on | 1000 |\n| horn | off | 0 |',
  '- [x] looked\n- [ ] mended',
].join('\n\n');

/** Looks at a screen at both widths that its layout knows. */
async function look(page: Page, screen: string, found: string[]): Promise<void> {
  for (const width of [1600, 720]) {
    await page.setViewportSize({ width, height: 900 });
    found.push(...(await violations(page, `${screen} at ${width} px`)));
  }
  await page.setViewportSize({ width: 1600, height: 900 });
}

test('the first run has no violations', async () => {
  const launched = await launchKonsole({ env: { KONSOLE_NO_LOCAL: '1' } });
  onTestFinished(launched.close);
  const page = await launched.mainWindow();
  await page.getByRole('main', { name: 'First run' }).waitFor();
  const found: string[] = [];
  await look(page, 'first run', found);
  expect(found).toEqual([]);
});

test('a session has no violations while it runs, once it is done, and when it failed', async () => {
  const { fake, main } = await openScene();
  const found: string[] = [];
  await look(main, 'new session', found);

  fake.next(
    toolCalls(
      [
        { name: 'read', input: { path: 'README.md' } },
        { name: 'read', input: { path: 'nowhere.md' } },
      ],
      { thinking: 'First I look at the project.' },
    ),
    answer(rich),
  );
  await send(main, 'What is this project?');
  await finished(main, 1);
  const turn = turnOf(main, 1);
  await turn.getByRole('button', { name: /^Thought/ }).click();
  await turn
    .getByRole('button', { name: /README\.md/ })
    .first()
    .click();
  await look(main, 'finished turn with open steps', found);

  fake.next(slowDrip('The lamp turns and the horn sounds over the water. '.repeat(200), 5));
  await send(main, 'Tell a story');
  await shows(main, 2, /The lamp turns/);
  await look(main, 'running turn', found);
  await main.getByRole('button', { name: 'Stop' }).click();
  await finished(main, 2);
  await look(main, 'interrupted turn', found);

  fake.next(httpError(400, 'invalid_request_error', 'That cannot be asked'));
  await send(main, 'Fail, please');
  await finished(main, 3);
  await look(main, 'failed turn', found);
  expect(found).toEqual([]);
});

test('settings, diagnostics and what lies over the page have no violations', async () => {
  const { fake, main } = await openScene();
  const found: string[] = [];
  fake.next(answer('Done.'));
  await send(main, 'A session to look for');
  await finished(main, 1);

  await main.getByRole('link', { name: 'Settings' }).click();
  await main.getByRole('group', { name: 'Providers' }).waitFor();
  await look(main, 'settings', found);
  await main.getByRole('link', { name: 'Diagnostics' }).click();
  await look(main, 'diagnostics', found);
  await main.getByRole('link', { name: 'Sessions' }).click();

  await main
    .getByRole('button', { name: /^More for/ })
    .first()
    .click();
  await main.getByRole('menu').waitFor();
  await look(main, 'menu of a session', found);
  await main.keyboard.press('Escape');

  await main.keyboard.press('Control+k');
  await main.getByRole('dialog').waitFor();
  await look(main, 'command palette', found);
  await main.keyboard.press('Escape');

  await main.keyboard.press('Control+f');
  await main.getByRole('textbox', { name: 'Find in session' }).fill('session');
  await look(main, 'find in session', found);
  await main.keyboard.press('Escape');

  await main.getByRole('searchbox', { name: 'Search sessions' }).fill('session');
  await look(main, 'search over sessions', found);
  expect(found).toEqual([]);
});

async function openKontasks() {
  const { main } = await openScene();
  const kontasks = ['pending', 'in_progress', 'needs_decision', 'completed', 'failed'].map(
    (status, at) => ({
      ...{ id: `k${at}`, type: 'general', status, title: `One that is ${status}` },
      ...{ scope: 'coast', tags: ['lamp', 'horn'], targetUser: 'claude' },
      context: {
        output: at === 2 ? '<h2>Which lamp?</h2><p>The old one.</p>' : '# Lit\n\nIt **shines**.',
        choices: [{ label: 'The old one', value: 'Take the old one', primary: true }],
        turnTiming: { totalMs: 4200, ttfeMs: 200, thinkingMs: 3000, toolExecutionMs: 1000 },
      },
    }),
  );
  await command(main, 'kontask.import', { kontasks });
  await main.getByRole('link', { name: 'Kontasks' }).click();
  const asking = main.getByRole('article', { name: 'One that is needs_decision' });
  await asking.waitFor();
  return { main, kontasks, asking };
}

test('kontasks have no violations as a board, as a list, and where a choice is made', async () => {
  const { main, asking } = await openKontasks();
  const found: string[] = [];
  await look(main, 'board', found);
  await asking.getByRole('button', { name: 'The old one' }).click();
  await main.getByRole('dialog').getByText('Take the old one').waitFor();
  await look(main, 'choice on the board', found);
  await main.keyboard.press('Escape');
  await main.getByRole('radio', { name: 'List' }).click();
  await asking.focus();
  await main.keyboard.press('Space');
  await main.getByRole('toolbar', { name: 'Selected kontasks' }).waitFor();
  await look(main, 'list with one selected', found);
  expect(found).toEqual([]);
});

test('a kontask has no violations: its page, a new one, and a file of them', async () => {
  const { main, kontasks, asking } = await openKontasks();
  const found: string[] = [];
  await main.getByTestId('import-file').setInputFiles({
    name: 'lights.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify([...kontasks, { id: 'nameless' }])),
  });
  await main.getByRole('list', { name: 'Problems' }).waitFor();
  await look(main, 'import', found);
  await main.keyboard.press('Escape');
  await main.getByRole('button', { name: 'New kontask' }).click();
  await main.getByRole('button', { name: 'Add a choice' }).click();
  await look(main, 'new kontask', found);
  await main.keyboard.press('Escape');

  await asking.click();
  const region = (name: string) => main.getByRole('region', { name, exact: true });
  await main.frameLocator('iframe[title=Output]').getByText('The old one.').waitFor();
  await region('Raw data').getByRole('button', { name: 'Show JSON' }).click();
  await look(main, 'page', found);
  expect(found).toEqual([]);
});

test('the quick window has no violations, empty, waiting and answered', async () => {
  const scene = await openScene();
  const { fake, quick } = scene;
  await hotkeyReady(scene);
  await openByHotkey(scene);
  const found = await violations(quick, 'quick window, empty');
  fake.next(stallMidStream('It is'));
  await typeText('what is it');
  await pressKey('Return');
  const log = quick.getByRole('log', { name: 'Answer' });
  await log.getByText('It is').waitFor();
  found.push(...(await violations(quick, 'quick window, answering')));
  expect(found).toEqual([]);
});
