import { describe, expect, test } from 'vitest';
import { limits } from '../../preload/contract/limits';
import { createHubBench, events, kinds, port, remote, synced, until } from './hub-bench';
import { emptyPool } from './memory-feed';

describe('attaching', () => {
  test('without a cursor brings hello, a snapshot at the watermark, synced, then live events', async () => {
    const { feed, connect } = createHubBench();
    feed.create('a');
    const reader = connect(port);
    reader.reader.attach([{ channel: 'session/a' }]);
    await until('synced', synced(reader));
    feed.append('a', 'ab', 'live');

    expect(kinds(reader.frames)).toEqual(['hello', 'snapshot', 'synced', 'event']);
    expect(reader.frames[0]).toEqual({
      t: 'hello',
      protocol: 1,
      epoch: 'k1',
      head: 5,
      beatMs: 10000,
    });
    expect(reader.frames[1]).toMatchObject({ channel: 'session/a', seq: 4, pos: 5 });
    expect(reader.frames[2]).toEqual({ t: 'synced', channel: 'session/a', pos: 5 });
  });

  test('with a cursor brings only what lies after it', async () => {
    const { feed, connect } = createHubBench();
    feed.create('a');
    const reader = connect(port);
    reader.reader.attach([{ channel: 'session/a', after: 'k1.3' }]);
    await until('synced', synced(reader));
    expect(events(reader.frames).map((event) => event.pos)).toEqual([4, 5]);
    expect(feed.reads.snapshots).toBe(0);
  });

  test('after=0 replays from the first event, however many there are', async () => {
    const { feed, connect } = createHubBench();
    feed.create('a');
    for (let n = 0; n < limits.farBehindEvents + 10; n += 1) {
      feed.commit(['session/a', { type: 'turn.stalled', at: n, turn: 'at', silentMs: n }]);
    }
    const reader = connect(port);
    reader.reader.attach([{ channel: 'session/a', after: '0' }]);
    const acking = setInterval(() => reader.reader.ack('session/a', feed.head()), 0);
    await until('synced', synced(reader));
    clearInterval(acking);
    const seqs = events(reader.frames).map((event) => event.seq);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    expect(seqs.length).toBe(limits.farBehindEvents + 14);
  });

  test.each([
    ['foreign', 'zz.3'],
    ['future', 'k1.99999'],
    ['nonsense', 'not-a-cursor'],
  ])('I6 a %s cursor yields a snapshot', async (_name, after) => {
    const { feed, connect } = createHubBench();
    feed.create('a');
    const reader = connect(port);
    reader.reader.attach([{ channel: 'session/a', after }]);
    await until('synced', synced(reader));
    expect(kinds(reader.frames)).toEqual(['hello', 'snapshot', 'synced']);
  });

  test('I6 a cursor far behind yields a snapshot', async () => {
    const { feed, connect } = createHubBench();
    feed.create('a');
    for (let n = 0; n <= limits.farBehindEvents; n += 1) feed.append('a', 'ab', 'x');
    const reader = connect(port);
    reader.reader.attach([{ channel: 'session/a', after: 'k1.5' }]);
    await until('synced', synced(reader));
    expect(kinds(reader.frames)).toEqual(['hello', 'snapshot', 'synced']);
  });

  test('several channels are replayed in the order of pos', async () => {
    const { feed, connect } = createHubBench();
    feed.create('a');
    feed.create('b');
    feed.append('a', 'ab', '1');
    feed.append('b', 'bb', '2');
    feed.append('a', 'ab', '3');
    const reader = connect(remote);
    const channels = ['session/a', 'session/b', 'index'];
    reader.reader.attach(channels.map((channel) => ({ channel, after: '0' })));
    await until('synced', synced(reader));
    const positions = events(reader.frames).map((event) => event.pos);
    expect(positions).toEqual(feed.all.map((event) => event.pos));
  });

  test('a cursor of another session shows nothing of that session', async () => {
    const { feed, connect } = createHubBench();
    feed.create('a');
    feed.create('b');
    const reader = connect(remote);
    reader.reader.attach([{ channel: 'session/b', after: 'k1.1' }]);
    await until('synced', synced(reader));
    expect(new Set(events(reader.frames).map((event) => event.channel))).toEqual(
      new Set(['session/b']),
    );
  });

  test('what is committed while a reader catches up follows its synced, once', async () => {
    const { feed, connect } = createHubBench();
    feed.create('a');
    let go = () => {};
    feed.beforeRead = () => new Promise((resolve) => (go = resolve));
    const reader = connect(port);
    reader.reader.attach([{ channel: 'session/a' }]);
    await until('it reads', () => feed.reads.snapshots === 0 && go.name !== 'go');
    feed.append('a', 'ab', 'meanwhile');
    go();
    await until('the event came', () => events(reader.frames).length > 0);
    expect(kinds(reader.frames)).toEqual(['hello', 'snapshot', 'synced', 'event']);
    expect(reader.frames[1]).toMatchObject({ pos: 5 });
    expect(events(reader.frames)[0]?.pos).toBe(6);
  });

  test('an unknown channel is told not-found and others go on', async () => {
    const { feed, connect } = createHubBench();
    feed.create('a');
    const reader = connect(port);
    reader.reader.attach([{ channel: 'session/nobody' }, { channel: 'index' }]);
    await until('synced', synced(reader));
    expect(reader.frames).toContainEqual(
      expect.objectContaining({ t: 'error', code: 'not-found', channel: 'session/nobody' }),
    );
    expect(reader.frames).toContainEqual(
      expect.objectContaining({ t: 'synced', channel: 'index' }),
    );
  });

  test('attaching again in mid-stream begins anew and brings nothing twice', async () => {
    const { feed, connect } = createHubBench();
    feed.create('a');
    const reader = connect(port);
    reader.reader.attach([{ channel: 'session/a' }]);
    reader.reader.attach([{ channel: 'session/a', after: 'k1.4' }]);
    await until('synced', synced(reader));
    feed.append('a', 'ab', 'x');
    expect(kinds(reader.frames)).toEqual(['hello', 'event', 'synced', 'event']);
  });
});

describe('live', () => {
  test('a port gets every commit at once, in one message', async () => {
    const { feed, connect } = createHubBench();
    feed.create('a');
    const reader = connect(port);
    reader.reader.attach([{ channel: 'session/a' }, { channel: 'index' }]);
    await until('synced', synced(reader));
    const before = reader.batches.length;
    feed.create('b');
    feed.commit(
      ['session/a', { type: 'turn.first', at: 3, turn: 'at', ms: 1 }],
      ['index', { type: 'session.deleted', at: 3, session: 'zz' }],
    );
    expect(reader.batches.length).toBe(before + 2);
    expect(reader.batches.at(-1)?.length).toBe(2);
  });

  test('I1 a remote reader gets merged appends at most every 40 ms, the first at once', async () => {
    const { feed, connect, pass } = createHubBench();
    feed.create('a');
    const reader = connect(remote);
    reader.reader.attach([{ channel: 'session/a' }]);
    await until('synced', synced(reader));
    feed.append('a', 'ab', 'one ');
    expect(events(reader.frames).length).toBe(1);
    feed.append('a', 'ab', 'two ');
    feed.append('a', 'ab', 'three');
    expect(events(reader.frames).length).toBe(1);
    pass(limits.remotePaceMs);
    expect(events(reader.frames).at(-1)).toMatchObject({ first: 6, seq: 7, text: 'two three' });
  });

  test('a merged event never jumps over one of another channel of its reader', async () => {
    const { feed, connect, pass } = createHubBench();
    feed.create('a');
    feed.create('b');
    const reader = connect(remote);
    reader.reader.attach([{ channel: 'session/a' }, { channel: 'session/b' }]);
    await until('synced', synced(reader));
    for (const text of ['1', '2', '3']) {
      feed.append('a', 'ab', text);
      feed.append('b', 'bb', text);
    }
    pass(limits.remotePaceMs);
    const positions = events(reader.frames).map((event) => event.pos);
    expect(positions).toEqual([11, 12, 13, 14, 15, 16]);
  });

  test('remote readers of the same channels share one merged and encoded batch', async () => {
    const { feed, connect, pass } = createHubBench();
    feed.create('a');
    const readers = [connect(remote), connect(remote)];
    for (const { reader } of readers) reader.attach([{ channel: 'session/a' }]);
    for (const reader of readers) await until('synced', synced(reader));
    for (const text of ['1', '2', '3']) feed.append('a', 'ab', text);
    pass(limits.remotePaceMs);
    const [left, right] = readers.map((reader) => events(reader.frames).at(-1));
    expect(left).toBe(right);
  });

  test('a deleted session is told to its readers and they are detached', async () => {
    const { feed, connect } = createHubBench();
    feed.create('a');
    const reader = connect(port);
    reader.reader.attach([{ channel: 'session/a' }]);
    await until('synced', synced(reader));
    feed.commit(['index', { type: 'session.deleted', at: 9, session: 'a' }]);
    expect(reader.frames.at(-1)).toMatchObject({
      t: 'error',
      code: 'not-found',
      channel: 'session/a',
    });
    const count = reader.frames.length;
    feed.append('a', 'ab', 'late');
    expect(reader.frames.length).toBe(count);
  });

  test('the pool comes as state, now and at every change', async () => {
    const { feed, connect } = createHubBench();
    const reader = connect(port);
    reader.reader.attach([{ channel: 'pool' }]);
    await until('synced', synced(reader));
    feed.setPool({ ...emptyPool, hosts: [{ id: 'h', lane: 'quick', state: 'warm' }] });
    expect(kinds(reader.frames)).toEqual(['hello', 'state', 'synced', 'state']);
  });
});

describe('idle', () => {
  test('I10 one timer beats for all readers, and none when nobody reads', async () => {
    const { feed, connect, pass, timers, hub } = createHubBench();
    feed.create('a');
    expect(timers()).toBe(0);
    const readers = [connect(port), connect(remote), connect(port)];
    for (const { reader } of readers) reader.attach([{ channel: 'session/a' }]);
    for (const reader of readers) await until('synced', synced(reader));
    expect(timers()).toBe(1);
    pass(limits.beatMs);
    for (const reader of readers) {
      expect(reader.frames.at(-1)).toEqual({ t: 'beat', heads: { 'session/a': 5 } });
    }
    for (const { reader } of readers) reader.close();
    expect(timers()).toBe(0);
    expect(hub.readers()).toBe(0);
  });

  test('closing the hub ends every reader', () => {
    const { connect, hub, timers } = createHubBench();
    const readers = [connect(port), connect(remote)];
    hub.close();
    expect(readers.map((reader) => reader.ended)).toEqual([['closing'], ['closing']]);
    expect(timers()).toBe(0);
  });
});
