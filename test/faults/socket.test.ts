/** A WebSocket through a proxy that lets everything happen to it: nothing lost, nothing twice (I2, I7). */
import { expect, test } from 'vitest';
import { socketThrough } from './drivers';
import { runGauntlet } from './gauntlet';

test('I2 I7 after 1 000 faults in a turn of 10 000 events a reader over a WebSocket has what the journal has', async () => {
  const { faults, health } = await runGauntlet({
    faults: 1_000,
    events: 10_000,
    driver: (house, proxy) => socketThrough(proxy.port, house.token),
  });
  expect(faults).toBeGreaterThanOrEqual(1_000);
  expect(health.reconnects).toBeGreaterThan(100);
}, 100_000);
