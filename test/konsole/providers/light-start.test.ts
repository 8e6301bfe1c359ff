/** What a host loads before its first question is on the wire: a cold start waits for all of it. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startFakeAnthropic } from '../../fakes/anthropic';
import { bundleForNode } from '../bundle';
import { newFolder } from '../support/konsole';

test('the first question loads no second HTTP client of Node itself', {
  timeout: 30_000,
}, async () => {
  const fake = await startFakeAnthropic();
  try {
    const file = await bundleForNode(join(import.meta.dirname, 'light-start.ts'), newFolder());
    const { stdout } = await promisify(execFile)(process.execPath, [file, fake.url]);
    const { events, loaded } = JSON.parse(stdout) as { events: number; loaded: string[] };
    expect(events).toBeGreaterThan(3);
    expect(fake.requests).toHaveLength(1);
    // `fetch`, `Headers`, `FormData` and `Response` of Node: 40 ms of a cold start.
    expect(loaded.filter((name) => name.includes('deps/undici'))).toEqual([]);
  } finally {
    await fake.close();
  }
});
