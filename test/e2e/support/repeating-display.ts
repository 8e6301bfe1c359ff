/** A display of its own that repeats a held key soon and often; on the one that tests share none is ever repeated. */
import { spawn } from 'node:child_process';

/** After how long a key that is held is repeated, and how often then, ms. */
const repeats = ['-ardelay', '250', '-arinterval', '20'];

/** The display of whatever is started from now on, until `close`. */
export async function openRepeatingDisplay(): Promise<{ close(): Promise<void> }> {
  const screen = ['-screen', '0', '1600x1000x24', '-nolisten', 'tcp', '-noreset'];
  const child = spawn('Xvfb', ['-displayfd', '1', ...screen, ...repeats], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let said = '';
  const number = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}.`)));
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('\n')) resolve(said.trim());
    });
  });
  const before = process.env.DISPLAY;
  process.env.DISPLAY = `:${number}`;
  return {
    async close() {
      if (before === undefined) delete process.env.DISPLAY;
      else process.env.DISPLAY = before;
      child.kill('SIGTERM');
      await gone;
    },
  };
}
