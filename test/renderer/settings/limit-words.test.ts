/** What a provider said is left, in words, whatever the clocks say. */
import { expect, it } from 'vitest';
import { limitWords } from '../../../renderer/features/settings/provider-state';

const now = Date.UTC(2026, 10, 29);
const told = { what: 'requests', limit: 50, remaining: 48 };

it('says when it comes back, and leaves out what only a wrong clock can say', () => {
  expect(limitWords({ ...told, resetAt: now + 20_000 }, now)).toMatch(
    /^requests 48 of 50, back in 20/,
  );
  expect(limitWords({ ...told, resetAt: now - 1 }, now)).toBe('requests 48 of 50');
  expect(limitWords({ ...told, resetAt: Date.UTC(2036, 0, 1) }, now)).toBe('requests 48 of 50');
  expect(limitWords({ ...told, remaining: 50, resetAt: now + 20_000 }, now)).toBe(
    'requests 50 of 50',
  );
});
