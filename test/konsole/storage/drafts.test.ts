import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDrafts } from '../../../main/konsole/storage/drafts';
import type { Draft } from '../../../preload/contract/shapes';
import { bundleForNode } from '../bundle';
import { openTested } from '../support/konsole';

let home = '';
const sessions = new Set(['s1', 's2']);
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'konsole-drafts-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const open = (now: () => number = Date.now) =>
  createDrafts({
    folder: join(home, 'drafts'),
    exists: async (session) => sessions.has(session),
    now,
    leaveMs: 1_000,
  });
const text = (words: string): Draft => ({ text: words, pasted: [], files: [] });
const files = () => readdirSync(join(home, 'drafts'));

describe('a draft', () => {
  test('is given back whole, to each session its own, after a restart too', async () => {
    const whole: Draft = {
      text: 'Halb geschrieben, 漢字 😀\n',
      pasted: ['a long paste', ''],
      files: [{ id: 'b1', name: 'a.png', type: 'image/png', bytes: 5 }],
    };
    const drafts = open();
    await drafts.keep('s1', whole);
    await drafts.keep(undefined, text('for a new one'));
    await drafts.keep(undefined, text('for a new question'), 'quick');
    const again = open();
    expect(await again.get('s1')).toEqual(whole);
    expect(await again.get(undefined)).toEqual(text('for a new one'));
    expect(await again.get(undefined, 'quick')).toEqual(text('for a new question'));
    expect(await again.get('s2')).toBeUndefined();
  });

  test('that is empty, or none, forgets what was kept', async () => {
    const drafts = open();
    for (const nothing of [undefined, text(''), text(' \n'), { ...text(''), pasted: [''] }]) {
      await drafts.keep('s1', text('something'));
      await drafts.keep('s1', nothing);
      expect(await drafts.get('s1')).toBeUndefined();
      expect(files()).toEqual([]);
    }
    await drafts.keep('s1', { ...text(''), pasted: ['only pasted'] });
    expect(await drafts.get('s1')).toMatchObject({ pasted: ['only pasted'] });
  });

  test('of many kept at the same time is the newest', async () => {
    const drafts = open();
    const kept = Array.from({ length: 50 }, (_, n) => drafts.keep('s1', text(`${n}`)));
    expect(await drafts.get('s1')).toEqual(text('49'));
    await Promise.all(kept);
    expect(await open().get('s1')).toEqual(text('49'));
    expect(files()).toEqual(['session-s1.json']);
  });

  test('can be read by its owner alone', async () => {
    await open().keep('s1', text('private'));
    expect(statSync(join(home, 'drafts')).mode & 0o777).toBe(0o700);
    expect(statSync(join(home, 'drafts', 'session-s1.json')).mode & 0o777).toBe(0o600);
  });

  test('of six million characters is kept and given back', async () => {
    const long = text('wörter '.repeat(898_000));
    const drafts = open();
    await drafts.keep('s1', long);
    expect(await drafts.get('s1')).toEqual(long);
  });

  test('of a session that does not exist is refused, whatever its name (attack 7)', async () => {
    const drafts = open();
    for (const name of ['nobody', '../../settings', 'S1', '', 's1/../new']) {
      await expect(drafts.keep(name, text('x'))).rejects.toMatchObject({ code: 'not-found' });
      await expect(drafts.get(name)).rejects.toMatchObject({ code: 'not-found' });
    }
    expect(existsSync(join(home, 'drafts'))).toBe(false);
  });

  test('that is damaged on disk is as none, and the next takes its place', async () => {
    mkdirSync(join(home, 'drafts'));
    const file = join(home, 'drafts', 'session-s1.json');
    const drafts = open();
    for (const damage of ['{"text":"ha', 'null', '{"text":5}']) {
      writeFileSync(file, damage);
      expect(await drafts.get('s1')).toBeUndefined();
    }
    await drafts.keep('s1', text('new'));
    expect(await drafts.get('s1')).toEqual(text('new'));
  });

  test('that cannot be written is told with what to do, and the next is tried', async () => {
    const place = join(home, 'drafts');
    writeFileSync(place, 'a file is in the way');
    const drafts = open();
    await expect(drafts.keep('s1', text('secret words'))).rejects.toMatchObject({
      code: 'internal',
      message: expect.not.stringContaining('secret'),
    });
    rmSync(place);
    await drafts.keep('s1', text('again'));
    expect(await drafts.get('s1')).toEqual(text('again'));
  });

  test('that cannot be written leaves the old one', async () => {
    const drafts = open();
    await drafts.keep('s1', text('old'));
    const inTheWay = join(home, 'drafts', `session-s1.json.${process.pid}.tmp`);
    mkdirSync(inTheWay);
    await expect(drafts.keep('s1', text('new'))).rejects.toMatchObject({ code: 'internal' });
    expect(await drafts.get('s1')).toEqual(text('old'));
    rmSync(inTheWay, { recursive: true });
    await drafts.keep('s1', text('new'));
    expect(await drafts.get('s1')).toEqual(text('new'));
  });
});

test('drafts of sessions that are gone are swept away, once they cannot come back; half-written ones too', async () => {
  const drafts = open();
  sessions.add('gone');
  await drafts.keep('gone', text('x'));
  await drafts.keep('s1', text('x'));
  await drafts.keep(undefined, text('x'));
  sessions.delete('gone');
  writeFileSync(join(home, 'drafts', 'session-s1.json.1.tmp'), '{"te');
  await drafts.sweep();
  expect(files().sort()).toEqual(['new.json', 'session-gone.json', 'session-s1.json']);
  for (const name of files()) utimesSync(join(home, 'drafts', name), 1, 1);
  await drafts.sweep();
  expect(files().sort()).toEqual(['new.json', 'session-s1.json']);
});

test('a draft that was kept outlives a kill in the middle of the next one, which is there whole or not at all', async () => {
  const tools = mkdtempSync(join(home, 'child-'));
  const entry = fileURLToPath(new URL('./keep-forever.ts', import.meta.url));
  const child = spawn(process.execPath, [await bundleForNode(entry, tools), join(home, 'drafts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said: number[] = [];
  const ended = new Promise((resolve) => child.on('close', resolve));
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(Number(line));
    if (said.length >= 8 + (randomBytes(1)[0] ?? 0) / 16) child.kill('SIGKILL');
  }
  await ended;
  const kept = await open().get('s1');
  const n = Number(kept?.text.split(' ')[0]);
  expect([said.at(-1), (said.at(-1) ?? 0) + 1]).toContain(n);
  expect(kept?.text).toBe(`${n} `.repeat(100_000));
});

describe('over the commands', () => {
  test('a draft outlives a restart, is in no log and no journal, and ends with its session', async () => {
    const konsole = await openTested({ noHosts: true });
    const { session } = await konsole.ask('session.create', { kind: 'main' });
    const draft = text('words-that-nobody-else-may-read');
    await konsole.ask('draft.keep', { session: session.id, draft });
    await konsole.close();
    const next = await openTested({ noHosts: true, home: konsole.home });
    expect(await next.ask('draft.get', { session: session.id })).toEqual({ draft });
    expect(await next.ask('draft.get', {})).toEqual({});
    await next.ask('session.delete', { session: session.id });
    expect(await next.answer('draft.get', { session: session.id })).toMatchObject({
      code: 'not-found',
    });
    next.log.write('info', 'app', 'So that there is a log');
    await next.close();
    const journalAndLogs = readdirSync(konsole.home, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('drafts'))
      .map((entry) => join(entry.parentPath, entry.name));
    expect(journalAndLogs.some((path) => path.endsWith('konsole.log'))).toBe(true);
    for (const path of journalAndLogs) {
      expect(readFileSync(path, 'latin1').includes(draft.text), path).toBe(false);
    }
  });

  test('the file goes when the session cannot be brought back any more', async () => {
    const due: { ms: number; run: () => void }[] = [];
    const konsole = await openTested({
      noHosts: true,
      clock: { now: () => Date.now() + 3_600_000 },
      schedule: (ms, run) => {
        due.push({ ms, run });
        return () => undefined;
      },
    });
    const { session } = await konsole.ask('session.create', { kind: 'main' });
    await konsole.ask('draft.keep', { session: session.id, draft: text('x') });
    const file = join(konsole.home, 'drafts', `session-${session.id}.json`);
    await konsole.ask('session.delete', { session: session.id });
    expect(existsSync(file)).toBe(true);
    for (const one of due.filter(({ ms }) => ms === 600_000)) one.run();
    while (existsSync(file)) await new Promise((resolve) => setImmediate(resolve));
  });
});
