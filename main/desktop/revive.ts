/** Brings a page back when its process died or hangs: at once the first time, slower each time after. */
import type { BrowserWindow } from 'electron';

/** Waiting before the n-th reload within a minute, ms; after the last one it stays there. */
export function reviveDelay(deaths: number): number {
  return deaths <= 1 ? 0 : Math.min(250 * 2 ** (deaths - 2), 30_000);
}

export interface ReviveDeps {
  now: () => number;
  log: (message: string, fields: Record<string, unknown>) => void;
  /** Told after each death, before the page is loaded again. */
  onDeath: (reason: string) => void;
  /** How long a hung page may stay so before it is ended and loaded again, ms. */
  patience: number;
}

export function revive(window: BrowserWindow, deps: ReviveDeps): void {
  const { webContents } = window;
  let deaths: number[] = [];
  let reload: NodeJS.Timeout | undefined;
  let hung: NodeJS.Timeout | undefined;
  const stop = () => {
    clearTimeout(reload);
    clearTimeout(hung);
  };
  window.once('closed', stop);

  webContents.on('render-process-gone', (_event, details) => {
    clearTimeout(hung);
    if (details.reason === 'clean-exit') return;
    const now = deps.now();
    deaths = [...deaths.filter((at) => now - at < 60_000), now];
    deps.log('A page ended and is started again', {
      reason: details.reason,
      exitCode: details.exitCode,
      deaths: deaths.length,
    });
    deps.onDeath(details.reason);
    clearTimeout(reload);
    reload = setTimeout(() => {
      if (!window.isDestroyed()) webContents.reload();
    }, reviveDelay(deaths.length));
  });

  webContents.on('unresponsive', () => {
    deps.log('A page does not answer', { patience: deps.patience });
    clearTimeout(hung);
    hung = setTimeout(() => {
      // Somebody at a breakpoint is no hang.
      if (window.isDestroyed() || webContents.isDevToolsOpened()) return;
      webContents.forcefullyCrashRenderer();
    }, deps.patience);
  });
  webContents.on('responsive', () => {
    clearTimeout(hung);
    deps.log('The page answers again', {});
  });
}
