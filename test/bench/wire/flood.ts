/** The built app with turns that are injected before its hub: the one change is what the hub is given as its feed. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { makeAppBeside } from '../../fakes/faults/app-beside';
import type { Context } from '../measurement';
import { within } from '../wait';
import type { Flooded } from './flooding-feed';

export interface Flood {
  /** To be opened in the place of the clone. */
  folder: string;
  begin(sessions: readonly string[]): Promise<void>;
  /** When each append to the first session was committed: ms of this process (performance.now). */
  run(seconds: number, perSecond: number): Promise<Flooded>;
}

const given = /createHub\(\{\s*feed:\s*([\w.]+)/g;

export async function makeFloodedApp(context: Context): Promise<Flood> {
  const folder = await context.folder('flooded');
  const control = join(folder, 'control.sock');
  const server = createServer();
  server.listen(control);
  await once(server, 'listening');
  const connected = once(server, 'connection') as Promise<[Socket]>;
  context.after(() => void server.close());

  const main = await readFile(join(context.root, 'dist', 'main', 'main.cjs'), 'utf8');
  if ([...main.matchAll(given)].length !== 1) throw new Error('The hub is not made as it was.');
  const hook = await context.bundle('test/bench/wire/flooding-feed.ts');
  const put = `createHub({feed:require(${JSON.stringify(hook)}).flooding($1,${JSON.stringify(control)})`;
  await makeAppBeside(context.root, folder, { 'main.cjs': main.replace(given, put) });

  async function ask(what: unknown, ms: number): Promise<unknown> {
    const [socket] = await within(20_000, 'the flooded app to come', connected);
    context.after(() => void socket.destroy());
    const lines = createInterface({ input: socket });
    const told = once(lines, 'line');
    socket.write(`${JSON.stringify(what)}\n`);
    const [line] = (await within(ms, 'the flooded app to answer', told)) as [string];
    lines.close();
    const answer = JSON.parse(line) as { value?: unknown; failed?: string };
    if (answer.failed !== undefined) throw new Error(answer.failed);
    return answer.value;
  }

  return {
    folder,
    async begin(sessions) {
      await ask({ sessions }, 30_000);
    },
    async run(seconds, perSecond) {
      const found = (await ask({ seconds, perSecond }, seconds * 2_000 + 10_000)) as Flooded;
      const offset = performance.now() - Number(process.hrtime.bigint()) / 1e6;
      return { ms: found.ms, times: found.times.map((at) => at + offset) };
    },
  };
}
