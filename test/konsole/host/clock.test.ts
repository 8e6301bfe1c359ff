/** A host's time: what a turn's figures are made of. */
import { expect, it } from 'vitest';
import { createHostClock } from '../../../main/konsole/host/clock';

const hour = 3_600_000;

it('I11: a host that waited while the computer slept does not tell the time of yesterday', () => {
  let wall = 1_000_000;
  let elapsed = 50;
  const clock = createHostClock(
    () => wall,
    () => elapsed,
  );
  // Eight hours of sleep, which a monotonic count does not see.
  wall += 8 * hour;
  clock.set(wall - 5);
  expect(clock.now()).toBe(wall);
  elapsed += 2_000;
  expect(clock.now()).toBe(wall + 2_000);
});

it('I11: a clock that is set back during a turn, or before it, takes no time from it', () => {
  let wall = 10 * hour;
  let elapsed = 0;
  const clock = createHostClock(
    () => wall,
    () => elapsed,
  );
  const startedAt = wall;
  wall -= hour;
  clock.set(startedAt);
  elapsed += 1_000;
  wall -= hour;
  expect(clock.now()).toBe(startedAt + 1_000);
});
