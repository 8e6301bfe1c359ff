/**
 * Both windows over each transport, in the real app: the whole answer is shown whatever carries it, while it is
 * changed in the middle of it, and while one lane's transport is broken and the other's is not.
 */
import { expect, test } from 'vitest';
import type { DesktopInfo } from '../../preload/contract/desktop';
import type { TransportKind } from '../../preload/contract/settings';
import type { Lane } from '../../preload/contract/shapes';
import { answer } from '../fakes/anthropic-scenarios';
import { callDesktop, command } from './support/bridge';
import { standBetween } from './support/lane-proxy';
import { waitFor } from './support/wait';
import { finished, openScene, type Scene, send, turnOf } from './support/with-provider';

const models = { main: 'claude-opus-5-5', quick: 'claude-haiku-5-5' };
type Transports = Record<Lane, TransportKind>;

/** Words that tell their own place: one that is missing, doubled or out of turn is seen. */
const words = (name: string, count: number) =>
  Array.from({ length: count }, (_, n) => `${name}${n}`).join(' ');

const setLanes = ({ quick }: Scene, lanes: Partial<Transports>) =>
  command(quick, 'settings.update', {
    patch: {
      lanes: Object.fromEntries(
        Object.entries(lanes).map(([lane, transport]) => [lane, { transport }]),
      ),
    },
  });

async function desktopOf({ quick }: Scene): Promise<DesktopInfo> {
  return (await callDesktop(quick, 'desktop.info')).result as unknown as DesktopInfo;
}

const lanesAre = (scene: Scene, wanted: Partial<Transports>) =>
  waitFor(`the lanes to be ${JSON.stringify(wanted)}`, async () => {
    const { lanes } = await desktopOf(scene);
    return Object.entries(wanted).every(([name, transport]) => {
      const lane = lanes?.[name as Lane];
      return lane?.transport === transport && lane.state === 'live';
    });
  });

const plain = (text: string) => text.replace(/\s+/g, ' ').trim();

/** Asks in the quick window, in a conversation of its own; resolves with the answer that it shows. */
async function ask({ main, quick }: Scene, question: string, last: string): Promise<string> {
  await callDesktop(main, 'desktop.show-quick');
  const box = quick.getByRole('textbox', { name: 'Ask' });
  await box.fill(question);
  await box.press('Enter');
  const log = quick.getByRole('log', { name: 'Answer' });
  await log.getByText(last).waitFor({ timeout: 20_000 });
  return plain(await log.innerText());
}

/** The text of the last turn of the newest session of this kind, as the journal has it. */
async function journaled({ quick }: Scene, kind: 'main' | 'chat'): Promise<string> {
  const { sessions } = await command(quick, 'session.list', { kind });
  const session = sessions[0]?.id ?? '';
  const last = async () => (await command(quick, 'history.page', { session })).turns.at(-1);
  const turn = await waitFor('the turn to end', async () => {
    const found = await last();
    return found?.status === 'completed' ? found : undefined;
  });
  return turn.blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : [])).join('');
}

const presets: [string, Transports][] = [
  ['Direct', { main: 'direct', quick: 'direct' }],
  ['SSE first', { main: 'sse', quick: 'sse' }],
  ['WebSocket', { main: 'websocket', quick: 'websocket' }],
  ['Hybrid', { main: 'sse', quick: 'websocket' }],
];

test('I7 a main and a quick turn at once are whole over every preset', async () => {
  const scene = await openScene();
  const { fake, main, quick } = scene;
  for (const [index, [preset, transports]] of presets.entries()) {
    await setLanes(scene, transports);
    await lanesAre(scene, transports);
    const text = { main: words(`m${index}x`, 400), quick: words(`q${index}x`, 200) };
    const options = { chunks: 60, paceMs: 20 };
    fake.when(`tell ${preset}`, answer(text.main, options), models.main);
    fake.when(`ask ${preset}`, answer(text.quick, options), models.quick);
    await send(main, `tell ${preset}`);
    const shown = await ask(scene, `ask ${preset}`, `q${index}x199`);
    expect(shown).toContain(text.quick);
    expect(plain(await finished(main, index + 1))).toContain(text.main);
    expect(await journaled(scene, 'main')).toBe(text.main);
    expect(await journaled(scene, 'chat')).toBe(text.quick);
    await lanesAre(scene, transports);
    await quick.getByRole('button', { name: 'New conversation' }).click();
  }
}, 120_000);

test('I7 a transport that is changed every 200 ms in the middle of a turn loses and doubles nothing', async () => {
  const scene = await openScene();
  const { fake, main } = scene;
  const text = words('word', 2_000);
  // A minute long.
  fake.when('a long story', answer(text, { chunks: 1_500, paceMs: 40 }), models.main);
  await send(main, 'a long story');
  const article = turnOf(main, 1);
  await article.getByText('word10').first().waitFor();
  const seen = new Set<string>();
  const order: TransportKind[] = ['sse', 'websocket', 'direct', 'websocket', 'sse', 'direct'];
  // A bounded number of times, whatever the turn does; it is to end in between.
  for (let n = 0; n < 400; n += 1) {
    await setLanes(scene, { main: order[n % order.length] ?? 'direct' });
    const { lanes } = await desktopOf(scene);
    if (lanes?.main.state === 'live') seen.add(lanes.main.transport);
    await new Promise((resolve) => setTimeout(resolve, 200));
    if ((await article.getAttribute('data-status')) !== 'running') break;
  }
  expect(plain(await finished(main, 1, 30_000))).toContain(text);
  expect(await journaled(scene, 'main')).toBe(text);
  expect([...seen].sort()).toEqual(['direct', 'sse', 'websocket']);
  await setLanes(scene, { main: 'websocket' });
  await lanesAre(scene, { main: 'websocket' });
  // What is told to both windows is one and the same.
  expect((await desktopOf(scene)).notices.filter(({ id }) => id.startsWith('lane-'))).toEqual([]);
}, 180_000);

test('I8 a main lane whose transport is broken falls back and says so, and Quick Turn does not feel it', async () => {
  const scene = await openScene();
  const { fake, main } = scene;
  await lanesAre(scene, { main: 'direct' });
  const proxy = await standBetween(scene.home);
  await setLanes(scene, { main: 'websocket', quick: 'sse' });
  await lanesAre(scene, { main: 'websocket', quick: 'sse' });
  const quickBefore = proxy.carried('sse');

  const text = words('word', 1_000);
  fake.when('a long story', answer(text, { chunks: 250, paceMs: 24 }), models.main);
  fake.when('is it broken', answer(words('quick', 100), { chunks: 20, paceMs: 20 }), models.quick);
  await send(main, 'a long story');
  await turnOf(main, 1).getByText('word10').first().waitFor();
  proxy.cut('websocket');
  expect(await ask(scene, 'is it broken', 'quick99')).toContain(words('quick', 100));

  await lanesAre(scene, { main: 'sse', quick: 'sse' });
  expect(proxy.refused()).toBeGreaterThanOrEqual(2);
  expect(proxy.carried('sse')).toBeGreaterThan(quickBefore);
  const { lanes, notices } = await desktopOf(scene);
  expect(lanes?.main).toMatchObject({ wanted: 'websocket', why: expect.any(String) });
  expect(lanes?.quick).toEqual({ transport: 'sse', wanted: 'sse', state: 'live' });
  const said = notices.find(({ id }) => id === 'lane-main')?.message ?? '';
  expect(said).toContain('SSE');
  const { records } = await command(main, 'log.query', { area: 'transport', level: 'warn' });
  expect(records.map(({ message }) => message)).toContain(
    'A lane gave its transport up and goes another way',
  );
  expect(plain(await finished(main, 1, 30_000))).toContain(text);
  expect(await journaled(scene, 'main')).toBe(text);

  proxy.mend('websocket');
  await setLanes(scene, { main: 'websocket' });
  await lanesAre(scene, { main: 'websocket', quick: 'sse' });
  expect((await desktopOf(scene)).notices.map(({ id }) => id)).not.toContain('lane-main');
}, 90_000);
