/** Server-sent events through a proxy that lets everything happen to them: nothing lost, nothing twice (I2, I7). */
import { expect, test } from 'vitest';
import { sseThrough } from './drivers';
import { runGauntlet } from './gauntlet';

test('I2 I7 after 1 000 faults in a turn of 10 000 events a reader over SSE has what the journal has', async () => {
  const { faults, health } = await runGauntlet({
    faults: 1_000,
    events: 10_000,
    driver: (house, proxy, clock) => sseThrough(proxy.port, house.token, clock),
  });
  expect(faults).toBeGreaterThanOrEqual(1_000);
  expect(health.reconnects).toBeGreaterThan(100);
}, 100_000);
