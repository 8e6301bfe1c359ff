/** The WebSocket of the real server with the demo, met by clients that know only docs/protocol.md, and by our own driver. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { KonsoleEvent, SessionEvent } from '../../preload/contract/events';
import type { ClientFrame, ServerFrame } from '../../preload/contract/frames';
import { emptySession, reduceSession } from '../../preload/contract/session-state';
import type { Session, Snapshot } from '../../preload/contract/shapes';
import { createSocketDriver } from '../../preload/stream/socket-driver';
import { createStream } from '../../preload/stream/stream';
import { command, type Served, startServe, until, type Way } from './served';

function dial({ ready }: Served, way: Way, query = ''): WebSocket {
  const path = `/v1/socket${query}`;
  return way === 'socket'
    ? new WebSocket(`ws+unix:${ready.socket}:${path}`, ['konsole.1'], {
        headers: { authorization: `Bearer ${ready.token}`, host: 'localhost' },
      })
    : new WebSocket(`${ready.url.replace('http', 'ws')}${path}`, [
        'konsole.1',
        `bearer.${ready.token}`,
      ]);
}

/** A client of one socket: frames as they came, commands by their id. */
function client(served: Served, way: Way) {
  const ws = dial(served, way);
  const frames: ServerFrame[] = [];
  let closed = 0;
  ws.on('message', (data: Buffer) => void frames.push(JSON.parse(data.toString())));
  ws.on('close', (code) => void (closed = code));
  const send = (frame: ClientFrame) => ws.send(JSON.stringify(frame));
  return {
    ws,
    frames,
    send,
    opened: () => until('it is open', () => ws.readyState === WebSocket.OPEN),
    closed: () => closed,
    async result<Result>(id: string, name: string, params: unknown): Promise<Result> {
      send({ t: 'command', id, name, params });
      const isIts = (frame: ServerFrame) => frame.t === 'result' && frame.id === id;
      await until(`${name} was answered`, () => frames.some(isIts));
      const answer = frames.find(isIts);
      if (answer?.t !== 'result' || !answer.ok) throw new Error(JSON.stringify(answer));
      return answer.result as Result;
    },
    events: (): KonsoleEvent[] => frames.flatMap((f) => (f.t === 'event' ? [f.event] : [])),
  };
}

const whole = async (served: Served, session: string) =>
  (await command<{ snapshot: Snapshot }>(served, 'tcp', 'session.get', { session })).snapshot;

const textsOf = ({ turns }: Snapshot) => turns.at(-1)?.blocks.map(({ text }) => text);

describe('the WebSocket of a server in plain Node', { timeout: 60_000 }, () => {
  let served: Served;
  beforeAll(async () => {
    served = await startServe();
  }, 30_000);
  afterAll(() => served.clean());

  test.each<Way>(['socket', 'tcp'])(
    'I1 I2 carries a whole turn over the %s, its commands and its events, from the first to the last',
    async (way) => {
      const { ws, frames, send, opened, result, events } = client(served, way);
      await opened();
      const { session } = await result<{ session: Session }>('c1', 'session.create', {
        kind: 'main',
      });
      send({ t: 'attach', channel: `session/${session.id}`, after: '0' });
      await until('it is live', () => frames.some(({ t }) => t === 'synced'));
      await result('c2', 'turn.send', { session: session.id, text: 'What is in this folder?' });
      await until('the turn ended', () => events().some(({ type }) => type === 'turn.finished'));
      ws.close();

      expect(frames[0]).toMatchObject({ t: 'hello', protocol: 1, beatMs: 10_000 });
      let seq = 0;
      for (const event of events()) {
        expect(event.first ?? event.seq).toBe(seq + 1);
        seq = event.seq;
      }
      const state = (events() as SessionEvent[]).reduce(reduceSession, emptySession(session.id));
      expect(state.turns.at(-1)?.status).toBe('completed');
      expect(textsOf(state)).toEqual(textsOf(await whole(served, session.id)));
    },
  );

  test('I4 I7 a stream that is cut off again and again misses nothing and repeats nothing', async () => {
    const session = (
      await command<{ session: Session }>(served, 'tcp', 'session.create', { kind: 'main' })
    ).session.id;
    const sockets: WebSocket[] = [];
    const ways: Way[] = ['tcp', 'socket'];
    const schedule = (ms: number, run: () => void) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    };
    const driver = createSocketDriver({
      open() {
        const ws = dial(served, ways[sockets.length % 2] ?? 'tcp', '?batch=1');
        sockets.push(ws);
        return ws;
      },
    });
    const stream = createStream({
      driver,
      transport: 'websocket',
      now: Date.now,
      schedule,
      random: () => 0,
    });
    const heard: number[] = [];
    let state = emptySession(session);
    stream.follow(`session/${session}`, {
      snapshot: (given) => void (state = { ...state, ...(given as Snapshot) }),
      events(events) {
        heard.push(...events.map(({ pos }) => pos));
        state = (events as SessionEvent[]).reduce(reduceSession, state);
      },
    });
    await until('it is live', () => stream.health().status === 'live');
    await command(served, 'tcp', 'turn.send', { session, text: 'Look around here.' });
    const finished = () => state.turns.at(-1)?.status === 'completed';
    while (!finished()) {
      const before = heard.length;
      await until('something came', () => heard.length > before + 3 || finished());
      sockets.at(-1)?.terminate();
    }
    stream.close();
    expect(sockets.length).toBeGreaterThan(2);
    expect(new Set(heard).size).toBe(heard.length);
    expect(textsOf(state)).toEqual(textsOf(await whole(served, session)));
  });

  test('attack 9: a wrong token, a foreign page and a client without our subprotocol stay outside', async () => {
    const { url, token } = served.ready;
    const address = `${url.replace('http', 'ws')}/v1/socket`;
    const origin = 'https://evil.example';
    const tries: [WebSocket, number][] = [
      [new WebSocket(address, ['konsole.1', 'bearer.wrong']), 401],
      [new WebSocket(address, ['konsole.1', `bearer.${token}`], { origin }), 403],
      [new WebSocket(address, { headers: { authorization: `Bearer ${token}` } }), 400],
    ];
    const heard = tries.map(
      ([ws]) => new Promise((resolve) => ws.on('error', ({ message }) => resolve(message))),
    );
    expect(await Promise.all(heard)).toEqual(
      tries.map(([, status]) => `Unexpected server response: ${status}`),
    );
    expect(served.stderr()).not.toContain(token);
  });

  test('SIGTERM says goodbye to each socket', async () => {
    const all = [client(served, 'socket'), client(served, 'tcp')];
    for (const { opened } of all) await opened();
    await served.stop();
    for (const { frames, closed } of all) {
      await until('it was closed', () => closed() !== 0);
      expect([frames.at(-1), closed()]).toEqual([{ t: 'bye', code: 'closing', retry: true }, 1001]);
    }
  });
});
