/**
 * The page that Konsole grew from: a decision with rendered output, three choices, details, timing and raw data. It is
 * imported as a person does it, everything on it is there, one click answers it, and the file goes out as it came in.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answer } from '../fakes/anthropic-scenarios';
import { command } from './support/bridge';
import { waitFor } from './support/wait';
import { openScene, type Scene } from './support/with-provider';

const file = join(import.meta.dirname, '..', 'fixtures', 'kontasks', 'decision.json');
const title = 'WebSocket vs SSE: Quick Turn Timing Decision';
const sent = 'Proceed with Quick Turn on SSE first, then WebSocket refactor later';

async function importIt({ main }: Scene): Promise<void> {
  await main.getByRole('link', { name: 'Kontasks', exact: true }).click();
  await main.getByTestId('import-file').setInputFiles(file);
  await main.getByRole('button', { name: 'Import 1 kontask' }).click();
  await main.getByRole('article', { name: title }).waitFor();
}

async function openIt(scene: Scene) {
  const { main } = scene;
  await main.getByRole('article', { name: title }).click();
  await main.getByRole('heading', { name: title }).waitFor();
  return (name: string) => main.getByRole('region', { name, exact: true });
}

/** The same JSON has the same text, whatever the order of its fields. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, sorted(inner)]));
}

test('an imported decision has everything on its page', async () => {
  const scene = await openScene();
  await importIt(scene);
  const region = await openIt(scene);
  const { main } = scene;
  await main
    .getByText(
      'Analysis of whether to do WebSocket refactor now or implement Quick Turn on SSE first',
    )
    .first()
    .waitFor();

  const output = main.frameLocator('iframe[title="Output"]');
  await output.getByRole('heading', { name: /WebSocket vs SSE: Quick Turn Timing/ }).waitFor();
  expect(await output.getByRole('columnheader').allInnerTexts()).toEqual(['SSE', 'WebSocket']);
  expect(await output.getByRole('row').count()).toBe(6);
  await output.getByRole('cell', { name: 'Binary + text' }).waitFor();
  await output.getByText('Check the WebSocket error in konsole logs').waitFor();

  const choices = region('Quick actions').getByRole('group', { name: 'Choices' });
  const labels = ['SSE first', 'WebSocket now', 'Hybrid approach'];
  expect(await choices.getByRole('button').count()).toBe(labels.length);
  for (const [at, label] of labels.entries()) {
    const button = choices.getByRole('button', { name: label, exact: true });
    expect(await button.getAttribute('aria-keyshortcuts')).toBe(String(at + 1));
  }
  const primary = choices.getByRole('button', { name: 'SSE first' });
  const other = choices.getByRole('button', { name: 'WebSocket now' });
  const colour = (button: typeof primary) =>
    button.evaluate((one) => getComputedStyle(one).backgroundColor);
  expect(await colour(primary)).not.toBe(await colour(other));

  await region('Original request').getByText('not in this Konsole').waitFor();
  const details = await region('Details').innerText();
  for (const fact of ['General', 'Completed', 'vibetools', 'claude', 'No layout configured']) {
    expect(details).toContain(fact);
  }
  for (const tag of ['architecture', 'websocket', 'quick-turn', 'sse']) {
    expect(details).toContain(tag);
  }
  const dates = await region('Details')
    .locator('time')
    .evaluateAll((all) => all.map((one) => one.getAttribute('datetime')));
  expect(dates).toEqual(['2026-01-05T01:49:33.988Z', '2026-01-05T02:01:13.730Z']);
  const timing = (await region('Timing').innerText()).replace(/\s+/g, ' ');
  for (const figure of ['771.6 s', '63 tool', '1%', '95%', '4%']) expect(timing).toContain(figure);

  const raw = region('Raw data');
  await raw.getByRole('button', { name: 'Show JSON' }).click();
  await raw.getByText('"7becae88-448c-480c-9ca9-91fc6423a71a"').first().waitFor();

  const { kontasks } = await command(main, 'kontask.export', {});
  const original = JSON.parse(await readFile(file, 'utf8')) as unknown;
  expect(JSON.stringify(kontasks.map(sorted))).toBe(JSON.stringify([sorted(original)]));
});

test('"SSE first" clicked sends its value, once, and says so on the page', async () => {
  const scene = await openScene();
  scene.fake.when(sent, answer('SSE first it is.'));
  await importIt(scene);
  const region = await openIt(scene);
  const { main, fake } = scene;
  const actions = region('Quick actions');
  await actions.getByText(sent).first().waitFor();
  await actions.getByRole('button', { name: 'SSE first' }).click();
  await actions.getByText('chosen by').waitFor();
  const [session] = await waitFor('the session', async () => {
    const { sessions } = await command(main, 'session.list', { kind: 'main' });
    return sessions.length > 0 ? sessions : undefined;
  });
  // It stands in the session's queue until a host takes it.
  const turns = await waitFor('the turn', async () => {
    const page = await command(main, 'history.page', { session: session?.id ?? '' });
    return page.turns.length > 0 ? page.turns : undefined;
  });
  expect(turns.map(({ text }) => text)).toEqual([sent]);
  // The turn that asked is not here, so what was asked goes along.
  expect(turns[0]?.files?.map(({ name }) => name)).toEqual(['kontask.md']);
  await waitFor('the provider to be asked', () =>
    Promise.resolve(fake.requests.some(({ question }) => question.includes(sent))),
  );
  expect(await actions.getByRole('button', { name: 'WebSocket now' }).isDisabled()).toBe(true);
});
