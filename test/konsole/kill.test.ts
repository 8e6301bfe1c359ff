/** Real processes that are really killed: hosts, and the whole engine. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { KonsoleEvent } from '../../preload/contract/events';
import type { Turn } from '../../preload/contract/shapes';
import { bundleForNode } from './bundle';
import {
  countingHosts,
  hostFile,
  newFolder,
  newWorkspace,
  openTested,
  until,
  workerFile,
} from './support/konsole';

let tools = '';
let engine = '';

beforeAll(async () => {
  tools = mkdtempSync(join(tmpdir(), 'konsole-engine-child-'));
  engine = await bundleForNode(fileURLToPath(new URL('./engine-child.ts', import.meta.url)), tools);
}, 60_000);

afterAll(() => rmSync(tools, { recursive: true, force: true }));

/** Every tool call has an end and a result that a model can be given. */
function expectWhole(turn: Turn): void {
  expect(turn.blocks.every((block) => block.closed)).toBe(true);
  for (const tool of turn.blocks.filter(({ kind }) => kind === 'tool')) {
    expect(['ok', 'error', 'denied', 'interrupted', 'abandoned']).toContain(tool.status);
    if (tool.status !== 'interrupted') continue;
    expect(turn.blocks.some(({ kind, parent }) => kind === 'output' && parent === tool.id)).toBe(
      true,
    );
  }
}

test('a host killed in mid-turn leaves an interrupted turn, its session goes on, the pool replaces it (I3, attack 19)', async () => {
  const hosts = countingHosts();
  const konsole = await openTested({ startHost: hosts.start });
  const { session } = await konsole.ask('session.create', { kind: 'main', model: 'demo/slow' });
  const { turn } = await konsole.ask('turn.send', { session: session.id, text: 'Look around' });
  await konsole.seen(session.id, ({ type }) => type === 'block.appended');
  const pid = (await konsole.ask('pool.status', {})).hosts.find(
    (one) => one.session === session.id,
  )?.pid;
  if (pid === undefined) throw new Error('the turn has a host');
  process.kill(pid, 'SIGKILL');
  const cut = await konsole.finished(session.id, turn);
  expect(cut).toMatchObject({ status: 'interrupted', error: { code: 'host-died' } });
  expectWhole(cut);
  const again = await konsole.ask('turn.send', {
    session: session.id,
    text: 'Again',
    model: 'demo/fast',
  });
  expect((await konsole.finished(session.id, again.turn)).status).toBe('completed');
  expect(hosts.pids.main.at(-1)).not.toBe(pid);
});

test('a host that hangs is ended two seconds after a stop, and the turn is interrupted', async () => {
  const konsole = await openTested();
  const { session } = await konsole.ask('session.create', { kind: 'main', model: 'demo/slow' });
  const { turn } = await konsole.ask('turn.send', { session: session.id, text: 'Look around' });
  await konsole.seen(session.id, ({ type }) => type === 'block.appended');
  const pid = (await konsole.ask('pool.status', {})).hosts.find(
    (one) => one.session === session.id,
  )?.pid;
  if (pid === undefined) throw new Error('the turn has a host');
  process.kill(pid, 'SIGSTOP');
  await konsole.ask('turn.interrupt', { session: session.id, turn });
  const cut = await konsole.finished(session.id, turn);
  expect(cut).toMatchObject({ status: 'interrupted', error: { code: 'stopped' } });
});

test('a stop reaches a running turn at once, and the session goes on (I4)', async () => {
  const konsole = await openTested();
  const { session } = await konsole.ask('session.create', { kind: 'main', model: 'demo/slow' });
  const { turn } = await konsole.ask('turn.send', { session: session.id, text: 'Look around' });
  await konsole.seen(session.id, ({ type }) => type === 'block.appended');
  await konsole.ask('turn.interrupt', { session: session.id, turn });
  const stopped = await konsole.finished(session.id, turn);
  expect(stopped.status).toBe('interrupted');
  expectWhole(stopped);
});

test('a quick question is answered while every main host hangs (I8)', async () => {
  const hosts = countingHosts();
  const konsole = await openTested({
    startHost: hosts.start,
    settings: { lanes: { main: { transport: 'direct', hosts: 2 } } },
  });
  const sessions: string[] = [];
  for (let n = 0; n < 3; n += 1) {
    const { session } = await konsole.ask('session.create', { kind: 'main', model: 'demo/slow' });
    sessions.push(session.id);
    await konsole.ask('turn.send', { session: session.id, text: `Long work ${n}` });
  }
  for (const session of sessions.slice(0, 2)) {
    await konsole.seen(session, ({ type }) => type === 'turn.first');
  }
  for (const pid of hosts.pids.main) process.kill(pid, 'SIGSTOP');
  const { session } = await konsole.ask('session.create', { kind: 'chat', model: 'demo/fast' });
  const { turn } = await konsole.ask('turn.send', {
    session: session.id,
    text: 'What is it doing?',
  });
  await konsole.seen(session.id, ({ type }) => type === 'turn.first');
  expect((await konsole.finished(session.id, turn)).status).toBe('completed');
  expect((await konsole.ask('pool.status', {})).lanes.main).toMatchObject({ busy: 2, waiting: 1 });
  for (const pid of hosts.pids.main) process.kill(pid, 'SIGKILL');
});

/** Starts the engine, kills it once `enough` of its events were committed; resolves with what it had said. */
async function killEngineAfter(
  home: string,
  workspace: string,
  enough: (events: readonly KonsoleEvent[]) => boolean,
): Promise<KonsoleEvent[]> {
  const child = spawn(
    process.execPath,
    [engine, home, hostFile, workerFile, workspace, 'demo/slow'],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const said: KonsoleEvent[] = [];
  let trouble = '';
  child.stderr.on('data', (chunk: Buffer) => {
    trouble += chunk.toString();
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.endsWith('}')) said.push(JSON.parse(line) as KonsoleEvent);
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  await until(() => enough(said) || child.exitCode !== null);
  child.kill('SIGKILL');
  await ended;
  if (!enough(said)) throw new Error(`the engine ended by itself: ${trouble}`);
  return said;
}

const has = (type: KonsoleEvent['type']) => (events: readonly KonsoleEvent[]) =>
  events.some((event) => event.type === type);

test.each([
  ['while it thinks', has('block.appended')],
  ['while a tool runs or has just run', has('tool.started')],
])(
  'the engine killed %s shows at the next start what was committed, and goes on (I2, I3, attack 19)',
  async (_when, enough) => {
    const home = newFolder();
    const workspace = newWorkspace();
    const both = (events: readonly KonsoleEvent[]) =>
      enough(events) && events.filter((event) => event.type === 'turn.queued').length === 2;
    const said = await killEngineAfter(home, workspace, both);
    const konsole = await openTested({ home, defaultWorkspace: workspace });
    expect(konsole.notices.map(({ id }) => id)).toContain('turns-cut-off');
    const { sessions } = await konsole.ask('session.list', {});
    const [listed] = sessions;
    if (!listed) throw new Error('the session is there');
    expect(listed.status).toBe('interrupted');
    const channel = `session/${listed.id}`;
    const kept = new Map((await konsole.events(listed.id)).map((event) => [event.pos, event]));
    for (const event of said.filter((one) => one.channel === channel)) {
      expect(kept.get(event.pos)).toEqual(event);
    }
    const { snapshot } = await konsole.ask('session.get', { session: listed.id });
    expect(snapshot).toMatchObject({ paused: true, queue: [{ text: 'And then wait' }] });
    const { turns } = await konsole.ask('history.page', { session: listed.id });
    const [cut] = turns;
    if (!cut?.timing || cut.startedAt === undefined)
      throw new Error('the turn is there, with timing');
    expect(cut).toMatchObject({ status: 'interrupted', error: { code: 'app-closed' } });
    expectWhole(cut);
    // Time is charged until the last event that was recorded, not until this start.
    const last = Math.max(
      ...[...kept.values()]
        .filter((e) => e.type === 'block.appended' || e.type === 'tool.started')
        .map((e) => e.at),
    );
    expect(cut.timing.totalMs).toBeLessThanOrEqual(last - cut.startedAt + 200);
    const again = await konsole.ask('turn.send', {
      session: listed.id,
      text: 'Again',
      model: 'demo/fast',
    });
    expect((await konsole.finished(listed.id, again.turn)).status).toBe('completed');
    // The command whose answer nobody heard is answered as it was the first time (I5).
    const repeated = await konsole.answer(
      'turn.send',
      { session: listed.id, text: 'Look at this folder', commandId: 'first' },
      { id: 'child', scope: 'owner', door: 'bridge' },
    );
    expect(repeated).toEqual({ ok: true, result: { turn: cut.id } });
  },
  60_000,
);

test('closing in mid-turn ends the turn, and the next start finds nothing to mend', async () => {
  const konsole = await openTested();
  const { session } = await konsole.ask('session.create', { kind: 'main', model: 'demo/slow' });
  const { turn } = await konsole.ask('turn.send', { session: session.id, text: 'Look around' });
  await konsole.seen(session.id, ({ type }) => type === 'block.appended');
  await konsole.close();
  const next = await openTested({ home: konsole.home, defaultWorkspace: konsole.workspace });
  expect(next.notices).toEqual([]);
  const { turns } = await next.ask('history.page', { session: session.id });
  expect(turns).toMatchObject([
    {
      id: turn,
      status: 'interrupted',
      error: { code: 'app-closed', message: 'Konsole was closed while this ran.' },
    },
  ]);
});
