import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createLog } from '../../../main/konsole/diagnostics/log';
import { createLogFile } from '../../../main/konsole/diagnostics/log-file';
import { createRedactor } from '../../../main/konsole/diagnostics/redact';
import { newFolder } from '../support/konsole';

const clock = { now: () => 1_000 };

test.each([
  ['sk-ant-api03-abcdefghijklmnop', /^\[key\]$/],
  ['Authorization: Bearer abc.def-ghi', /^Authorization: Bearer \[key\]$/],
  ['{"x-api-key":"abc123"}', /^\{"x-api-key":"\[key\]"\}$/],
  ['x-api-key: abc123', /^x-api-key: \[key\]$/],
  ['key AIzaSyA-0123456789abcdefghij', /^key \[key\]$/],
  ['https://user:pass@host/path', /^https:\/\/\[key\]@host\/path$/],
  ['by socks5h://me:pw@host:1080', /^by socks5h:\/\/\[key\]@host:1080$/],
  ['the task is sk-etchy', /./],
])('a key in %j is not written (attack 13)', (text, clean) => {
  expect(createRedactor().text(text)).toMatch(clean);
});

test('fields named as secrets are hidden, counts of tokens are not', () => {
  const { fields } = createRedactor();
  expect(
    fields({
      apiKey: 'a',
      api_key: 'b',
      token: 'c',
      inputTokens: 5,
      headers: { cookie: 'd' },
      key: 7,
    }),
  ).toEqual({
    apiKey: '[key]',
    api_key: '[key]',
    token: '[key]',
    inputTokens: 5,
    headers: { cookie: '[key]' },
    key: 7,
  });
});

test('a key that was looked up is never written, whatever it looks like, even where a cut goes through it', () => {
  const redactor = createRedactor();
  const secret = 'correct horse battery staple';
  redactor.hide(secret);
  expect(redactor.text(`a ${secret} b ${secret}`)).toBe('a [key] b [key]');
  const cut = redactor.text('x'.repeat(7_985) + secret + 'y'.repeat(100));
  expect(cut).not.toContain('correct horse');
});

test('an error is written with its stack, a cycle and a deep object end', () => {
  const { fields } = createRedactor();
  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  expect(JSON.stringify(fields({ error: new Error('boom'), cycle }))).toContain('boom');
});

test('a query finds by level, area, session, text and time, newest last', () => {
  let now = 0;
  const log = createLog({ clock: { now: () => now } });
  for (let n = 0; n < 10; n += 1) {
    now = n;
    log.write(n % 2 ? 'warn' : 'debug', n < 5 ? 'pool' : 'turn', `message ${n}`, {
      session: `s${n}`,
    });
  }
  expect(log.query({ level: 'info' }).map(({ at }) => at)).toEqual([1, 3, 5, 7, 9]);
  expect(log.query({ area: 'turn', limit: 2 }).map(({ at }) => at)).toEqual([8, 9]);
  expect(log.query({ session: 's4' })).toMatchObject([{ message: 'message 4', session: 's4' }]);
  expect(log.query({ text: 'MESSAGE 7' })).toHaveLength(1);
  expect(log.query({ since: 8 })).toHaveLength(2);
});

test('the ring is bounded', () => {
  const log = createLog({ clock });
  for (let n = 0; n < 10_000; n += 1) log.write('info', 'pool', `${n}`);
  const kept = log.query({ limit: 1_000_000 });
  expect(kept.length).toBeLessThanOrEqual(2_500);
  expect(kept.at(-1)?.message).toBe('9999');
});

test('lines reach the disk in order as JSON, and the file is for its owner alone', async () => {
  const path = join(newFolder(), 'logs', 'konsole.log');
  const log = createLog({ clock, file: createLogFile(path) });
  for (let n = 0; n < 100; n += 1) log.write('info', 'pool', `line ${n}`);
  await log.flush();
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual(
    Array.from({ length: 100 }, (_, n) => `line ${n}`),
  );
  expect(statSync(path).mode & 0o077).toBe(0);
});

test('the file is set aside when it is full, and three of them are kept', async () => {
  const path = join(newFolder(), 'konsole.log');
  const file = createLogFile(path, { maxBytes: 1_000, files: 3 });
  for (let n = 0; n < 40; n += 1) {
    file.line(`${n} ${'x'.repeat(200)}`);
    await file.flush();
  }
  expect(readFileSync(path, 'utf8')).toContain('39 ');
  expect(existsSync(`${path}.1`)).toBe(true);
  expect(existsSync(`${path}.2`)).toBe(true);
  expect(existsSync(`${path}.3`)).toBe(false);
});

test('a log that cannot be written loses lines and nothing else, and says so when it can again', async () => {
  const folder = newFolder();
  const path = join(folder, 'logs', 'konsole.log');
  const inTheWay = join(folder, 'logs');
  writeFileSync(inTheWay, 'a file where the folder should be');
  const file = createLogFile(path);
  file.line('lost');
  await file.flush();
  rmSync(inTheWay);
  file.line('kept');
  await file.flush();
  expect(readFileSync(path, 'utf8').trim().split('\n')).toEqual([
    '{"level":"warn","area":"log","dropped":1}',
    'kept',
  ]);
});

test('lines of one moment are written together a moment later, and one of trouble takes them along at once', async () => {
  const path = join(newFolder(), 'konsole.log');
  const log = createLog({ clock, file: createLogFile(path) });
  log.write('info', 'turn', 'one');
  log.write('info', 'turn', 'two');
  expect(existsSync(path)).toBe(false);
  // Nobody asks for it.
  await expect.poll(() => existsSync(path) && readFileSync(path, 'utf8')).toContain('two');
  log.write('info', 'turn', 'three');
  log.write('error', 'turn', 'four');
  await expect.poll(() => readFileSync(path, 'utf8')).toContain('four');
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual([
    'one',
    'two',
    'three',
    'four',
  ]);
});
