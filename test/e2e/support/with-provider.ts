/** The app on a real Electron, set up against the fake Anthropic server: windows, gestures and what they show. */
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { type FakeAnthropic, startFakeAnthropic } from '../../fakes/anthropic';
import { removeFolder } from './folder';
import { type Launched, launchKonsole } from './launch';
import { waitFor } from './wait';
import { keyboardIn, pressKey } from './xdotool';

/** Given to the app by an environment variable; no file or window may ever show it. */
export const fakeKey = 'sk-ant-e2e-1234567890-do-not-show';

export interface Scene {
  fake: FakeAnthropic;
  home: string;
  workspace: string;
  launched: Launched;
  main: Page;
  quick: Page;
  /** Starts the app again on the same home after it ended. */
  again(): Promise<Scene>;
}

export interface SceneOptions {
  /** Merged over the settings file. */
  settings?: Record<string, unknown>;
  env?: Record<string, string>;
  /** Files of the workspace; a small project by default. */
  files?: Record<string, string>;
  /** Tokens that the provider says its main model holds. */
  contextTokens?: number;
}

const project = {
  'README.md': '# Lighthouse\n\nKeeps ships off the rocks.\n',
  'src/lamp.ts': 'export function turnOnLamp(): string {\n  return "on";\n}\n',
  'src/horn.ts': 'import { turnOnLamp } from "./lamp";\nexport const horn = turnOnLamp();\n',
};

/** Everything is removed when the test ends. */
export async function openScene(options: SceneOptions = {}): Promise<Scene> {
  const fake = await startFakeAnthropic();
  onTestFinished(fake.close);
  if (options.contextTokens !== undefined) {
    const size = options.contextTokens;
    fake.models = [{ id: 'claude-opus-5-5', display_name: 'Opus', max_input_tokens: size }];
  }
  const home = await folder('home');
  const workspace = await folder('workspace');
  for (const [name, text] of Object.entries(options.files ?? project)) {
    const file = join(workspace, name);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, text);
  }
  const settings = {
    models: { main: 'fake/claude-opus-5-5', quick: 'fake/claude-haiku-5-5' },
    providers: [{ id: 'fake', kind: 'anthropic', baseUrl: fake.url, keyEnv: 'FAKE_KEY' }],
    workspace,
    said: ['first-run', 'tray'],
    ...options.settings,
  };
  await writeFile(join(home, 'settings.json'), JSON.stringify(settings));
  return start(fake, home, workspace, options);
}

async function folder(name: string): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), `konsole-${name}-`));
  onTestFinished(() => removeFolder(path));
  return path;
}

async function start(
  fake: FakeAnthropic,
  home: string,
  workspace: string,
  options: SceneOptions,
): Promise<Scene> {
  const env = { FAKE_KEY: fakeKey, ...options.env };
  const launched = await launchKonsole({ home, env });
  onTestFinished(launched.close);
  const [main, quick] = await Promise.all([launched.mainWindow(), launched.quickWindow()]);
  await main.getByRole('textbox', { name: 'Message' }).waitFor();
  await quick.getByRole('textbox', { name: 'Ask' }).waitFor({ state: 'attached' });
  const again = () => start(fake, home, workspace, options);
  return { fake, home, workspace, launched, main, quick, again };
}

/** Types into the composer and sends; a running turn makes it queue. */
export async function send(main: Page, text: string): Promise<void> {
  const message = main.getByRole('textbox', { name: 'Message' });
  await message.fill(text);
  // Enter alone would steer a running turn.
  await message.press('Control+Enter');
}

export const turnOf = (page: Pick<Page, 'getByRole'>, number: number) =>
  page.getByRole('article', { name: `Turn ${number}`, exact: true });

/** All text of a turn once it has ended. */
export async function finished(page: Page, number: number, within = 20_000): Promise<string> {
  const turn = turnOf(page, number);
  await turn
    .and(page.locator('[data-status]:not([data-status=running])'))
    .waitFor({ timeout: within });
  return turn.innerText();
}

export async function shows(page: Page, number: number, text: string | RegExp, within = 15_000) {
  await turnOf(page, number).getByText(text).first().waitFor({ timeout: within });
}

/** A key pressed before the app has registered it goes nowhere. */
export async function hotkeyReady(scene: Pick<Scene, 'launched'>): Promise<void> {
  await waitFor('the hotkey to be registered', () =>
    scene.launched.app.evaluate(({ globalShortcut }) =>
      globalShortcut.isRegistered('CommandOrControl+Shift+Space'),
    ),
  );
}

/** Presses the hotkey; resolves once what is typed is in the question. */
export async function openByHotkey({ quick }: Pick<Scene, 'quick'>): Promise<void> {
  await pressKey('ctrl+shift+space');
  await keyboardIn('Konsole Quick Turn');
  const ask = quick.getByRole('textbox', { name: 'Ask' });
  await waitFor('the focus', () =>
    ask.evaluate((box) => box === document.activeElement && document.hasFocus()),
  );
}

export const quickShown = (scene: Pick<Scene, 'launched'>) =>
  scene.launched.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().some(
      (one) => one.webContents.getURL().includes('/quick-window/') && one.isVisible(),
    ),
  );
