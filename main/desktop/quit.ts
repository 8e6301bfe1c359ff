/** Ending well: whatever asks Konsole to quit, the engine is closed first, within a second. */
import { app } from 'electron';

export interface QuitDeps {
  /** Windows, tray and hotkey; at once. */
  closeDesktop: () => void;
  /** Flushes and closes the engine and its doors. */
  closeEngine: () => Promise<void>;
  log: (message: string, fields: Record<string, unknown>) => void;
}

/** What is not closed by then is left to the next start, which recovers it. */
const patience = 1_500;

export function quitWell(deps: QuitDeps): void {
  let ending = false;
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (ending) return;
    ending = true;
    const late = setTimeout(() => app.exit(0), patience);
    deps.closeDesktop();
    deps
      .closeEngine()
      .catch((error: unknown) =>
        deps.log('Konsole did not close cleanly', { error: String(error) }),
      )
      .finally(() => {
        clearTimeout(late);
        app.exit(0);
      });
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, () => app.quit());
  // Main quits by itself when its windows are gone and there is no tray; Electron's default must not.
  app.on('window-all-closed', () => undefined);
}
