import { beforeEach, describe, expect, it } from 'vitest';
import type { ClientFrame, ServerFrame } from '../../../preload/contract/frames';
import type { ConnectionFact, Driver } from '../../../preload/stream/types';
import { createPageDriver } from '../../../renderer/browser/page-driver';
import type { PageTransport } from '../../../renderer/browser/page-driver';

interface Opened {
  transport: PageTransport;
  tell: (fact: ConnectionFact) => void;
  sent: ClientFrame[];
  closed: boolean;
}

const hello: ServerFrame = { t: 'hello', protocol: 1, epoch: 'k', head: 0, beatMs: 10_000 };
const hears: ConnectionFact = { type: 'frames', frames: [hello] };
const ends: ConnectionFact = { type: 'closed', reason: 'the socket was closed (1006)' };

let now = 0;
let opened: Opened[];
let told: ConnectionFact[];
let page: ReturnType<typeof createPageDriver>;

const driverOf =
  (transport: PageTransport): Driver =>
  (tell) => {
    const own: Opened = { transport, tell, sent: [], closed: false };
    opened.push(own);
    return { send: (frame) => own.sent.push(frame), close: () => (own.closed = true) };
  };
const open = () => page.driver((fact) => told.push(fact));
const last = () => opened.at(-1) as Opened;
/** Opens a connection and lets it fail. Says what it went over. */
const fail = () => {
  open();
  last().tell(ends);
  return last().transport;
};
const lanes = () =>
  told.flatMap((fact) =>
    fact.type === 'frames' ? fact.frames.filter((frame) => frame.t === 'lane') : [],
  );

beforeEach(() => {
  [now, opened, told] = [0, [], []];
  page = createPageDriver({
    sse: driverOf('sse'),
    websocket: driverOf('websocket'),
    now: () => now,
  });
});

describe('a page in a browser', () => {
  it('listens over SSE until the settings want a WebSocket, and moves only when they change', () => {
    open();
    expect(last().transport).toBe('sse');
    expect(page.want('sse')).toBe(false);
    expect(page.want('websocket')).toBe(true);
    expect(page.want('websocket')).toBe(false);
    open();
    expect(last().transport).toBe('websocket');
    expect(page.want('sse')).toBe(true);
    open();
    expect(last().transport).toBe('sse');
  });

  it('tells once what carries a connection, before what comes by it', () => {
    page.want('websocket');
    open();
    last().tell({ type: 'opened' });
    last().tell(hears);
    last().tell(hears);
    expect(told).toEqual([
      { type: 'opened' },
      {
        type: 'frames',
        frames: [{ t: 'lane', transport: 'websocket', wanted: 'websocket' }, hello],
      },
      hears,
    ]);
  });

  it('hands on what is sent, and closes', () => {
    page.want('websocket');
    const connection = open();
    connection.send({ t: 'attach', channel: 'index' });
    connection.close();
    expect(last().sent).toEqual([{ t: 'attach', channel: 'index' }]);
    expect(last().closed).toBe(true);
  });
});

describe('a WebSocket that does not hold', () => {
  beforeEach(() => page.want('websocket'));

  it('is given up after three attempts, and the reason is told with what comes by SSE', () => {
    expect([fail(), fail(), fail()]).toEqual(['websocket', 'websocket', 'websocket']);
    open();
    expect(last().transport).toBe('sse');
    last().tell(hears);
    expect(lanes()).toEqual([
      {
        t: 'lane',
        transport: 'sse',
        wanted: 'websocket',
        why: 'the last of 3 attempts told nothing: the socket was closed (1006)',
      },
    ]);
  });

  it('is tried again when the settings are read again', () => {
    fail();
    fail();
    fail();
    expect(page.want('websocket')).toBe(true);
    expect(fail()).toBe('websocket');
  });

  it('is one that told nothing: after a word, the counting begins anew', () => {
    fail();
    fail();
    open();
    last().tell(hears);
    last().tell(ends);
    expect([fail(), fail(), fail()]).toEqual(['websocket', 'websocket', 'websocket']);
    open();
    expect(last().transport).toBe('sse');
  });

  it('has its turn again where SSE tells nothing either', () => {
    fail();
    fail();
    fail();
    expect(fail()).toBe('sse');
    expect(fail()).toBe('websocket');
  });

  it('counts too when it hangs until it is left, but not when it is left at once', () => {
    for (let times = 0; times < 5; times += 1) open().close();
    expect(page.want('websocket')).toBe(false);
    for (let times = 0; times < 3; times += 1) {
      const connection = open();
      expect(last().transport).toBe('websocket');
      now += 6_000;
      connection.close();
    }
    open();
    expect(last().transport).toBe('sse');
  });
});
