/** What a person sees when the provider or the network fails, on the real Electron: a clear state and a next step. */
import { expect, test } from 'vitest';
import {
  answer,
  htmlProxy,
  malformedJson,
  overloaded,
  rateLimited,
  stallMidStream,
  truncated,
  unauthorized,
  unknownModel,
} from '../fakes/anthropic-scenarios';
import { finished, openScene, send, shows, turnOf } from './support/with-provider';

test('a wrong key (401) is not tried again, says what to do, and opens the settings', async () => {
  const { fake, main } = await openScene();
  fake.otherwise(unauthorized());
  await send(main, 'hello');
  const text = await finished(main, 1);
  expect(text).toMatch(/key/i);
  expect(fake.requests).toHaveLength(1);
  await turnOf(main, 1).getByRole('button', { name: 'Open settings…' }).click();
  await main.getByRole('group', { name: 'Providers' }).waitFor();
});

test('a chosen model without its key fails in words, keeps the message, and opens the settings', async () => {
  const { fake, main } = await openScene({ env: { FAKE_KEY: '' } });
  await send(main, 'hello there');
  const text = await finished(main, 1);
  expect(text).toContain('hello there');
  expect(text).toContain('FAKE_KEY');
  expect(fake.requests).toHaveLength(0);
  await turnOf(main, 1).getByRole('button', { name: 'Open settings…' }).waitFor();
});

test('with nothing set up the labelled demo answers, and the message is kept', async () => {
  const { main } = await openScene({
    settings: { models: undefined, providers: undefined, findLocalServers: false },
  });
  await send(main, 'hello there');
  await main.getByRole('status').getByText('Demo: scripted answers, no AI').waitFor();
  expect(await finished(main, 1, 30_000)).toContain('hello there');
});

test('an unknown model (404) names the model and where to choose another', async () => {
  const { fake, main } = await openScene();
  fake.otherwise(unknownModel());
  await send(main, 'hello');
  const text = await finished(main, 1);
  expect(text).toContain('claude-opus-5-5');
  await turnOf(main, 1).getByRole('button', { name: 'Open settings…' }).waitFor();
});

test('a rate limit (429) counts down in sight, then answers', async () => {
  const { fake, main } = await openScene();
  fake.next(rateLimited(3), answer('Here after all.'));
  await send(main, 'hello');
  await shows(main, 1, /Trying again in [123] s/);
  await shows(main, 1, 'Here after all.');
  await finished(main, 1);
  expect(await main.getByRole('region', { name: 'This turn' }).innerText()).toMatch(/Retry/);
});

test('an overloaded provider (529) is asked again until it answers', async () => {
  const { fake, main } = await openScene();
  fake.next(overloaded(), overloaded(), answer('Room again.'));
  await send(main, 'hello');
  await shows(main, 1, 'Room again.', 20_000);
  expect(fake.requests).toHaveLength(3);
});

for (const [name, broken] of [
  ['a truncated stream', truncated('The first half of')],
  ['malformed JSON in the stream', malformedJson('The first half of')],
] as const) {
  test(`${name} is noticed: the attempt is marked abandoned and asked again`, async () => {
    const { fake, main } = await openScene();
    fake.next(broken, answer('Whole this time.'));
    await send(main, 'hello');
    await shows(main, 1, 'Whole this time.', 20_000);
    await finished(main, 1);
    await turnOf(main, 1).getByText('Abandoned attempt').waitFor();
    const again = JSON.stringify(fake.requests[1]?.body.messages);
    expect(again).not.toContain('The first half of');
  });
}

test('a proxy that answers with a web page is called that', async () => {
  const { fake, main } = await openScene();
  fake.otherwise(htmlProxy());
  await send(main, 'hello');
  const text = await finished(main, 1, 120_000);
  expect(text).toMatch(/web page/i);
}, 150_000);

test('a stream that stalls shows its silence with its age, and Stop works (attack 17)', async () => {
  const { fake, main } = await openScene();
  fake.next(stallMidStream('So far so good'));
  await send(main, 'hello');
  await shows(main, 1, 'So far so good');
  await shows(main, 1, /Nothing from the provider for \d+ s/, 30_000);
  await main.getByRole('button', { name: 'Stop' }).click();
  expect(await finished(main, 1)).toContain('So far so good');
});
