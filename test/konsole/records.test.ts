/** The seed's scene through the engine's front door: real journal, real hosts, a real broken stream. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FakeAnthropic, startFakeAnthropic } from '../fakes/anthropic';
import { cutConnection, unauthorized } from '../fakes/anthropic-scenarios';
import { newFolder, openTested, type Tested } from './support/konsole';

let fake: FakeAnthropic;
beforeAll(async () => {
  fake = await startFakeAnthropic();
});
afterAll(() => fake.close());

const settings = () => ({
  providers: [{ id: 'local', kind: 'anthropic', baseUrl: fake.url, key: 'none' }],
});

const answerOf = (turn: { blocks: { kind: string; text: string }[] }) =>
  turn.blocks.flatMap(({ kind, text }) => (kind === 'text' ? [text] : [])).join('');

async function ask(konsole: Tested, text: string, model = 'demo/fast') {
  const { session } = await konsole.ask('session.create', { kind: 'chat', model });
  const { turn } = await konsole.ask('turn.send', { session: session.id, text });
  return konsole.finished(session.id, turn);
}

test('a stream breaks; a side question reads the log and names it; the main turn is not touched (I8)', async () => {
  fake.next(cutConnection('half an answer'));
  fake.otherwise(async () => new Promise(() => undefined));
  const konsole = await openTested({ settings: settings() });
  const model = 'local/claude-opus-5-5';
  const { session } = await konsole.ask('session.create', { kind: 'main', model });
  const main = await konsole.ask('turn.send', { session: session.id, text: 'Work' });
  await konsole.seen(session.id, ({ type }) => type === 'turn.retrying');

  const asked = await ask(konsole, 'Check the WebSocket error in konsole logs');
  expect(asked.status).toBe('completed');
  const tools = asked.blocks.filter(({ kind }) => kind === 'tool');
  expect(tools.map(({ name, status }) => [name, status])).toEqual([['konsole_logs', 'ok']]);
  expect(answerOf(asked)).toMatch(
    /newest trouble: .*warn provider .*was cut.*broke off after 14 characters/,
  );

  const why = await ask(konsole, '/why');
  expect(why.model).toBe('konsole/records');
  expect(answerOf(why)).toContain('The provider was tried again once');
  expect((await konsole.events(session.id)).some(({ type }) => type === 'turn.finished')).toBe(
    false,
  );
  await konsole.ask('turn.interrupt', { session: session.id });
  expect((await konsole.finished(session.id, main.turn)).status).toBe('interrupted');
});

test('what broke is still found after Konsole was started again, with no host and no model', async () => {
  fake.reset();
  fake.next(unauthorized());
  const home = newFolder();
  const before = await openTested({ home, settings: settings() });
  await ask(before, 'Hello', 'local/claude-opus-5-5');
  await before.close();
  const after = await openTested({ home, noHosts: true });
  const logs = await ask(after, '/logs bad-key', 'nobody/none');
  expect(answerOf(logs)).toContain("From konsole's records, no AI");
  expect(answerOf(logs)).toMatch(/warn provider A request to the provider failed: .*status=401/);
  const status = await ask(after, '/status', 'nobody/none');
  expect(answerOf(status)).toContain('Konsole has been running for');
  const { records } = await after.ask('log.query', { area: 'provider' });
  expect(records.some(({ n, fields }) => (n ?? 1) <= 0 && fields['status'] === 401)).toBe(true);
});
