/** The log after a new start: what earlier runs wrote is there, bounded, clean and in order. */
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createLog } from '../../../main/konsole/diagnostics/log';
import { createLogFile } from '../../../main/konsole/diagnostics/log-file';
import { newFolder } from '../support/konsole';

const at = (now: number) => ({ now: () => now });

async function earlierRun(path: string, now: number, messages: string[]): Promise<void> {
  const log = createLog({ clock: at(now), file: createLogFile(path) });
  for (const message of messages) log.write('warn', 'provider', message);
  await log.flush();
}

const newPath = () => join(newFolder(), 'konsole.log');

test('a new run finds what the one before wrote, before its own records', async () => {
  const path = newPath();
  await earlierRun(path, 1_000, ['The connection was cut', 'given up']);
  const log = createLog({ clock: at(2_000), file: createLogFile(path) });
  log.write('info', 'pool', 'new');
  await log.ready;
  expect(log.query({}).map(({ message }) => message)).toEqual([
    'The connection was cut',
    'given up',
    'new',
  ]);
  expect(log.query({ text: 'cut' })).toMatchObject([
    { at: 1_000, level: 'warn', area: 'provider' },
  ]);
});

test('numbers grow from the oldest record to the newest, and "after" gives what came since', async () => {
  const path = newPath();
  await earlierRun(path, 1_000, ['one', 'two']);
  const log = createLog({ clock: at(2_000), file: createLogFile(path) });
  log.write('info', 'pool', 'three');
  await log.ready;
  log.write('info', 'pool', 'four');
  const numbers = log.query({}).map(({ n }) => n ?? Number.NaN);
  expect(numbers).toEqual(numbers.toSorted((left, right) => left - right));
  expect(new Set(numbers).size).toBe(4);
  const [, , third] = log.query({});
  expect(log.query({ after: third?.n }).map(({ message }) => message)).toEqual(['four']);
  expect(log.query({ after: log.query({}).at(-1)?.n })).toEqual([]);
});

test('damaged lines are left out, and the disk gets no line twice', async () => {
  const path = newPath();
  await earlierRun(path, 1_000, ['whole']);
  appendFileSync(path, '{"at":5,"level":"lou\nnull\n{"level":"warn","area":"log","dropped":3}\n');
  const log = createLog({ clock: at(2_000), file: createLogFile(path) });
  log.write('info', 'pool', 'new');
  await log.ready;
  await log.flush();
  expect(log.query({}).map(({ message }) => message)).toEqual(['whole', 'new']);
  expect(readFileSync(path, 'utf8').match(/whole/g)).toHaveLength(1);
});

test('the file that was set aside is read too, oldest first, and no more than the ring holds', async () => {
  const path = newPath();
  const line = (now: number) =>
    `${JSON.stringify({ at: now, level: 'info', area: 'pool', message: `${now}`, fields: {} })}\n`;
  const lines = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, n) => line(from + n)).join('');
  writeFileSync(`${path}.1`, lines(0, 1_500));
  writeFileSync(path, lines(1_500, 3_000));
  const log = createLog({ clock: at(9_000), file: createLogFile(path) });
  await log.ready;
  const kept = log.query({ limit: 10_000 }).map((record) => record.at);
  expect(kept).toEqual(Array.from({ length: 2_000 }, (_, n) => 1_000 + n));
});

test('of a file longer than a megabyte only the end is read, from a whole line on', async () => {
  const path = newPath();
  const record = (n: number) => ({ at: n, level: 'info', area: 'pool', message: '', fields: {} });
  const rows = Array.from({ length: 600 }, (_, n) =>
    JSON.stringify({ ...record(n), message: 'ä'.repeat(2_000) }),
  );
  writeFileSync(path, `${rows.join('\n')}\n`);
  const past = await createLogFile(path).takePast();
  expect(past.length).toBeGreaterThan(200);
  expect(past.length).toBeLessThan(300);
  expect(past).toEqual(rows.slice(-past.length));
});

test('a key that became known since is taken out of what an earlier run wrote (attack 13)', async () => {
  const path = newPath();
  await earlierRun(path, 1_000, ['it was plain-words-as-a-key here']);
  const log = createLog({ clock: at(2_000), file: createLogFile(path) });
  log.hide('plain-words-as-a-key');
  await log.ready;
  expect(log.query({})).toMatchObject([{ message: 'it was [key] here' }]);
});

test('nothing of it is looked at before the start is over, and a folder in its place is no obstacle', async () => {
  const path = newPath();
  await earlierRun(path, 1_000, ['past']);
  let over = () => undefined as void;
  const settled = new Promise<void>((resolve) => (over = resolve));
  const log = createLog({ clock: at(2_000), file: createLogFile(path), settled });
  log.write('info', 'pool', 'new');
  await log.flush();
  expect(log.query({}).map(({ message }) => message)).toEqual(['new']);
  over();
  await log.ready;
  expect(log.query({})).toHaveLength(2);

  const blocked = newPath();
  mkdirSync(blocked);
  const none = createLog({ clock: at(1), file: createLogFile(blocked) });
  await none.ready;
  expect(none.query({})).toEqual([]);
});
