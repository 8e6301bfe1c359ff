/** A client in another language: Python's `websockets`, as Debian packages it. */
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Heard, openOutside } from './outside';
import { startServe } from './served';

/** Debian's own, which has Debian's packages; another one may come first in PATH. */
const python = '/usr/bin/python3';
const script = join(import.meta.dirname, '../fixtures/outside/follow.py');
const noPython = spawnSync(python, ['-c', 'import websockets']).status !== 0;

test.skipIf(noPython)(
  'I7 Python’s websockets attaches anew by its cursor and has every word once',
  async () => {
    const served = await startServe();
    onTestFinished(() => served.clean());
    const outside = await openOutside(served);
    const url = `${outside.url.replace('http', 'ws')}/v1/socket`;
    const child = spawn(python, [script, url, served.ready.token, outside.session]);
    onTestFinished(() => void child.kill());
    const [out, err] = [collect(child.stdout), collect(child.stderr)];
    const ended = new Promise((resolve) => child.on('close', resolve));
    await outside.ask();
    await ended;
    expect(err()).toBe('');
    const heard = JSON.parse(out()) as Heard;
    expect(heard).toEqual({ blocks: await outside.truth(), finished: true, connections: 3 });
    expect(outside.proxy.total()).toBe(2);
  },
  30_000,
);

function collect(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return () => text;
}
