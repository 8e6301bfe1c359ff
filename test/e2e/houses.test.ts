/** One session that goes from house to house, and a quick question that goes over to another: on the real Electron. */
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { fakeHouse } from '../fakes/houses';
import type { HeardPart, ProviderFake } from '../fakes/dialect';
import { waitFor } from './support/wait';
import {
  finished,
  hotkeyReady,
  openScene,
  quickShown,
  send,
  shows,
  turnOf,
} from './support/with-provider';
import { pressKey } from './support/xdotool';

/** The fakes of these houses, and how the settings name them. */
async function startHouses(kinds: readonly string[]) {
  const started = [];
  for (const kind of kinds) {
    const house = fakeHouse(kind);
    const fake = await house.start();
    onTestFinished(fake.close);
    const model = `${kind}/${house.model}`;
    const settings = { id: kind, kind, baseUrl: fake.baseUrl, keyEnv: 'HOUSE_KEY' };
    started.push({ kind, fake, model, settings });
  }
  return started;
}

/** As a person does it, at the composer. */
async function chooseModel(main: Page, model: string): Promise<void> {
  await main.getByRole('button', { name: /^Model: / }).click();
  await main
    .locator(`[role=menuitemradio][title="${model}"], [role=menuitemradio]:has([title="${model}"])`)
    .click();
  await main
    .getByRole('button', { name: /^Model: / })
    .and(main.locator(`[title^="${model}"]`))
    .waitFor();
}

const env = { HOUSE_KEY: 'key-of-every-house-0123456789' };

const partsOf = (fake: ProviderFake): HeardPart[] => {
  const request = fake.requests.at(-1);
  if (!request) throw new Error('Nothing was asked.');
  return fake.dialect.hear(request).messages.flatMap(({ parts }) => parts);
};

test('a session goes from Anthropic to OpenAI to Gemini with a tool call in each, and each knows all of it', async () => {
  const houses = await startHouses(['anthropic', 'openai', 'gemini']);
  const [first] = houses;
  const { main } = await openScene({
    env,
    settings: {
      models: { main: first?.model, quick: first?.model },
      providers: houses.map(({ settings }) => settings),
    },
  });
  for (const [at, { kind, fake }] of houses.entries()) {
    fake.next(
      fake.dialect.toolCalls([{ name: 'read', input: { path: 'src/lamp.ts' } }], {
        thinking: `${kind} thinks.`,
        text: `${kind} looks.`,
      }),
      fake.dialect.answer(`The lamp, says ${kind}.`),
    );
    if (at > 0) await chooseModel(main, houses[at]?.model ?? '');
    await send(main, `What is in the lamp? Question ${at + 1}.`);
    await finished(main, at + 1);
    await shows(main, at + 1, `The lamp, says ${kind}.`);
    expect(fake.requests).toHaveLength(2);

    const parts = partsOf(fake);
    const texts = parts.flatMap((part) => (part.kind === 'text' ? [part.text] : []));
    const said = texts.join('\n');
    for (const before of houses.slice(0, at)) {
      expect(said).toContain(`The lamp, says ${before.kind}.`);
      expect(said).not.toContain(`${before.kind} thinks.`);
    }
    for (let n = 1; n <= at + 1; n += 1) expect(said).toContain(`Question ${n}.`);
    const calls = parts.flatMap((part) => (part.kind === 'call' ? [part] : []));
    const results = parts.flatMap((part) => (part.kind === 'result' ? [part] : []));
    expect(calls.map(({ name }) => name)).toEqual(Array(at + 1).fill('read'));
    expect(results.map(({ id }) => id)).toEqual(calls.map(({ id }) => id));
    for (const { text } of results) expect(text).toContain('turnOnLamp');
  }
  // Back where it began: what Anthropic sealed goes back to it, and nothing of the others does.
  const [anthropic] = houses;
  if (!anthropic) throw new Error('There is no house.');
  anthropic.fake.next(anthropic.fake.dialect.answer('All three said so.'));
  await chooseModel(main, anthropic.model);
  await send(main, 'And what did they say?');
  await finished(main, 4);
  const back = partsOf(anthropic.fake);
  expect(back.filter(({ kind }) => kind === 'sealed')).toHaveLength(1);
  expect(back.filter(({ kind }) => kind === 'call')).toHaveLength(3);
});

test('two houses compared stand side by side again after a reload, and both know what was said', async () => {
  const houses = await startHouses(['openai', 'gemini']);
  const [one, other] = houses;
  if (!one || !other) throw new Error('There are no houses.');
  const scene = await openScene({
    env,
    settings: {
      models: { main: one.model, quick: one.model, fallback: [] },
      providers: houses.map(({ settings }) => settings),
    },
  });
  for (const { fake, kind } of houses) fake.otherwise(fake.dialect.answer(`I am ${kind}.`));
  await hotkeyReady(scene);
  await pressKey('ctrl+shift+space');
  const { quick } = scene;
  await waitFor('the quick window', () => quickShown(scene));
  await quick.getByRole('button', { name: /^Model: / }).click();
  await quick.getByRole('menuitem', { name: 'Compare with…' }).click();
  await quick.getByRole('menuitem', { name: 'Gemini 4 Argon' }).click();
  const ask = async (question: string) => {
    await quick.getByRole('textbox', { name: 'Ask' }).fill(question);
    await quick.keyboard.press('Enter');
  };
  const columns = [
    quick.getByRole('region', { name: 'GPT-6.2 Sol' }),
    quick.getByRole('region', { name: 'Gemini 4 Argon' }),
  ];
  const answered = async (turn: number) => {
    for (const [at, column] of columns.entries())
      await turnOf(column, turn).getByText(`I am ${houses[at]?.kind}.`).waitFor();
  };
  await ask('Who is there?');
  await answered(1);
  await quick.reload();
  await answered(1);
  await ask('And who is it now?');
  await answered(2);
  for (const { fake } of houses) {
    expect(fake.requests).toHaveLength(2);
    const texts = partsOf(fake).flatMap((part) => (part.kind === 'text' ? [part.text] : []));
    expect(texts.join('\n')).toContain('Who is there?');
  }
});

test('a quick question whose house is down is answered by the next one, and it says so', async () => {
  const houses = await startHouses(['openai', 'gemini']);
  const [down, up] = houses;
  if (!down || !up) throw new Error('There are no houses.');
  const scene = await openScene({
    env,
    settings: {
      models: { main: down.model, quick: down.model, fallback: [up.model] },
      providers: houses.map(({ settings }) => settings),
    },
  });
  const overloaded = down.fake.dialect.refused('overloaded');
  if (!overloaded) throw new Error('OpenAI can say that it is overloaded.');
  down.fake.otherwise(overloaded);
  up.fake.otherwise(up.fake.dialect.answer('Gemini is there.'));
  await hotkeyReady(scene);
  await pressKey('ctrl+shift+space');
  const { quick } = scene;
  await waitFor('the quick window', () => quickShown(scene));
  await quick.getByRole('textbox', { name: 'Ask' }).fill('Who is there?');
  await quick.keyboard.press('Enter');
  const answer = quick.getByRole('log', { name: 'Answer' });
  await answer.getByText('Gemini is there.').waitFor();
  // One try is enough where somebody else can be asked.
  expect(down.fake.requests).toHaveLength(1);
  await answer.getByText(/overloaded/i).waitFor();
});
