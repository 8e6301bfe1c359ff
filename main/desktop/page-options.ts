/** What both windows have in common: a page in the strictest box that Electron offers. */
import type { BrowserWindowConstructorOptions } from 'electron';

/** The colours behind a page before it paints: `bg` of the two themes. */
export const backgrounds = { dark: '#161618', light: '#fafaf9' } as const;

export function pagePreferences(
  preload: string | undefined,
): NonNullable<BrowserWindowConstructorOptions['webPreferences']> {
  return {
    ...(preload === undefined ? {} : { preload }),
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    // It would fetch dictionaries from the network.
    spellcheck: false,
    enableWebSQL: false,
  };
}
