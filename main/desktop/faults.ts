/**
 * A fault of ours that nobody caught. It goes to the log and stderr, and the app goes on: what people have seen
 * is in the journal, turns run in other processes, and Electron's own dialog with a stack helps nobody.
 */
import type { DesktopLog } from './desktop-deps';

export function logFaults(log: DesktopLog): void {
  const note = (kind: string) => (error: unknown) => {
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log('error', `A fault inside Konsole (${kind}). Please report it with this record.`, {
      error: said,
    });
    process.stderr.write(`${kind}: ${said}\n`);
  };
  process.on('uncaughtException', note('uncaught exception'));
  process.on('unhandledRejection', note('unhandled rejection'));
}
