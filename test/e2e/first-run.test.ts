/** The first run with a house that is not the first of the list: on the real Electron, from an empty home to an answer. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startFakeGemini } from '../fakes/gemini';
import { removeFolder } from './support/folder';
import { launchKonsole } from './support/launch';
import { finished, send } from './support/with-provider';

test('a key of Gemini is refused, then taken with blanks around it, and its models answer by their names', async () => {
  const fake = await startFakeGemini();
  onTestFinished(fake.close);
  const home = await mkdtemp(join(tmpdir(), 'konsole-home-'));
  onTestFinished(() => removeFolder(home));
  await writeFile(join(home, 'README.md'), '# Lighthouse\n');
  const gemini = { id: 'gemini', kind: 'gemini', name: 'Google Gemini', keyEnv: 'GEMINI_API_KEY' };
  const settings = { workspace: home, providers: [{ ...gemini, baseUrl: fake.baseUrl }] };
  await writeFile(join(home, 'settings.json'), JSON.stringify(settings));
  const launched = await launchKonsole({ home, env: { KONSOLE_NO_LOCAL: '1' } });
  onTestFinished(launched.close);
  const main = await launched.mainWindow();
  const door = main.getByRole('region', { name: 'Google Gemini' });

  const wrong = fake.dialect.refused('key');
  if (!wrong) throw new Error('Gemini can say that a key is wrong.');
  fake.next(wrong);
  await door.getByLabel('Google Gemini key').fill('AIza-wrong');
  await main.keyboard.press('Enter');
  await door.getByRole('alert').getByText('does not accept this key').waitFor();
  await door.getByLabel('Another key').fill('  AIza-right  ');
  await main.keyboard.press('Enter');
  await door.getByRole('button', { name: 'Start' }).press('Enter');
  // By its name, before any menu has been opened.
  await main.getByRole('button', { name: 'Model: Gemini 4 Argon' }).waitFor();
  expect(fake.requests.at(-1)?.headers['x-goog-api-key']).toBe('AIza-right');

  fake.next(
    fake.dialect.toolCalls([{ name: 'read', input: { path: 'README.md' } }], {
      thinking: '**Looking at the project**\n\nFirst the README.',
    }),
    fake.dialect.answer('A lighthouse.'),
  );
  await send(main, 'What is this?');
  const told = await finished(main, 1);
  expect(told).toContain('Thought · Looking at the project');
  expect(told).toContain('A lighthouse.');
});
