/** What the app's windows are like, asked of the main process; and an app whose both windows are ready. */
import type { ElectronApplication, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { type Launched, launchKonsole, type LaunchOptions } from './launch';
import { waitFor } from './wait';

export interface WindowFacts {
  visible: boolean;
  focused: boolean;
  bounds: { x: number; y: number; width: number; height: number };
}

function facts(app: ElectronApplication, part: string): Promise<WindowFacts> {
  return app.evaluate(({ BrowserWindow }, page) => {
    const window = BrowserWindow.getAllWindows().find((one) =>
      one.webContents.getURL().includes(page),
    );
    if (!window) throw new Error(`No window shows ${page}`);
    return { visible: window.isVisible(), focused: window.isFocused(), bounds: window.getBounds() };
  }, part);
}
export const quickFacts = (launched: Launched) => facts(launched.app, '/quick-window/');
export const mainFacts = (launched: Launched) => facts(launched.app, '/main-window/');

export const standardKeys = 'CommandOrControl+Shift+Space';

export const isRegistered = (launched: Launched, keys = standardKeys) =>
  launched.app.evaluate(({ globalShortcut }, wanted) => globalShortcut.isRegistered(wanted), keys);

/** With scripted answers, until the test's end. */
export async function launchBoth(options: LaunchOptions = {}) {
  const launched = await launchKonsole({ args: ['--demo'], ...options });
  onTestFinished(launched.close);
  const [main, quick] = await Promise.all([launched.mainWindow(), launched.quickWindow()]);
  await waitFor('the main window to be shown', async () => (await mainFacts(launched)).visible);
  await quick.getByRole('textbox', { name: 'Ask' }).waitFor({ state: 'attached' });
  return { launched, main, quick };
}

export const focusedName = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
