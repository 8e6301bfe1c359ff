/** A main turn and a Quick Turn side by side on the real Electron, against a provider that speaks the true wire. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answer, stallMidStream, toolCalls } from '../fakes/anthropic-scenarios';
import { heldAnswer } from '../fakes/faults/answers';
import {
  fakeKey,
  finished,
  hotkeyReady,
  openByHotkey,
  openScene,
  quickShown,
  send,
  shows,
  turnOf,
} from './support/with-provider';
import { command } from './support/bridge';
import { waitFor } from './support/wait';
import { pressKey, typeText } from './support/xdotool';

const story = 'The lamp turns and the horn sounds over the water. '.repeat(20);

test('a main turn thinks, reads the real folder, answers in markdown, and its times add up (I11)', async () => {
  const { fake, main } = await openScene();
  fake.next(
    toolCalls([{ name: 'glob', input: { pattern: '**/*.ts' } }], {
      thinking: 'First I look which files there are.',
      signature: 'sig-1',
    }),
    toolCalls([
      { name: 'read', input: { path: 'README.md' } },
      { name: 'grep', input: { pattern: 'turnOnLamp' } },
    ]),
    answer('## Findings\n\nIt is **Lighthouse**, see `src/lamp.ts`.', { chunks: 6, paceMs: 20 }),
  );
  await send(main, 'What is this project?');
  await finished(main, 1);
  const turn = turnOf(main, 1);
  await turn.getByRole('heading', { name: 'Findings' }).waitFor();
  const text = await turn.innerText();
  for (const words of ['What is this project?', 'First I look', 'README.md', 'turnOnLamp']) {
    expect(text).toContain(words);
  }
  // The tools ran on the folder itself: their results went back to the model, thinking and its signature verbatim.
  const results = JSON.stringify(fake.requests[2]?.body.messages);
  expect(results).toContain('Keeps ships off the rocks');
  expect(results).toContain('src/horn.ts');
  expect(results).toContain('"signature":"sig-1"');

  const figures = await main.getByRole('region', { name: 'This turn' }).innerText();
  expect(figures).toMatch(/Tools · 3/);
  const { sessions } = await command(main, 'session.list', {});
  const { turns } = await command(main, 'history.page', { session: sessions[0]?.id ?? '' });
  const timing: Record<string, number> = { ...turns[0]?.timing };
  const parts = ['ttfe', 'thinking', 'responding', 'toolExecution', 'approval', 'retry', 'other'];
  const sum = parts.reduce((total, part) => total + (timing[`${part}Ms`] ?? Number.NaN), 0);
  expect(sum).toBe(timing.totalMs);
  expect(timing.toolCallCount).toBe(3);
});

test('a Quick Turn opened by a real key press answers while the main turn streams on (I8)', async () => {
  const scene = await openScene();
  const { fake, main, quick } = scene;
  // First, as the quick question brings words about the main turn with it.
  fake.when('why is it slow', answer('The main turn is telling a story.', { paceMs: 10 }));
  const told = heldAnswer(story, story, 5);
  fake.when('Tell the story', told.scenario);
  await hotkeyReady(scene);
  await send(main, 'Tell the story');
  await shows(main, 1, /The lamp turns/);

  await openByHotkey(scene);
  await typeText('why is it slow');
  await pressKey('Return');
  const log = quick.getByRole('log', { name: 'Answer' });
  await log.getByText('The main turn is telling a story.').waitFor();
  // It answered in the middle of the main turn, and knew of it.
  expect(await main.getByRole('button', { name: 'Stop' }).isVisible()).toBe(true);
  const question = fake.requests.find((request) => request.question.includes('why is it slow'));
  expect(question?.question).toContain('Tell the story');

  await pressKey('Escape');
  await waitFor('it to hide', async () => !(await quickShown(scene)));
  told.end();
  const text = await finished(main, 1, 40_000);
  expect(text.replace(/\s+/g, ' ')).toContain(story.repeat(2).trim());
});

test('Stop ends a turn at once, keeps what was said, and the session goes on', async () => {
  const { fake, main } = await openScene();
  // A turn that nobody stops never ends.
  fake.next(stallMidStream('The lamp turns'), answer('Going on.'));
  await send(main, 'Tell me');
  await shows(main, 1, /The lamp turns/);
  await main.getByRole('button', { name: 'Stop' }).click();
  const stopped = await finished(main, 1);
  expect(stopped).toContain('The lamp turns');
  expect(stopped).toContain('Interrupted');
  await waitFor('the provider to be let go', () => Promise.resolve(fake.open() === 0));

  await send(main, 'Go on');
  await shows(main, 2, 'Going on.');
  const roles = fake.requests[1]?.body.messages.map(({ role }) => role);
  expect(roles).toEqual(['user', 'assistant', 'user']);
});

test('what is sent while a turn runs waits its turn; Esc twice stops and the queue waits for a person', async () => {
  const { fake, main } = await openScene();
  fake.when('first', stallMidStream('The lamp turns'));
  fake.when('second', answer('Second answer.'));
  await send(main, 'first');
  await shows(main, 1, /The lamp turns/);
  await send(main, 'second');
  await main.getByRole('list', { name: 'Queue' }).getByText('second').waitFor();
  // Of one Esc nothing is left after a while.
  const again = main.getByText('again to stop');
  await Promise.all([again.waitFor(), main.keyboard.press('Escape')]);
  await again.waitFor({ state: 'detached' });
  await main.getByRole('button', { name: 'Stop' }).waitFor();
  // The second comes soon after the first, however slow what drives the page is.
  const cdp = await main.context().newCDPSession(main);
  const key = { key: 'Escape', code: 'Escape', windowsVirtualKeyCode: 27 };
  const strokes = ['keyDown', 'keyUp', 'keyDown', 'keyUp'] as const;
  await Promise.all(strokes.map((type) => cdp.send('Input.dispatchKeyEvent', { type, ...key })));
  await cdp.detach();
  await finished(main, 1);
  expect(await turnOf(main, 2).count()).toBe(0);
  await main.getByRole('button', { name: 'Go on' }).click();
  await shows(main, 2, 'Second answer.');
});

test('attack 13: the key is in no file, window, output or answer of the app', async () => {
  const { fake, main, home, launched } = await openScene();
  fake.next(answer('Fine.'));
  await send(main, 'hello');
  await shows(main, 1, 'Fine.');
  expect(fake.requests[0]?.headers.authorization).toBe(`Bearer ${fakeKey}`);
  const names = [
    'provider.list',
    'settings.get',
    'session.list',
    'log.query',
    'pool.status',
  ] as const;
  const answers = await Promise.all(names.map((name) => command(main, name, {})));
  const told = JSON.stringify(answers) + (await main.content());
  expect(told).toContain('FAKE_KEY');
  await launched.close();
  const files = await readdir(home, { recursive: true, withFileTypes: true });
  const kept = files.filter((entry) => entry.isFile() && !entry.parentPath.includes('electron'));
  const texts = await Promise.all(
    kept.map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')),
  );
  expect(kept.map((entry) => entry.name)).toContain('settings.json');
  for (const text of [told, launched.output(), ...texts]) expect(text).not.toContain(fakeKey);
});
