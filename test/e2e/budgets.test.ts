/** What a turn may cost, set by a person and asked about by Konsole, with the model that runs: on the real Electron. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { answer, toolCalls } from '../fakes/anthropic-scenarios';
import { finished, openScene, send, shows, turnOf } from './support/with-provider';

/** One request costs 20 cents. */
const usage = { input_tokens: 40_000, output_tokens: 2_000 };
const looks = (path: string) =>
  toolCalls([{ name: 'read', input: { path } }], { text: `Looking at ${path}.`, usage });

const question = (main: Page) => main.getByRole('group', { name: 'Approval' });

async function setBudget(main: Page, dollars: string): Promise<void> {
  await main.getByRole('link', { name: 'Settings' }).click();
  const field = main.getByRole('group', { name: 'Budgets' }).getByLabel('One turn');
  await field.fill(dollars);
  await field.press('Enter');
  await main.getByRole('link', { name: 'Sessions' }).click();
}

test('a turn asks at its budget and goes on when it may; one that may not fails, says why, and is resumed', async () => {
  const { main, fake } = await openScene();
  await setBudget(main, '0.30');
  fake.next(looks('src/lamp.ts'), answer('Both are read.', { usage }));
  await send(main, 'Read the lamp');
  await question(main).getByText('This turn has cost', { exact: false }).waitFor();
  expect(await question(main).innerText()).toContain('may now pass $0.30, the budget of one turn');
  expect(await turnOf(main, 1).innerText()).not.toContain('Waiting for');
  expect(fake.requests).toHaveLength(1);
  await question(main).getByRole('button', { name: 'Allow', exact: true }).click();
  expect(await finished(main, 1)).toContain('Both are read.');

  fake.next(looks('src/horn.ts'));
  await send(main, 'Read the horn');
  await question(main).getByRole('button', { name: 'Deny' }).click();
  expect(await finished(main, 2)).toContain('This turn was ended at the budget of one turn.');
  expect(fake.requests).toHaveLength(3);

  fake.next(answer('The horn is read.', { usage }));
  await turnOf(main, 2).getByRole('button', { name: 'Resume' }).click();
  await shows(main, 3, 'The horn is read.');

  await main.getByRole('link', { name: 'Settings' }).click();
  const budgets = main.getByRole('group', { name: 'Budgets' });
  await budgets.getByText('· 3 turns').waitFor();
  expect(await budgets.getByLabel('One turn').inputValue()).toBe('0.30');
});
