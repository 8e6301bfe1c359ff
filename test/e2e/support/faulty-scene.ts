/** One app for many faults: its hosts fail when they are told so, and questions are asked of it as a person does. */
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { PoolStatus, Turn } from '../../../preload/contract/shapes';
import { type FakeAnthropic, type Scenario, startFakeAnthropic } from '../../fakes/anthropic';
import { heldAnswer } from '../../fakes/faults/answers';
import { type FaultyApp, makeFaultyApp } from '../../fakes/faults/faulty-app';
import { command } from './bridge';
import { removeFolder } from './folder';
import { type Launched, launchKonsole } from './launch';
import { waitFor } from './wait';
import { fakeKey, hotkeyReady, openByHotkey, quickShown } from './with-provider';
import { pressKey, typeText } from './xdotool';

export interface FaultyScene {
  fake: FakeAnthropic;
  app: FaultyApp;
  launched: Launched;
  main: Page;
  quick: Page;
  close(): Promise<void>;
}

/** Which model a request asks for tells its lane: a question quotes the words of main turns. */
export const models = { main: 'claude-opus-5-5', quick: 'claude-haiku-5-5' };
const repo = join(import.meta.dirname, '..', '..', '..');

/** `mainHosts` is how many main turns run at once. */
export async function openFaultyScene(mainHosts: number): Promise<FaultyScene> {
  const folder = await mkdtemp(join(tmpdir(), 'konsole-faults-'));
  const fake = await startFakeAnthropic();
  const home = join(folder, 'home');
  const [app] = await Promise.all([
    makeFaultyApp(repo, join(folder, 'app')),
    makeHome(home, fake.url, mainHosts),
  ]);
  const launched = await launchKonsole({ app: app.folder, home, env: { FAKE_KEY: fakeKey } });
  const close = async () => {
    await launched.close();
    await fake.close();
    await removeFolder(folder);
  };
  try {
    const [main, quick] = await Promise.all([launched.mainWindow(), launched.quickWindow()]);
    await main.getByRole('textbox', { name: 'Message' }).waitFor();
    await quick.getByRole('textbox', { name: 'Ask' }).waitFor({ state: 'attached' });
    await hotkeyReady({ launched });
    return { fake, app, launched, main, quick, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function makeHome(home: string, baseUrl: string, mainHosts: number): Promise<void> {
  const workspace = join(home, 'workspace');
  await mkdir(workspace, { recursive: true });
  const settings = {
    models: { main: `fake/${models.main}`, quick: `fake/${models.quick}` },
    providers: [{ id: 'fake', kind: 'anthropic', baseUrl, keyEnv: 'FAKE_KEY' }],
    lanes: { main: { hosts: mainHosts } },
    workspace,
    said: ['first-run', 'tray'],
  };
  await writeFile(join(home, 'settings.json'), JSON.stringify(settings));
}

/** All commands go through the quick window's page: the main window's may be what fails. */
export const lastTurn = async (
  { quick }: FaultyScene,
  session: string,
): Promise<Turn | undefined> => (await command(quick, 'history.page', { session })).turns.at(-1);

export const textOf = (turn: Turn | undefined): string =>
  (turn?.blocks ?? []).map((block) => (block.kind === 'text' ? block.text : '')).join('');

export interface MainTurn {
  session: string;
  host: PoolStatus['hosts'][number];
}

let messages = 0;

/** Sends a message in a new session, answered by the scenario; resolves when a host runs it. */
export async function runMain(scene: FaultyScene, scenario: Scenario): Promise<MainTurn> {
  const { quick, fake } = scene;
  const { session } = await command(quick, 'session.create', { kind: 'main' });
  messages += 1;
  const text = `Main message ${messages}.`;
  fake.when(text, scenario, models.main);
  await command(quick, 'turn.send', { session: session.id, text });
  const host = await waitFor('a host to run the main turn', async () => {
    const { hosts } = await command(quick, 'pool.status', {});
    return hosts.find((one) => one.session === session.id && one.state === 'leased');
  });
  return { session: session.id, host };
}

/** The turn's text so far has this in it. */
export const says = (scene: FaultyScene, session: string, words: string): Promise<Turn> =>
  waitFor(`the main turn to say "${words}"`, async () => {
    const turn = await lastTurn(scene, session);
    return textOf(turn).includes(words) ? turn : undefined;
  });

export const ends = (scene: FaultyScene, session: string, within = 20_000): Promise<Turn> =>
  waitFor(
    'the main turn to end',
    async () => {
      const turn = await lastTurn(scene, session);
      return turn && turn.status !== 'running' ? turn : undefined;
    },
    within,
  );

let questions = 0;

/**
 * The hotkey, a question, Enter: resolves when the window has shown the first words of the answer, which was then
 * allowed to end, and the whole. Leaves the window hidden, at a new conversation.
 */
export async function askByHotkey(scene: FaultyScene): Promise<void> {
  const { fake, quick } = scene;
  questions += 1;
  const question = `quick question ${questions} please`;
  const [first, rest] = [`Answer ${questions} begins`, ` and answer ${questions} ends.`];
  const answer = heldAnswer(first, rest);
  // Of its model alone: what is told about the main turns brings their words along.
  fake.when(question, answer.scenario, models.quick);
  await openByHotkey(scene);
  const ask = quick.getByRole('textbox', { name: 'Ask' });
  await typeText(question);
  await waitFor('what was typed', async () => (await ask.inputValue()) === question);
  await pressKey('Return');
  const log = quick.getByRole('log', { name: 'Answer' });
  await log.getByText(first).waitFor();
  answer.end();
  await log.getByText(`${first}${rest}`).waitFor();
  await quick.getByRole('button', { name: 'New conversation' }).click();
  await pressKey('Escape');
  await waitFor('it to hide', async () => !(await quickShown(scene)));
}
