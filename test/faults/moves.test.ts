/** A stream that goes over to another transport again and again, with faults on both: nothing lost, nothing twice (I7). */
import { expect, test } from 'vitest';
import { socketThrough, sseThrough } from './drivers';
import { runGauntlet } from './gauntlet';

/** Milliseconds between two moves. */
const betweenMs = 200;

test('I7 it moves between SSE and a WebSocket every 200 ms through 300 faults and has what the journal has', async () => {
  let movedAt = performance.now();
  let moves = 0;
  const opened = { sse: 0, websocket: 0 };
  const { faults } = await runGauntlet({
    faults: 300,
    events: 3_000,
    driver: (house, proxy, clock) => {
      const [sse, socket] = [
        sseThrough(proxy.port, house.token, clock),
        socketThrough(proxy.port, house.token),
      ];
      return (told) => {
        const isSse = opened.sse <= opened.websocket;
        opened[isSse ? 'sse' : 'websocket'] += 1;
        return isSse ? sse(told) : socket(told);
      };
    },
    meanwhile(stream) {
      const now = performance.now();
      if (now - movedAt >= betweenMs) {
        stream.move();
        moves += 1;
        movedAt = now;
      }
      return moves >= 20;
    },
  });
  expect(faults).toBeGreaterThanOrEqual(300);
  expect(Math.min(opened.sse, opened.websocket)).toBeGreaterThan(20);
}, 100_000);

test('I7 without a fault, a stream that moves 40 times is never without a connection', async () => {
  let moves = 0;
  let opened = 0;
  let movedAt = performance.now();
  const { health, given } = await runGauntlet({
    faults: 0,
    events: 2_000,
    driver: (house, proxy, clock) => {
      const [sse, socket] = [
        sseThrough(proxy.port, house.token, clock),
        socketThrough(proxy.port, house.token),
      ];
      return (told) => {
        opened += 1;
        return opened % 2 === 0 ? sse(told) : socket(told);
      };
    },
    meanwhile(stream) {
      const { status, moving } = stream.health();
      if (moving) expect(status).toBe('live');
      if (performance.now() - movedAt >= 20 && status === 'live' && !moving) {
        stream.move();
        moves += 1;
        movedAt = performance.now();
      }
      return moves >= 40;
    },
  });
  expect({ opened, reconnects: health.reconnects, gaps: health.gaps }).toEqual({
    opened: moves + 1,
    reconnects: 0,
    gaps: 0,
  });
  expect(given['session/a']?.snapshots).toBe(0);
}, 60_000);
