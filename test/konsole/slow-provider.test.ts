/** Answers that come slowly, or late and all at once, through the real journal and a real forked host. */
import { expect, onTestFinished, test, vi } from 'vitest';
import { startFakeAnthropic } from '../fakes/anthropic';
import { answer } from '../fakes/anthropic-scenarios';
import { startHoldingProxy } from '../fakes/holding-proxy';
import { inPieces } from '../fakes/in-pieces';
import type { Scenario } from '../fakes/provider-server';
import { openTested } from './support/konsole';

const patience = { timeout: 10_000, interval: 5 };
const model = 'lab/claude-opus-5-5';
const settings = (way: { baseUrl: string; proxy?: string }) => ({
  models: { main: model, quick: model },
  providers: [{ id: 'lab', kind: 'anthropic', keyEnv: 'LAB_KEY', ...way }],
  pool: { fillCache: false },
});
const env = { KONSOLE_NO_LOCAL: '1', LAB_KEY: 'sk-lab-0123456789' };

test('an answer that a proxy holds back comes whole once it lets go, and has not begun before', async () => {
  const fake = await startFakeAnthropic();
  onTestFinished(fake.close);
  const proxy = await startHoldingProxy(fake.port);
  onTestFinished(proxy.close);
  fake.otherwise(answer('All at once.', { thinking: 'Hm.', chunks: 8 }));
  const way = { baseUrl: 'http://lab.example', proxy: proxy.url };
  const konsole = await openTested({ env, settings: settings(way) });
  const { session } = await konsole.ask('session.create', { kind: 'main', model });
  const { turn } = await konsole.ask('turn.send', { session: session.id, text: 'Hello?' });
  await vi.waitFor(() => expect(proxy.holds('message_stop')).toBe(true), patience);
  const before = (await konsole.events(session.id)).map(({ type }) => type);
  expect(before).toContain('turn.started');
  expect(before).not.toContain('turn.first');
  proxy.release();
  const done = await konsole.finished(session.id, turn);
  expect(done).toMatchObject({ status: 'completed', timing: { retryMs: 0 } });
  const texts = done.blocks.map(({ kind, text }) => [kind, text]);
  expect(texts).toEqual([
    ['thinking', 'Hm.'],
    ['text', 'All at once.'],
  ]);
  expect(fake.requests).toHaveLength(1);
  expect(new Set(proxy.asked)).toEqual(new Set(['lab.example:80']));
});

test('an answer that comes byte by byte is shown as it comes, and a stop closes its connection', async () => {
  const fake = await startFakeAnthropic();
  onTestFinished(fake.close);
  let gone = false;
  const slow = inPieces(
    answer('word '.repeat(2_000), { chunks: 2_000 }) as Scenario,
    1,
    (_sent, reply) => reply.sleep(1),
  );
  fake.otherwise(async (reply) => {
    void reply.gone.then(() => (gone = true));
    await slow(reply);
  });
  const konsole = await openTested({ env, settings: settings({ baseUrl: fake.url }) });
  const { session } = await konsole.ask('session.create', { kind: 'main', model });
  const { turn } = await konsole.ask('turn.send', { session: session.id, text: 'Hello?' });
  let words = 0;
  await konsole.seen(session.id, ({ type }) => type === 'block.appended' && ++words === 3);
  // Two thousand words of a hundred bytes each are far from over.
  expect(gone).toBe(false);
  expect(fake.open()).toBe(1);
  await konsole.ask('turn.interrupt', { session: session.id });
  const done = await konsole.finished(session.id, turn);
  expect(done.status).toBe('interrupted');
  expect(done.blocks.at(-1)?.text).toMatch(/^(word ){2,}/);
  await vi.waitFor(() => expect(gone).toBe(true), patience);
  expect(fake.requests).toHaveLength(1);
});
