/** A window with its stream machine, its lane switched under it again and again: nothing lost, nothing twice (I7). */
import { describe, expect, onTestFinished, test } from 'vitest';
import { createStream } from '../../../preload/stream/stream';
import type { TransportKind } from '../../../preload/contract/settings';
import type { Lane } from '../../../preload/contract/shapes';
import { processTime } from '../../../main/transport/hub';
import { createSessionFollower } from '../../stream/bad-link';
import { until } from '../hub-bench';
import { portDriverTo } from '../main-port';
import { foldSession } from '../memory-feed';
import { openLaneHouse } from './lane-house';

/** A window of this lane that follows session a, over real ports. */
function listener({ lanes }: Awaited<ReturnType<typeof openLaneHouse>>, lane: Lane) {
  let ports = 0;
  const { driver } = portDriverTo((port) => {
    ports += 1;
    lanes.serve(lane, port);
  });
  const stream = createStream({
    driver,
    transport: 'direct',
    now: () => Date.now(),
    schedule: processTime.schedule,
    random: () => 0,
  });
  onTestFinished(() => stream.close());
  const reader = createSessionFollower();
  stream.follow('session/a', reader.follower);
  return { stream, reader, ports: () => ports };
}

const order: TransportKind[] = ['sse', 'websocket', 'direct', 'websocket', 'sse', 'direct'];

describe('a lane that is switched in the middle of a turn', () => {
  test('I7 gives each event once and in order, and has moved every time', async () => {
    const house = await openLaneHouse('direct');
    house.feed.create('a');
    const { stream, reader, ports } = listener(house, 'main');
    await until('live', () => stream.health().status === 'live');
    let word = 0;
    for (const transport of order) {
      house.set('main', transport);
      await until(`it goes over ${transport}`, () => {
        // It goes on in the midst of it.
        if (word < 3_000) house.feed.append('a', 'ab', `word${(word += 1)} `);
        const { transport: now, moving } = stream.health();
        return now === transport && !moving;
      });
    }
    await until('all was read', () => reader.state().pos === house.feed.head());
    expect(reader.state()).toEqual(foldSession('a', house.feed.all));
    // One snapshot at the beginning: each move went on from where it was.
    expect(reader.given.filter((what) => what === 'snapshot')).toHaveLength(1);
    const told = reader.seen.map(({ pos }) => pos);
    expect(told).toEqual([...new Set(told)].sort((a, b) => a - b));
    expect(ports()).toBe(1 + order.length);
    await until('the ways left behind are closed', () => house.hub.readers() === 1);
  });

  test('I7 faster than a window can follow ends with the last one, and is whole', async () => {
    const house = await openLaneHouse('direct');
    house.feed.create('a');
    const { stream, reader } = listener(house, 'main');
    await until('live', () => stream.health().status === 'live');
    for (let n = 0; n < 120; n += 1) {
      house.set('main', order[n % order.length] ?? 'direct');
      house.feed.append('a', 'ab', `word${n} `);
      if (n % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    house.set('main', 'websocket');
    await until('it has settled', () => {
      const { transport, moving, status } = stream.health();
      return transport === 'websocket' && !moving && status === 'live';
    });
    await until('all was read', () => reader.state().pos === house.feed.head());
    expect(reader.state()).toEqual(foldSession('a', house.feed.all));
    expect(house.lanes.states().main).toEqual({
      transport: 'websocket',
      wanted: 'websocket',
      state: 'live',
    });
    expect(house.troubles).toEqual([]);
  });
});

test('I8 a lane whose door is gone goes directly in the end, and its window has everything', async () => {
  const house = await openLaneHouse('websocket', 'direct');
  house.feed.create('a');
  const { stream, reader } = listener(house, 'main');
  const quick = listener(house, 'quick');
  await until('live', () => stream.health().status === 'live');
  await house.gateway.close();
  await until('it fell back', () => house.troubles.length === 2);
  house.feed.append('a', 'ab', 'after all');
  await until('all was read', () => reader.state().pos === house.feed.head());
  expect(reader.state()).toEqual(foldSession('a', house.feed.all));
  expect(house.lanes.states().main).toMatchObject({ transport: 'direct', wanted: 'websocket' });
  expect(stream.health()).toMatchObject({ transport: 'direct', fellBack: { wanted: 'websocket' } });
  expect(quick.ports()).toBe(1);
  await until('so has the other', () => quick.reader.state().pos === house.feed.head());
});
