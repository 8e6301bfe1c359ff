/** A window's port over each transport, through a real gateway: the same frames, whatever carries them. */
import { describe, expect, test } from 'vitest';
import type { SessionEvent } from '../../../preload/contract/events';
import type { ServerFrame } from '../../../preload/contract/frames';
import { limits } from '../../../preload/contract/limits';
import { reduceSession } from '../../../preload/contract/session-state';
import type { Snapshot } from '../../../preload/contract/shapes';
import { events, kinds, until } from '../hub-bench';
import { endOf, foldSession, type MemoryFeed } from '../memory-feed';
import { type BareWindow, openLaneHouse } from './lane-house';

const channel = 'session/a';
const isSynced = (frame: ServerFrame) => frame.t === 'synced';
const inStep = (window: BareWindow, what = 'in step') =>
  until(what, () => window.frames.some(isSynced));
/** All text that came, in events and in snapshots, in UTF-16 units. */
const chars = (frames: readonly ServerFrame[]) =>
  frames.reduce((sum, frame) => {
    if (frame.t === 'event' && frame.event.type === 'block.appended') {
      return sum + frame.event.text.length;
    }
    return sum + (frame.t === 'snapshot' ? JSON.stringify(frame.state).length : 0);
  }, 0);

/** The session as a window that reduces these frames has it. */
function shown(frames: readonly ServerFrame[]): Snapshot {
  let state = foldSession('a', []);
  for (const frame of frames) {
    if (frame.t === 'snapshot') state = frame.state as Snapshot;
    if (frame.t === 'event') state = reduceSession(state, frame.event as SessionEvent);
  }
  return state;
}

/** Acknowledges what comes until everything has come. */
async function takesAll(window: BareWindow, feed: MemoryFeed): Promise<void> {
  let acked = 0;
  await until('all has come', () => {
    const last = lastPos(window.frames);
    if (last > acked) window.send({ t: 'ack', channel, pos: (acked = last) });
    return last === feed.head();
  });
}

function lastPos(frames: readonly ServerFrame[]): number {
  const last = frames.findLast(({ t }) => t === 'event' || t === 'snapshot');
  if (last?.t === 'event') return last.event.pos;
  return last?.t === 'snapshot' ? last.pos : 0;
}

describe.each(['direct', 'sse', 'websocket'] as const)('a port over %s', (transport) => {
  async function house() {
    const opened = await openLaneHouse(transport);
    opened.feed.create('a');
    return opened;
  }

  test('is told first what carries it, then what it asks for, then what happens', async () => {
    const { feed, window } = await house();
    const main = window('main');
    main.send({ t: 'attach', channel });
    await inStep(main);
    expect(kinds(main.frames)).toEqual(['lane', 'hello', 'snapshot', 'synced']);
    expect(main.frames[0]).toEqual({ t: 'lane', transport, wanted: transport });
    for (let n = 0; n < 100; n += 1) feed.append('a', 'ab', `word ${n} `);
    await until('all has come', () => events(main.frames).at(-1)?.pos === feed.head());
    expect(shown(main.frames)).toEqual(foldSession('a', feed.all));
  });

  test('goes on from a cursor, and follows more channels later', async () => {
    const { feed, window } = await house();
    const main = window('main');
    main.send({ t: 'attach', channel, after: `${feed.epoch}.3` });
    await inStep(main);
    expect(kinds(main.frames)).not.toContain('snapshot');
    expect(events(main.frames).map(({ pos }) => pos)).toEqual([4, 5]);
    main.send({ t: 'attach', channel: 'index' });
    await until('the list came', () => main.frames.some(({ t }) => t === 'snapshot'));
    feed.append('a', 'ab', 'still heard');
    await until('both go on', () => events(main.frames).at(-1)?.pos === feed.head());
    expect(shown(main.frames.filter((f) => f.t === 'event'))).toMatchObject({ seq: 5 });
  });

  test('a channel that is not there, or no more, is told and ends nothing else', async () => {
    const { feed, window } = await house();
    const main = window('main');
    main.send({ t: 'attach', channel: 'session/nobody' }, { t: 'attach', channel });
    await inStep(main);
    await until('it was told', () => kinds(main.frames).includes('error'));
    expect(main.frames.find(({ t }) => t === 'error')).toMatchObject({
      code: 'not-found',
      channel: 'session/nobody',
    });
    feed.append('a', 'ab', 'still here');
    await until('it goes on', () => events(main.frames).at(-1)?.pos === feed.head());
    expect(main.closed()).toBe(false);
  });

  test('what was left is heard no more, and a closed port leaves no reader', async () => {
    const { feed, window, hub } = await house();
    const main = window('main');
    main.send({ t: 'attach', channel }, { t: 'attach', channel: 'index' });
    await until('both', () => main.frames.filter(isSynced).length >= 2);
    main.send({ t: 'detach', channel });
    feed.create('b');
    await until('the list goes on', () => events(main.frames).at(-1)?.channel === 'index');
    feed.append('a', 'ab', 'unheard');
    feed.create('c');
    await until('the list goes on', () => events(main.frames).at(-1)?.pos === feed.head() - 3);
    expect(events(main.frames).every((event) => event.channel === 'index')).toBe(true);
    main.close();
    await until('nobody reads', () => hub.readers() === 0);
  });

  test('attack 6: what is no frame is refused, three of them end the port, and no command goes over it', async () => {
    const { window, executed } = await house();
    const main = window('main');
    main.post({ t: 'command', id: 'c1', name: 'settings.update', params: { patch: {} } });
    await until('it answered', () => kinds(main.frames).includes('result'));
    expect(main.frames.at(-1)).toMatchObject({ t: 'result', ok: false, code: 'denied' });
    for (const wrong of [null, { t: 'attach' }, 'x']) main.post(wrong);
    await until('it was closed', main.closed);
    expect(main.frames.at(-1)).toMatchObject({ t: 'bye', code: 'protocol', retry: true });
    expect(executed).toEqual([]);
  });

  test('a port whose server goes is closed, to be opened again', async () => {
    const { window, hub, gateway } = await house();
    const main = window('main');
    main.send({ t: 'attach', channel });
    await inStep(main);
    hub.close();
    await gateway.close();
    await until('it was closed', main.closed);
    expect(main.frames.at(-1)).toEqual({ t: 'bye', code: 'closing', retry: true });
  });

  test('I9 a window that acknowledges nothing has a bounded amount on its way, and is whole once it does', async () => {
    const { feed, window, logs } = await house();
    const [main, quick] = [window('main'), window('quick')];
    for (const one of [main, quick]) one.send({ t: 'attach', channel });
    await inStep(main);
    await inStep(quick);
    for (let round = 0; round < 30; round += 1) {
      for (let n = 0; n < 50; n += 1) feed.append('a', 'ab', 'x'.repeat(4_000));
      // The one beside it has it all, each time: what main has not, it was not sent.
      await takesAll(quick, feed);
    }
    expect(logs.some(({ message }) => message.startsWith('A reader fell behind'))).toBe(true);
    expect(chars(main.frames)).toBeGreaterThan(limits.readerInFlightChars / 2);
    // A message may go over the window once, and it may be a snapshot.
    const most = limits.readerInFlightChars + limits.snapshotBytes + 64_000;
    expect(chars(main.frames)).toBeLessThan(most);

    await takesAll(main, feed);
    expect(endOf(shown(main.frames))).toBe(6_000_000);
    feed.append('a', 'ab', 'after');
    await until('it goes on', () => events(main.frames).at(-1)?.pos === feed.head());
  });
});
