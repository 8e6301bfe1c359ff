/** What must be settled before Electron is ready: data folder, sandbox, scheme, one instance, and a display. */
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { app, protocol } from 'electron';
import { appSchemes } from './app-protocol';
import { drawWithout, mayHaveCard } from './graphics';
import { portalFeatures } from './hotkey';
import { keepPagesInPlace } from './navigation';

export interface Prepared {
  /** False when a running Konsole of this home was told of this start and shows itself. */
  first: boolean;
  /** Why the home cannot be used; the app then opens with the trouble page only. */
  homeProblem?: string;
}

export function prepareElectron(
  home: string,
  log: (message: string, fields: Record<string, unknown>) => void,
): Prepared {
  const homeProblem = makeHome(home);
  // Before the lock: the lock lies in it, so that each home has its own running Konsole.
  const userData =
    homeProblem === undefined ? home : path.join(tmpdir(), `vibe-konsole-${process.pid}`);
  app.setPath('userData', path.join(userData, 'electron'));
  app.setAppUserModelId('vibe-konsole');
  // Both together kill Electron when it runs as root.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  if (!mayHaveCard(process.platform)) drawWithout(app);
  if (process.env.WAYLAND_DISPLAY) {
    app.commandLine.appendSwitch('enable-features', portalFeatures);
  }
  protocol.registerSchemesAsPrivileged(appSchemes);
  keepPagesInPlace(app, log);
  const first = app.requestSingleInstanceLock();
  return homeProblem === undefined ? { first } : { first, homeProblem };
}

/** Creates the home if need be; says why it cannot be used. */
function makeHome(home: string): string | undefined {
  try {
    mkdirSync(path.join(home, 'electron'), { recursive: true, mode: 0o700 });
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

/** Linux without X or Wayland: Electron would end with a message about ozone that helps nobody. */
export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}
