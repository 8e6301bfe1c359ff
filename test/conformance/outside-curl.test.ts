/** `curl -N` as a full client: it follows a turn, is cut off, and goes on by cursor. */
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOutsideReader, openOutside, type Outside, type Wired } from './outside';
import { createParser, type Message, type Served, startServe } from './served';

const noCurl = spawnSync('curl', ['--version']).error !== undefined;

let served: Served;
beforeAll(async () => {
  served = await startServe();
}, 30_000);
afterAll(() => served.clean());

/** Runs curl until it ends or `enough` says so; gives the last id it was told. */
function listen(
  { served }: Outside,
  where: string[],
  headers: string[],
  take: (message: Message) => void,
  enough: () => boolean,
): Promise<string | undefined> {
  const bearer = `Authorization: Bearer ${served.ready.token}`;
  const child = spawn('curl', [
    '-sN',
    ...[bearer, ...headers].flatMap((header) => ['-H', header]),
    ...where,
  ]);
  const messages: Message[] = [];
  const feed = createParser(messages);
  let last: string | undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    feed(text);
    for (const message of messages.splice(0)) {
      last = message.id ?? last;
      take(message);
    }
    if (enough()) child.kill();
  });
  return new Promise((resolve) => child.on('close', () => resolve(last)));
}

test.skipIf(noCurl).each(['Last-Event-ID', 'after'] as const)(
  'I7 curl -N, cut off twice, resumes by %s and has every word once',
  async (by) => {
    const outside = await openOutside(served);
    const { heard, take } = createOutsideReader();
    const url = `${outside.url}/v1/events?channel=session/${outside.session}`;
    await outside.ask();
    let cursor = '0';
    let runs = 0;
    while (!heard.finished && runs < 10) {
      const isFirst = by === 'after' || runs === 0;
      const last = await listen(
        outside,
        [isFirst ? `${url}&after=${cursor}` : url],
        isFirst ? [] : [`Last-Event-ID: ${cursor}`],
        ({ event, data }) => event.includes('.') && take(data as unknown as Wired),
        () => heard.finished,
      );
      cursor = last ?? cursor;
      runs += 1;
    }
    expect(heard).toEqual({ blocks: await outside.truth(), finished: true });
    expect(outside.proxy.total()).toBe(2);
    expect(runs).toBe(3);
  },
  30_000,
);

test.skipIf(noCurl || process.platform === 'win32')(
  'I7 it does the same over the Unix socket',
  async () => {
    const name = join(process.env.TMPDIR ?? '/tmp', `k-${process.pid}.sock`);
    const outside = await openOutside(served, name);
    const { heard, take } = createOutsideReader();
    const url = `http://localhost/v1/events?channel=session/${outside.session}`;
    await outside.ask();
    let cursor = '0';
    for (let runs = 0; !heard.finished && runs < 10; runs += 1) {
      const last = await listen(
        outside,
        ['--unix-socket', name, `${url}&after=${cursor}`],
        [],
        ({ event, data }) => event.includes('.') && take(data as unknown as Wired),
        () => heard.finished,
      );
      cursor = last ?? cursor;
    }
    expect(heard).toEqual({ blocks: await outside.truth(), finished: true });
    expect(outside.proxy.total()).toBe(2);
  },
  30_000,
);
