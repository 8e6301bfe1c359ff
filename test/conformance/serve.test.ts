/** An outside client against the real server with the demo: what docs/protocol.md promises a stranger. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { KonsoleEvent, SessionEvent } from '../../preload/contract/events';
import { emptySession, reduceSession } from '../../preload/contract/session-state';
import type { Session, Snapshot } from '../../preload/contract/shapes';
import {
  command,
  createParser,
  events,
  type Message,
  type Served,
  startServe,
  until,
  type Way,
} from './served';

const serveFile = join(import.meta.dirname, '../../dist/main/serve.cjs');

const create = async (served: Served, way: Way, kind = 'main') =>
  (await command<{ session: Session }>(served, way, 'session.create', { kind })).session.id;

const send = (served: Served, way: Way, session: string, text: string) =>
  command<{ turn: string }>(served, way, 'turn.send', { session, text });

const finished = (messages: readonly Message[]) => () =>
  messages.some(({ event }) => event === 'turn.finished');

const eventsOf = (messages: readonly Message[]) =>
  messages
    .filter(({ event }) => event.includes('.'))
    .map(({ data }) => data as unknown as KonsoleEvent);

/** The state a reader has that applies what it is given, whatever was repeated. */
const fold = (id: string, messages: readonly Message[]): Snapshot =>
  (eventsOf(messages) as SessionEvent[]).reduce(reduceSession, emptySession(id));

describe('a server in plain Node', { timeout: 60_000 }, () => {
  let served: Served;
  beforeAll(async () => {
    served = await startServe();
  }, 30_000);
  afterAll(() => served.clean());

  test('says in one line where it is, and keeps its token out of the log', () => {
    const { ready } = served;
    expect(ready).toMatchObject({ ready: true, home: served.home });
    expect(ready.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(ready.socket).toBe(join(served.home, 'konsole.sock'));
    expect(readFileSync(join(served.home, 'gateway-token'), 'utf8').trim()).toBe(ready.token);
    const log = join(served.home, 'logs', 'konsole.log');
    if (existsSync(log)) expect(readFileSync(log, 'utf8')).not.toContain(ready.token);
    expect(served.stderr()).not.toContain(ready.token);
  });

  test.each<Way>(['socket', 'tcp'])(
    'I1 I2 an outside client follows a turn over the %s, from its first event to its last',
    async (way) => {
      const session = await create(served, way);
      const stream = events(served, way, `channel=session/${session}&after=0`);
      await until('it is live', () => stream.messages.some(({ event }) => event === 'synced'));
      const { turn } = await send(served, way, session, 'What is in this folder?');
      await until('the turn ended', finished(stream.messages));
      stream.stop();

      const all = eventsOf(stream.messages);
      let seq = 0;
      for (const event of all) {
        expect(event.first ?? event.seq).toBe(seq + 1);
        seq = event.seq;
      }
      const state = fold(session, stream.messages);
      expect(state.turns.at(-1)).toMatchObject({ id: turn, status: 'completed' });
      const { snapshot } = await command<{ snapshot: Snapshot }>(served, way, 'session.get', {
        session,
      });
      expect(snapshot.turns.at(-1)?.blocks.map(({ text }) => text)).toEqual(
        state.turns.at(-1)?.blocks.map(({ text }) => text),
      );
      expect(all.some(({ type }) => type === 'tool.finished')).toBe(true);
    },
  );

  test('I4 I7 a client that is cut off again and again resumes by Last-Event-ID and misses nothing', async () => {
    const session = await create(served, 'tcp');
    const heard: Message[] = [];
    let last: string | undefined;
    let cuts = 0;
    const ways: Way[] = ['tcp', 'socket'];
    await send(served, 'tcp', session, 'Look around here.');
    while (!finished(heard)()) {
      const way = ways[cuts % 2] ?? 'tcp';
      const stream = events(served, way, `channel=session/${session}&after=0`, last);
      await until('something came', () => {
        const some = eventsOf(stream.messages).length > 3;
        return some || finished(stream.messages)() || stream.ended();
      });
      stream.stop();
      cuts += 1;
      heard.push(...stream.messages);
      last = stream.lastId() ?? last;
    }
    const whole = events(served, 'tcp', `channel=session/${session}&after=0`);
    await until('synced', () => whole.messages.some(({ event }) => event === 'synced'));
    whole.stop();
    expect(cuts).toBeGreaterThan(2);
    expect(fold(session, heard)).toEqual(fold(session, whole.messages));
  });

  test.skipIf(spawnSync('curl', ['--version']).error !== undefined)(
    'curl -N is a full client, over the socket and over TCP',
    async () => {
      const session = await create(served, 'socket', 'chat');
      const curls = [
        ['--unix-socket', served.ready.socket, 'http://localhost'],
        [served.ready.url],
      ].map((where) => {
        const base = where.at(-1) ?? '';
        const child = spawn('curl', [
          '-sN',
          ...where.slice(0, -1),
          '-H',
          `Authorization: Bearer ${served.ready.token}`,
          `${base}/v1/events?channel=session/${session}&after=0`,
        ]);
        const messages: Message[] = [];
        const feed = createParser(messages);
        child.stdout.setEncoding('utf8').on('data', feed);
        return { child, messages };
      });
      await send(served, 'socket', session, 'Hello?');
      for (const { messages } of curls) await until('the turn ended', finished(messages));
      for (const { child } of curls) child.kill();
      const [left, right] = curls.map(({ messages }) => fold(session, messages));
      expect(left).toEqual(right);
      expect(left?.turns.at(-1)?.status).toBe('completed');
    },
  );

  test('I5 a repeated command returns the first answer, whatever door it comes through', async () => {
    const params = { kind: 'chat', commandId: 'once' };
    const first = await command<{ session: Session }>(served, 'tcp', 'session.create', params);
    const again = await command<{ session: Session }>(served, 'socket', 'session.create', params);
    expect(again.session.id).toBe(first.session.id);
  });

  test('the index tells sessions that come and go', async () => {
    const stream = events(served, 'tcp', 'channel=index');
    await until('it is live', () => stream.messages.some(({ event }) => event === 'synced'));
    const session = await create(served, 'tcp');
    await command(served, 'tcp', 'session.delete', { session });
    await until('it went', () => stream.messages.some(({ event }) => event === 'session.deleted'));
    stream.stop();
    const names = stream.messages.map(({ event }) => event);
    expect(names.indexOf('session.listed')).toBeLessThan(names.indexOf('session.deleted'));
  });

  test('a stream of a deleted session is told and ends; asking again is not found', async () => {
    const session = await create(served, 'tcp');
    const stream = events(served, 'tcp', `channel=session/${session}`);
    await until('it is live', () => stream.messages.some(({ event }) => event === 'synced'));
    await command(served, 'tcp', 'session.delete', { session });
    await until('it ended', stream.ended);
    expect(stream.messages.at(-1)).toMatchObject({ event: 'error', data: { code: 'not-found' } });
    const again = events(served, 'tcp', `channel=session/${session}`);
    await until('it was answered', () => again.status() !== 0);
    expect(again.status()).toBe(404);
  });

  test('attack 6: the real engine answers bad commands with a typed error', async () => {
    const refused = (name: string, params: unknown) =>
      command(served, 'tcp', name, params).then(
        () => 'accepted',
        (error: Error) => error.message.split(' ')[1],
      );
    expect(await refused('no.such-command', {})).toBe('not-found');
    expect(await refused('turn.send', { session: 7, text: [] })).toBe('invalid');
    expect(await refused('turn.send', { session: 'nobody', text: 'hi' })).toBe('not-found');
    expect(await refused('session.create', { kind: 'other' })).toBe('invalid');
    expect(await refused('session.get', 'text')).toBe('invalid');
  });

  test('a second one on the same home says so and offers the socket', async () => {
    const second = spawnSync(process.execPath, [serveFile, '--port', '0', '--home', served.home], {
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect(second.status).toBe(1);
    expect(JSON.parse(second.stdout)).toMatchObject({
      ready: false,
      code: 'conflict',
      socket: served.ready.socket,
    });
    expect(second.stderr).toContain(served.ready.socket);
    expect(
      (await command<{ sessions: Session[] }>(served, 'socket', 'session.list', {})).sessions
        .length,
    ).toBeGreaterThan(0);
  });
});

describe('closing a server', { timeout: 60_000 }, () => {
  const all: Served[] = [];
  afterEach(() => {
    for (const served of all.splice(0)) served.clean();
  });

  test.each(['SIGTERM', 'SIGINT'] as const)(
    'I2 %s in mid-turn ends it soon, the streams with it, and what was heard is kept',
    async (signal) => {
      const served = await startServe();
      all.push(served);
      const session = await create(served, 'tcp');
      const stream = events(served, 'tcp', `channel=session/${session}&after=0`);
      await send(served, 'tcp', session, 'Look around.');
      await until('it streams', () => eventsOf(stream.messages).length > 8);
      const ms = await served.stop(signal);
      // A second is the promise; whoever waited for the turn's own end would take longer than this.
      expect(ms).toBeLessThan(5_000);
      expect((await served.exited).code).toBe(0);
      expect(existsSync(served.ready.socket)).toBe(false);
      await until('the stream ended', stream.ended);

      const next = await startServe({ home: served.home, workspace: served.workspace });
      all.push(next);
      const again = events(next, 'tcp', `channel=session/${session}&after=0`);
      await until('synced', () => again.messages.some(({ event }) => event === 'synced'));
      again.stop();
      const kept = new Map(eventsOf(again.messages).map((event) => [event.pos, event]));
      const lastKept = Math.max(...kept.keys());
      expect(lastKept).toBeGreaterThanOrEqual(
        Math.max(...eventsOf(stream.messages).map((e) => e.pos)),
      );
      expect(fold(session, again.messages).turns.at(-1)?.status).toBe('interrupted');
    },
  );

  test('I2 I6 after kill -9 nothing that was heard is gone, and an old cursor is answered', async () => {
    const served = await startServe();
    all.push(served);
    const session = await create(served, 'tcp');
    const stream = events(served, 'tcp', `channel=session/${session}&after=0`);
    await send(served, 'tcp', session, 'Look around.');
    await until('it streams', () => eventsOf(stream.messages).length > 8);
    const last = stream.lastId();
    const heard = eventsOf(stream.messages);
    await served.stop('SIGKILL');

    const next = await startServe({ home: served.home, workspace: served.workspace });
    all.push(next);
    const whole = events(next, 'socket', `channel=session/${session}&after=0`);
    const resumed = events(next, 'socket', `channel=session/${session}`, last);
    for (const one of [whole, resumed]) {
      await until('synced', () => one.messages.some(({ event }) => event === 'synced'));
      one.stop();
    }
    const text = (messages: readonly KonsoleEvent[]) =>
      messages.map((event) => (event.type === 'block.appended' ? event.text : '')).join('');
    expect(text(eventsOf(whole.messages)).startsWith(text(heard))).toBe(true);
    expect(resumed.messages.map(({ event }) => event)).toContain('synced');
  });
});

describe('switches of the server', () => {
  const run = (...args: string[]) => {
    const home = mkdtempSync(join(tmpdir(), 'k-'));
    const env = { ...process.env, KONSOLE_HOME: home };
    const done = spawnSync(process.execPath, [serveFile, ...args], {
      encoding: 'utf8',
      env,
      timeout: 15_000,
    });
    rmSync(home, { recursive: true, force: true });
    return done;
  };

  test('--help lists them', () => {
    const { status, stdout } = run('--help');
    expect(status).toBe(0);
    expect(stdout).toContain('--expose-to-network');
  });

  test.each([
    [['--prot', '1'], /Unknown: --prot/],
    [['--port', 'many'], /--port must be a number/],
    [['--port', '0', '--host', '0.0.0.0'], /--expose-to-network/],
    [['--workspace', '/no/such/folder'], /no folder/],
  ])('attack 9: %j is told and nothing is opened', (args, message) => {
    const { status, stderr, stdout } = run(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });
});
