/** Dates of kontasks, in any zone. */
import { expect, test } from 'vitest';
import { momentOf } from '../../preload/contract/kontask-date';

const noon = Date.UTC(2026, 0, 5, 12);

test.each([
  '2026-01-05T12:00:00Z',
  '2026-01-05T13:00+01',
  '2026-01-05 13:00:00 +01',
  '2026-01-05T17:30:00.000+0530',
  '2026-01-05T05:00:00-07:00',
  'Mon, 5 Jan 2026 13:00:00 +0100',
])('%s is noon in Greenwich', (written) => expect(momentOf(written)).toBe(noon));

test.each(['', 'foo 1', '2026-02-31', '2026-13-01', '2026-01-05T25:00Z', '5'])(
  '%j is no date',
  (written) => expect(momentOf(written)).toBeNaN(),
);
