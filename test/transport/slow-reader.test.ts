/** What a reader that does not keep up costs: a bounded queue, then a snapshot; never a turn (I8, I9). */
import { describe, expect, test } from 'vitest';
import type { KonsoleEvent } from '../../preload/contract/events';
import type { ServerFrame } from '../../preload/contract/frames';
import { limits } from '../../preload/contract/limits';
import { createHubBench, events, kinds, port, remote, synced, until } from './hub-bench';
import { foldSession, wholeSnapshot } from './memory-feed';

const snapshots = (frames: readonly ServerFrame[]) => frames.filter((f) => f.t === 'snapshot');

describe('a slow reader', () => {
  const fill = (feed: ReturnType<typeof createHubBench>['feed'], chars: number) => {
    for (let left = chars; left > 0; left -= 2000) feed.append('a', 'ab', 'x'.repeat(2000));
  };

  test('I9 has at most a window in flight until it acknowledges, then gets the rest merged', async () => {
    const { feed, connect } = createHubBench();
    feed.create('a');
    const reader = connect(port);
    reader.reader.attach([{ channel: 'session/a' }]);
    await until('synced', synced(reader));
    reader.reader.ack('session/a', 5);
    fill(feed, 400_000);
    const flying = events(reader.frames);
    const chars = flying.reduce(
      (sum, e) => sum + (e.type === 'block.appended' ? e.text.length : 0),
      0,
    );
    expect(chars).toBeGreaterThan(limits.readerInFlightChars / 2);
    expect(chars).toBeLessThan(limits.readerInFlightChars + 40_000);

    let acked = 0;
    await until('all has come', () => {
      const last = events(reader.frames).at(-1)?.pos ?? 0;
      if (last > acked) reader.reader.ack('session/a', (acked = last));
      return last === feed.head();
    });
    expect(events(reader.frames).some((event) => event.first !== undefined)).toBe(true);
    expect(foldSession('a', [...feed.all.slice(0, 5), ...events(reader.frames)])).toEqual(
      foldSession('a', feed.all),
    );
  });

  test('I9 past 1 MB its queue is dropped and a snapshot follows its next ack', async () => {
    const { feed, connect, logs } = createHubBench();
    feed.create('a');
    const reader = connect(port);
    reader.reader.attach([{ channel: 'session/a' }]);
    await until('synced', synced(reader));
    reader.reader.ack('session/a', 5);
    fill(feed, 3_000_000);
    const sent = reader.frames.length;
    expect(logs.length).toBe(1);
    reader.reader.ack('session/a', events(reader.frames).at(-1)?.pos ?? 0);
    await until('a snapshot came', () => snapshots(reader.frames).length === 2);
    await until('synced again', () => reader.frames.at(-1)?.t === 'synced');
    expect(kinds(reader.frames.slice(sent))).toEqual(['snapshot', 'synced']);
    const last = snapshots(reader.frames).at(-1);
    expect(last?.t === 'snapshot' && last.state).toEqual(wholeSnapshot('a', feed.all));
  });

  test('its trouble and its end are noted in the log, and no end when Konsole closes', () => {
    const { hub, connect, logs } = createHubBench();
    connect(remote).reader.close();
    expect(logs).toEqual(['The stream of a reader ended']);
    connect(port);
    hub.close();
    expect(logs).toHaveLength(1);
  });

  test('I9 an SSE reader is paced by the drain of its socket, and gets a snapshot when it drained', async () => {
    const { feed, connect, pass } = createHubBench();
    feed.create('a');
    feed.create('b');
    const reader = connect(remote);
    reader.reader.attach([{ channel: 'session/a' }, { channel: 'session/b' }]);
    await until('synced', synced(reader));
    reader.full = true;
    for (let n = 0; n < 30; n += 1) {
      fill(feed, 100_000);
      feed.append('b', 'bb', 'small');
      pass(limits.remotePaceMs);
    }
    const sent = reader.frames.length;
    feed.append('b', 'bb', 'after');
    pass(limits.remotePaceMs);
    expect(reader.frames.length).toBe(sent);
    reader.full = false;
    reader.reader.drained();
    await until('synced again', () => reader.frames.slice(sent).some((f) => f.t === 'synced'));
    const anew = reader.frames.slice(sent);
    expect(snapshots(anew).length).toBeGreaterThan(0);
    const beforeSynced = anew.slice(0, kinds(anew).indexOf('synced'));
    const firstEvent = kinds(beforeSynced).indexOf('event');
    expect(kinds(beforeSynced).lastIndexOf('snapshot')).toBeLessThan(
      firstEvent < 0 ? Number.POSITIVE_INFINITY : firstEvent,
    );
  });

  test('I7 no other channel runs ahead while a dropped one is brought back', async () => {
    const { feed, connect, pass } = createHubBench();
    feed.create('a');
    feed.create('b');
    const reader = connect(remote);
    reader.reader.attach([{ channel: 'session/a' }, { channel: 'session/b' }]);
    await until('synced', synced(reader));
    reader.full = true;
    for (let n = 0; n < 20; n += 1) {
      fill(feed, 100_000);
      pass(limits.remotePaceMs);
    }
    const sent = reader.frames.length;
    reader.full = false;
    reader.reader.drained();
    feed.append('b', 'bb', 'later');
    pass(limits.remotePaceMs);
    await until('all has come', () => events(reader.frames).at(-1)?.pos === feed.head());
    expect(kinds(reader.frames.slice(sent))).toEqual(['snapshot', 'synced', 'synced', 'event']);
  });

  test('I7 what the pace held back does not overtake what was dropped before it', async () => {
    const { feed, connect, pass } = createHubBench();
    feed.create('a');
    feed.create('b');
    const reader = connect(remote);
    reader.reader.attach([{ channel: 'session/a' }, { channel: 'session/b' }]);
    await until('synced', synced(reader));
    reader.full = true;
    for (let n = 0; n < 20; n += 1) {
      fill(feed, 100_000);
      pass(limits.remotePaceMs);
    }
    feed.append('b', 'bb', 'dropped');
    pass(limits.remotePaceMs);
    feed.append('b', 'bb', 'held back');
    reader.full = false;
    const sent = reader.frames.length;
    reader.reader.drained();
    await until('all has come', () => events(reader.frames).at(-1)?.pos === feed.head());
    await until('synced again', () => kinds(reader.frames.slice(sent)).includes('synced'));
    const anew = events(reader.frames.slice(sent));
    expect(anew.map((event) => event.type === 'block.appended' && event.text)).toEqual([
      'droppedheld back',
    ]);
  });

  test('a reader that stands still while it catches up holds a bounded amount', async () => {
    const { feed, connect } = createHubBench();
    feed.create('a');
    let go = () => {};
    feed.beforeRead = () => new Promise((resolve) => (go = resolve));
    const reader = connect(port);
    reader.reader.attach([{ channel: 'session/a' }]);
    await until('it reads', () => go.name !== 'go');
    fill(feed, 2_000_000);
    feed.beforeRead = async () => {};
    go();
    await until('synced', synced(reader));
    expect(kinds(reader.frames)).toEqual(['hello', 'snapshot', 'snapshot', 'synced']);
    expect(snapshots(reader.frames).at(-1)).toMatchObject({ pos: feed.head() });
  });

  test('I8 it does not delay any other reader', async () => {
    const { feed, connect } = createHubBench();
    feed.create('a');
    const stuck = connect(port);
    const quick = connect(port);
    for (const { reader } of [stuck, quick]) reader.attach([{ channel: 'session/a' }]);
    await until('both synced', () => synced(stuck)() && synced(quick)());
    let last: KonsoleEvent | undefined;
    for (let n = 0; n < 1000; n += 1) {
      feed.append('a', 'ab', 'x'.repeat(2000));
      last = events(quick.frames).at(-1);
      expect(last?.pos).toBe(feed.head());
      quick.reader.ack('session/a', feed.head());
    }
  });
});
