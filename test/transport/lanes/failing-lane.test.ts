/** What becomes of a lane whose transport does not hold. */
import { describe, expect, test } from 'vitest';
import { steadyMs } from '../../../main/transport/lanes/fallback';
import { kinds, until } from '../hub-bench';
import {
  attached,
  breaks,
  breakTimes,
  heard,
  lanesByHand,
  made,
  newest,
  sync,
  ways,
} from './lanes-by-hand';

describe('a transport that does not hold', () => {
  test('is given up after three attempts, said, and tried again once the setting is set again', async () => {
    const { lanes, set, troubles } = lanesByHand('websocket');
    lanes.doors({ ways });
    await breakTimes(lanes);
    expect(made.map(({ transport }) => transport)).toEqual(Array(3).fill('websocket'));
    expect(lanes.states().main.state).toBe('waiting');
    expect(troubles).toEqual([['main', expect.stringContaining('it was cut')]]);

    const main = await attached(lanes);
    expect(newest().transport).toBe('sse');
    expect(main.frames[0]).toMatchObject({ transport: 'sse', wanted: 'websocket' });
    expect(lanes.states().main.why).toContain('it was cut');

    set('main', 'websocket');
    await heard(main, 'move');
    expect(troubles.at(-1)).toEqual(['main', undefined]);
    await attached(lanes);
    expect(newest().transport).toBe('websocket');
  });

  test('goes over to the direct way in the end, which works', async () => {
    const { lanes } = lanesByHand('websocket');
    lanes.doors({ ways });
    await breakTimes(lanes);
    await breakTimes(lanes);
    const main = await attached(lanes);
    expect(kinds(main.frames)).toEqual(['lane', 'hello', 'snapshot', 'synced']);
    expect(lanes.states().main).toMatchObject({ transport: 'direct', state: 'live' });
  });

  test('I8 of one lane leaves the other as it was', async () => {
    const { lanes, troubles } = lanesByHand('websocket', 'websocket');
    lanes.doors({ ways });
    const quick = await attached(lanes, 'quick');
    const its = newest();
    sync(its);
    await breakTimes(lanes);
    its.told({ type: 'frames', frames: [{ t: 'beat', heads: {} }] });
    await heard(quick, 'beat');
    expect(quick.closed()).toBe(false);
    expect(lanes.states().quick).toEqual({
      transport: 'websocket',
      wanted: 'websocket',
      state: 'live',
    });
    expect(troubles.map(([lane]) => lane)).toEqual(['main']);
  });

  test('leaves the first connection of a window as it is, which says what it waits for', async () => {
    const { lanes, set } = lanesByHand('direct');
    lanes.doors({ ways });
    const first = await attached(lanes);
    set('main', 'sse');
    await heard(first, 'move');
    const second = await attached(lanes);
    breaks(newest());
    await until('it was closed', second.closed);
    const { main } = lanes.states();
    expect(main).toMatchObject({ transport: 'direct', wanted: 'sse', state: 'live' });
    expect(main.why).toBe('it is going over to SSE');
    await breakTimes(lanes, 2);
    expect(lanes.states().main.why).toContain('it was cut');
    expect(kinds(first.frames).filter((t) => t === 'move')).toHaveLength(1);
  });

  test('after it held for long is not counted, and neither is what ends while Konsole closes', async () => {
    const { lanes, later, troubles } = lanesByHand('sse');
    lanes.doors({ ways });
    for (let n = 0; n < 4; n += 1) {
      const main = await attached(lanes);
      sync(newest());
      later(steadyMs);
      breaks(newest());
      await until('it was closed', main.closed);
    }
    await breakTimes(lanes).then(() => expect(troubles).toHaveLength(1));
    const other = lanesByHand('sse');
    other.lanes.doors({ ways });
    other.lanes.close();
    await breakTimes(other.lanes);
    expect(other.troubles).toEqual([]);
  });
});
