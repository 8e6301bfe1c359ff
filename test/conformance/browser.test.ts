/** What a page in a browser does with the real server: pairs by its ticket, sends commands, hears a turn over SSE. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KonsoleEvent, SessionEvent } from '../../preload/contract/events';
import { emptySession, reduceSession } from '../../preload/contract/session-state';
import type { Session, Snapshot } from '../../preload/contract/shapes';
import { createSseDriver } from '../../preload/stream/sse-driver';
import { createStream } from '../../preload/stream/stream';
import { command, type Served, startServe, until } from './served';

const never = () => () => undefined;

/** A stream as the page makes it, with the machine's own clock. */
function listen(served: Served, token: string) {
  const schedule = (ms: number, run: () => void) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  };
  const driver = createSseDriver({
    fetch: (path, init) => fetch(`${served.ready.url}${path}`, init),
    token,
    schedule,
  });
  return createStream({
    driver,
    transport: 'sse',
    now: Date.now,
    schedule,
    random: Math.random,
  });
}

async function pair(served: Served): Promise<{ status: number; token: string }> {
  const page = new URL((served.ready as { page?: string }).page ?? '');
  const response = await fetch(`${page.origin}/pair`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: page.origin },
    body: JSON.stringify({ ticket: page.searchParams.get('ticket') }),
  });
  const answer = (await response.json()) as { result?: { token: string } };
  return { status: response.status, token: answer.result?.token ?? '' };
}

const statusWith = async (served: Served, token: string) => {
  const headers = { authorization: `Bearer ${token}` };
  const path = `${served.ready.url}/v1/commands/session.list`;
  return (await fetch(path, { method: 'POST', headers })).status;
};

describe('a page in a browser', { timeout: 60_000 }, () => {
  let served: Served;
  let token: string;
  beforeAll(async () => {
    served = await startServe();
    token = (await pair(served)).token;
  }, 30_000);
  afterAll(() => served.clean());

  test('attack 9: the printed ticket pairs one browser and no other', async () => {
    expect(await statusWith(served, token)).toBe(200);
    expect(await pair(served)).toEqual({ status: 401, token: '' });
    expect(served.stderr()).not.toContain(token);
  });

  test('I7 it hears a whole turn once, however often what it follows changes', async () => {
    const create = async () =>
      (await command<{ session: Session }>(served, 'tcp', 'session.create', { kind: 'main' }))
        .session.id;
    const [session, other] = [await create(), await create()];
    const stream = listen(served, token);
    const heard: KonsoleEvent[] = [];
    let state = emptySession(session);
    stream.follow('index', { snapshot: never, events: never });
    stream.follow('pool', { snapshot: never, events: never });
    stream.follow(`session/${session}`, {
      snapshot: (whole) => void (state = { ...state, ...(whole as Snapshot) }),
      events(events) {
        heard.push(...events);
        state = (events as SessionEvent[]).reduce(reduceSession, state);
      },
    });
    await until('it is live', () => stream.health().status === 'live');
    await command(served, 'tcp', 'turn.send', { session, text: 'What is in this folder?' });
    const finished = () => state.turns.at(-1)?.status === 'completed';
    let changes = 0;
    while (!finished()) {
      const before = heard.length;
      const leave = stream.follow(`session/${other}`, { snapshot: never, events: never });
      await until('something came', () => heard.length > before + 3 || finished());
      leave();
      changes += 1;
    }
    expect(changes).toBeGreaterThan(2);
    expect(stream.health()).toMatchObject({ gaps: 0, reconnects: 0 });
    stream.close();

    const positions = heard.map(({ pos }) => pos);
    expect(new Set(positions).size).toBe(positions.length);
    const { snapshot } = await command<{ snapshot: Snapshot }>(served, 'tcp', 'session.get', {
      session,
    });
    expect(state.turns.at(-1)?.blocks.map(({ text }) => text)).toEqual(
      snapshot.turns.at(-1)?.blocks.map(({ text }) => text),
    );
  });

  test('a session that does not exist is gone, and the index is heard all the same', async () => {
    const stream = listen(served, token);
    let gone = '';
    let synced = false;
    stream.follow('session/nothere', {
      snapshot: never,
      events: never,
      gone: (message) => void (gone = message),
    });
    stream.follow('index', {
      snapshot: never,
      events: never,
      synced: () => void (synced = true),
    });
    await until('the index is there', () => synced);
    expect(gone).toContain('There is no channel');
    stream.close();
  });

  test('a second start on the same home tells an address that pairs one more', async () => {
    const second = await startServe({ home: served.home, args: ['--port', '0', '--demo'] });
    expect(second.ready).toMatchObject({ ready: false, code: 'conflict' });
    const { page } = second.ready as { page?: string };
    const more = await pair({ ...served, ready: { ...served.ready, page } as typeof served.ready });
    expect(more.status).toBe(200);
    expect(await statusWith(served, more.token)).toBe(200);
  });

  test('attack 9: its token ends with the server, and its stream says so for good', async () => {
    const stream = listen(served, token);
    stream.follow('index', { snapshot: never, events: never });
    await until('it is live', () => stream.health().status === 'live');
    await served.stop();
    const { port } = new URL(served.ready.url);
    const { home, workspace } = served;
    served = await startServe({ home, workspace, args: ['--port', port, '--demo'] });
    expect(await statusWith(served, token)).toBe(401);
    stream.wake();
    await until('it is refused', () => stream.health().status === 'refused');
    stream.close();
  });
});
