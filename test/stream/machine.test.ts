/**
 * The fixtures in test/fixtures/stream: each is a row of inputs, with the orders each must give. `now` stays
 * until an input names another; a fixture's name is the sentence it proves.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { firstState, laneOf, statusOf, step } from '../../preload/stream/machine';
import type { Input, Lane, Order } from '../../preload/stream/machine-types';

interface FixtureStep {
  now?: number;
  input: Input;
  orders?: Order[];
  status?: string;
  gaps?: number;
  retryAt?: number;
  moving?: boolean;
  moveRetryAt?: number;
  reconnects?: number;
  /** null: nobody said what carries the stream. */
  lane?: Lane | null;
}

const folder = join(import.meta.dirname, '../fixtures/stream');

describe('the stream machine', () => {
  for (const file of readdirSync(folder).sort()) {
    test(`it proves: ${file.replace(/\.json$/, '').replaceAll('-', ' ')}`, () => {
      const steps: FixtureStep[] = JSON.parse(readFileSync(join(folder, file), 'utf8'));
      let state = firstState();
      let now = 0;
      for (const [index, { input, ...expected }] of steps.entries()) {
        now = expected.now ?? now;
        const done = step(state, input, now);
        state = done.state;
        const found: Record<string, unknown> = {
          now,
          orders: done.orders,
          status: statusOf(state),
          gaps: state.gaps,
          reconnects: state.reconnects,
          retryAt: state.retryAt,
          moving: state.move !== undefined,
          moveRetryAt: state.move?.retryAt,
          lane: laneOf(state) ?? null,
        };
        for (const [name, value] of Object.entries(expected)) {
          expect(found[name], `${name} of step ${index}`).toEqual(value);
        }
      }
    });
  }

  test('never changes the state it was given', () => {
    const before = step(firstState(), { type: 'follow', channel: 'index' }, 0).state;
    const copy = structuredClone(before);
    step(before, { type: 'opened', generation: 1 }, 5);
    step(before, { type: 'closed', generation: 1, refused: false, chance: 0.5 }, 5);
    expect(before).toEqual(copy);
  });
});
