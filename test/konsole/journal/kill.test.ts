/** `kill -9` of a real process that appends: what was acknowledged is there, dense and readable. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleForNode } from '../bundle';
import {
  batch,
  closeNow,
  created,
  newFile,
  openAt,
  replayAll,
  sessionOf,
  workerFile,
} from './support';

const rounds = 12;
let tools = '';
let child = '';

beforeAll(async () => {
  tools = mkdtempSync(join(tmpdir(), 'konsole-kill-'));
  child = await bundleForNode(
    fileURLToPath(new URL('./append-forever.ts', import.meta.url)),
    tools,
  );
});

afterAll(() => rmSync(tools, { recursive: true, force: true }));

/** Kills the child once it has acknowledged `acks` appends, in the middle of the next. */
async function appendAndKill(
  file: string,
  acks: number,
): Promise<{ epoch: string; acked: number }> {
  const process_ = spawn(process.execPath, [child, file, workerFile], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(process_, 'exit');
  let epoch = '';
  let acked = 0;
  let lines = 0;
  for await (const line of createInterface({ input: process_.stdout })) {
    if (epoch === '') {
      epoch = line;
      continue;
    }
    acked = Math.max(acked, Number(line));
    lines += 1;
    if (lines === acks) process_.kill('SIGKILL');
  }
  const [, signal] = (await exited) as [number | null, string];
  expect(signal).toBe('SIGKILL');
  return { epoch, acked };
}

test('I2, attack 19: after kill -9 at any moment everything acknowledged is there, and the epoch has moved', async () => {
  const file = newFile();
  const epochs = new Set<string>();
  for (let round = 0; round < rounds; round += 1) {
    const acks = 1 + Math.floor(Math.random() * (round % 3 === 0 ? 20 : 600));
    const { epoch, acked } = await appendAndKill(file, acks);
    const journal = await openAt(file);
    expect(journal.opening).toEqual({ notices: [], recovered: true });
    expect(journal.epoch).not.toBe(epoch);
    expect(epochs.has(journal.epoch)).toBe(false);
    epochs.add(journal.epoch);
    expect(journal.head()).toBeGreaterThanOrEqual(acked);
    // I6: the cursor of the killed process is still good here.
    expect(journal.position(`${epoch}.${acked}`)).toBe(acked);
    expect(journal.position(`${epoch}.${journal.head() + 1}`)).toBeUndefined();

    const channels = ['session/a', 'session/b', 'session/c'];
    const events = await replayAll(journal, channels);
    expect(events.map((event) => event.pos)).toEqual(events.map((_, index) => index + 1));
    expect(events.length).toBe(journal.head());
    for (const channel of channels) {
      const seqs = events.filter((event) => event.channel === channel).map((event) => event.seq);
      expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    }
    for (const event of events) {
      if (event.type !== 'turn.queued') continue;
      const [, n = 0, part = 0] = event.turn.slice(1).split('x').map(Number);
      expect(event.text).toBe(`${n}.${part}`.repeat(1 + (n % 200)));
    }
    await closeNow(journal);
  }
}, 60_000);

test('I1: what is appended after a kill goes on densely where the killed process ended', async () => {
  const file = newFile();
  await appendAndKill(file, 30);
  const journal = await openAt(file);
  const head = journal.head();
  const [event] = await journal.append(batch(created(sessionOf('new'))));
  expect(event).toMatchObject({ pos: head + 1, seq: 1 });
  expect(journal.position(`${journal.epoch}.${head + 2}`)).toBe(head + 2);
});
