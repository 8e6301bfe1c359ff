/** When a person comes back to the computer: it woke up, or was unlocked. */
import { powerMonitor } from 'electron';

export function whenBack(run: () => void): void {
  powerMonitor.on('resume', run);
  powerMonitor.on('unlock-screen', run);
}
