/** A real D-Bus session bus of its own, for one test. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** `address` is what DBUS_SESSION_BUS_ADDRESS wants. Rejects when there is no dbus-daemon. */
export async function openSessionBus(): Promise<{ address: string; close(): Promise<void> }> {
  const args = ['--session', '--nofork', '--print-address=1'];
  const child = spawn('dbus-daemon', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const address = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    createInterface({ input: child.stdout }).once('line', resolve);
  });
  return {
    address,
    close: async () => {
      child.kill('SIGTERM');
      await gone;
    },
  };
}
