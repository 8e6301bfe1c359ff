import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cleanEnvironment, forkHost } from '../main/fork-host';
import { newFolder } from './konsole/support/konsole';

function scriptHost(source: string): string {
  const file = join(newFolder(), 'host.cjs');
  writeFileSync(file, source);
  return file;
}

test('a host is started without a key in its environment, and can be talked to (attack 13)', async () => {
  const file = scriptHost(
    `process.on('message', (m) => process.send({ got: m, env: Object.keys(process.env), args: process.argv.slice(2) }));`,
  );
  const host = forkHost(file, {
    PATH: process.env['PATH'],
    ANTHROPIC_API_KEY: 'k',
    AWS_SECRET: 's',
  })('quick');
  const answer = await new Promise<unknown>((resolve) => {
    host.onMessage(resolve);
    host.post({ bytes: new Uint8Array([1, 2]) });
  });
  expect(answer).toMatchObject({ got: { bytes: new Uint8Array([1, 2]) }, args: ['quick'] });
  const { env } = answer as { env: string[] };
  expect(env.filter((name) => /KEY|SECRET/.test(name))).toEqual([]);
  const exit = new Promise((resolve) => host.onExit(resolve));
  host.kill();
  host.kill();
  await exit;
  host.post({ after: 'death' });
});

test('a host that cannot run says why it ended, once, also to who asks late', async () => {
  const host = forkHost(scriptHost(`console.error('no such thing'); process.exit(3);`))('main');
  const exit = await new Promise((resolve) => host.onExit(resolve));
  expect(exit).toMatchObject({ code: 3, detail: 'no such thing' });
  const missing = forkHost(join(newFolder(), 'nothing.cjs'))('main');
  const reason = await new Promise<{ detail?: string }>((resolve) => missing.onExit(resolve));
  expect(reason.detail).toContain('Cannot find module');
});

test('a process that the system will not start at all is an exit, not an exception', async () => {
  const host = forkHost(scriptHost(''), { PATH: 'no\0path' })('main');
  const exit = await new Promise((resolve) => host.onExit(resolve));
  expect(exit).toMatchObject({ code: null, detail: expect.stringContaining('null bytes') });
  expect(host.pid).toBeUndefined();
  host.post({ after: 'death' });
  host.kill();
});

test('proxies and certificates pass, nothing else of the person’s environment does', () => {
  const clean = cleanEnvironment({
    HTTPS_PROXY: 'p',
    NODE_OPTIONS: '--inspect',
    OPENAI_API_KEY: 'k',
  });
  expect(clean).toEqual({ HTTPS_PROXY: 'p' });
});
