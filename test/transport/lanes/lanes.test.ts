/** What a lane does with its ports: which transport, when it moves, and what it says of itself. */
import { describe, expect, test } from 'vitest';
import { kinds, until } from '../hub-bench';
import { attached, breaks, heard, lanesByHand, made, newest, sync, ways } from './lanes-by-hand';

describe('before the doors are open', () => {
  test('a port goes directly and says why, then is told to move', async () => {
    const { lanes } = lanesByHand('sse');
    const main = await attached(lanes);
    expect(main.frames[0]).toMatchObject({ t: 'lane', transport: 'direct', wanted: 'sse' });
    expect(main.frames[0]).toHaveProperty('why');
    expect(lanes.states().main).toMatchObject({
      transport: 'direct',
      wanted: 'sse',
      state: 'live',
    });
    lanes.doors({ ways });
    await heard(main, 'move');
    const second = await attached(lanes);
    expect(newest().transport).toBe('sse');
    sync(newest());
    main.close();
    await until('it has moved', () => lanes.states().main.transport === 'sse');
    expect(lanes.states().main).toEqual({ transport: 'sse', wanted: 'sse', state: 'live' });
    expect(kinds(second.frames)).not.toContain('move');
  });

  test('doors that cannot open leave every lane direct, with the reason', async () => {
    const { lanes } = lanesByHand('websocket');
    lanes.doors({ why: 'the folder is full' });
    const main = await attached(lanes);
    expect(main.frames[0]).toMatchObject({ transport: 'direct', why: 'the folder is full' });
    expect(made).toEqual([]);
    expect(lanes.states().main.why).toBe('the folder is full');
  });

  test('a direct lane is told nothing when they open', async () => {
    const { lanes, feed } = lanesByHand('direct');
    const main = await attached(lanes);
    lanes.doors({ ways });
    feed.append('a', 'ab', 'x');
    await heard(main, 'event');
    expect(kinds(main.frames)).not.toContain('move');
  });
});

describe('a setting that is set', () => {
  test('moves the ports of its lane and no other', async () => {
    const { lanes, set, feed } = lanesByHand('direct', 'direct');
    lanes.doors({ ways });
    const [main, quick] = [await attached(lanes), await attached(lanes, 'quick')];
    set('main', 'websocket');
    await heard(main, 'move');
    feed.append('a', 'ab', 'x');
    await heard(quick, 'event');
    expect(kinds(quick.frames)).not.toContain('move');
    await attached(lanes);
    expect(newest().transport).toBe('websocket');
    expect(lanes.states().quick.transport).toBe('direct');
  });

  test('twice while a window goes over brings it to the last one', async () => {
    const { lanes, set } = lanesByHand('sse');
    lanes.doors({ ways });
    const first = await attached(lanes);
    sync(newest());
    set('main', 'websocket');
    await heard(first, 'move');
    const second = await attached(lanes);
    set('main', 'sse');
    sync(newest());
    await heard(second, 'move');
    first.close();
    await attached(lanes);
    expect(newest().transport).toBe('sse');
  });

  test('to what it is moves nothing', async () => {
    const { lanes, set } = lanesByHand('sse');
    lanes.doors({ ways });
    const main = await attached(lanes);
    set('main', 'sse');
    sync(newest());
    await heard(main, 'synced');
    expect(kinds(main.frames)).not.toContain('move');
  });
});

describe('the state of a lane', () => {
  test('is off, connecting, live, waiting, and changes are told together', async () => {
    const { lanes, changes, passAll } = lanesByHand('sse');
    lanes.doors({ ways });
    passAll();
    const so = () => lanes.states().main.state;
    expect(so()).toBe('off');
    const before = changes();
    const main = await attached(lanes);
    expect(so()).toBe('connecting');
    sync(newest());
    expect(so()).toBe('live');
    expect(changes()).toBe(before);
    passAll();
    expect(changes()).toBe(before + 1);
    breaks(newest());
    expect(so()).toBe('waiting');
    await until('it was closed', main.closed);
    const again = await attached(lanes);
    again.close();
    await until('it is off', () => so() === 'off');
    expect(newest().closed).toBe(true);
  });

  test('a goodbye of the server ends the port, and no refusal reaches the window', async () => {
    const { lanes } = lanesByHand('websocket');
    lanes.doors({ ways });
    const main = await attached(lanes);
    newest().told({
      type: 'frames',
      frames: [
        { t: 'beat', heads: {} },
        { t: 'bye', code: 'auth', retry: false },
      ],
    });
    await until('it was closed', main.closed);
    expect(main.frames.slice(1)).toEqual([
      { t: 'beat', heads: {} },
      { t: 'bye', code: 'closing', retry: true },
    ]);
    expect(newest().closed).toBe(true);
  });
});
