/** Days as a calendar on the wall has them, whatever the clocks do. */
import { afterEach, expect, test } from 'vitest';
import { localDays } from '../../../main/konsole/diagnostics/local-days';

const zone = process.env['TZ'];
const hour = 60 * 60 * 1_000;

afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

test('they are the local day of now and those before it, newest first, without a gap', () => {
  process.env['TZ'] = 'Asia/Kolkata';
  // Half past eleven in the evening there, and still the afternoon in UTC.
  const now = Date.UTC(2026, 2, 1, 18, 0);
  const days = localDays(now, 3);
  expect(days.map(({ day }) => day)).toEqual(['2026-03-01', '2026-02-28', '2026-02-27']);
  expect(days[0]).toMatchObject({ from: now - 23.5 * hour, to: now + 0.5 * hour });
  expect(days.slice(1).map(({ to }) => to)).toEqual(days.slice(0, -1).map(({ from }) => from));
});

test.each([
  ['in spring', '2026-03-29', 23],
  ['in autumn', '2026-10-25', 25],
])('a day of a clock change %s is one day', (_, day, hours) => {
  process.env['TZ'] = 'Europe/Berlin';
  const days = localDays(Date.parse(`${day}T12:00:00Z`), 2);
  expect(days[0]).toMatchObject({ day });
  expect(days.map(({ from, to }) => (to - from) / hour)).toEqual([hours, 24]);
});
