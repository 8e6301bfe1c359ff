/** Calls of the bridge from inside a page, as its own code makes them. */
import type { Page } from 'playwright-core';
import type { CommandName } from '../../../preload/contract/command-names';
import type { CommandParams, CommandResult } from '../../../preload/contract/commands';
import type { Launched } from './launch';

export interface TestAnswer {
  ok: boolean;
  code?: string;
  message?: string;
  result?: Record<string, unknown>;
}

type Calls = Record<string, ((params: unknown) => Promise<unknown>) | undefined>;
export interface PageWithBridge {
  konsole?: { commands: Calls; desktop: Calls };
}

export async function callCommand(
  page: Page,
  name: string,
  params: unknown = {},
): Promise<TestAnswer> {
  return (await page.evaluate(
    ([call, value]) => (window as unknown as PageWithBridge).konsole?.commands[call]?.(value),
    [name, params] as const,
  )) as TestAnswer;
}

export async function callDesktop(
  page: Page,
  name: string,
  params: unknown = {},
): Promise<TestAnswer> {
  return (await page.evaluate(
    ([call, value]) => (window as unknown as PageWithBridge).konsole?.desktop[call]?.(value),
    [name, params] as const,
  )) as TestAnswer;
}

/** The typed result of a command that has to succeed; throws with the answer's words. */
export async function command<Name extends CommandName>(
  page: Page,
  name: Name,
  params: CommandParams<Name>,
): Promise<CommandResult<Name>> {
  const { ok, result, message } = await callCommand(page, name, params);
  if (!ok) throw new Error(`${name}: ${message ?? 'failed'}`);
  return result as CommandResult<Name>;
}

/**
 * Runs a script in the main window through the main process: Playwright's page is dead once its renderer was
 * killed. An empty text while there is no page that answers.
 */
export function askMainPage(launched: Launched, script: string): Promise<string> {
  return launched.app.evaluate(async ({ BrowserWindow }, code) => {
    const window = BrowserWindow.getAllWindows().find((one) =>
      one.webContents.getURL().includes('/main-window/'),
    );
    if (!window || window.webContents.isCrashed() || window.webContents.isLoading()) return '';
    // A page that dies meanwhile never answers.
    const late = new Promise<string>((resolve) => setTimeout(() => resolve(''), 1000));
    const answer = window.webContents.executeJavaScript(code) as Promise<unknown>;
    return Promise.race([answer.then(String, () => ''), late]);
  }, script);
}
