/** Cursors and epochs, without a database. */
import { expect, test } from 'vitest';
import { positionOf } from '../../../main/konsole/journal/epochs';

const epochs = [
  { epoch: 'a', firstPos: 1 },
  { epoch: 'b', firstPos: 101 },
  { epoch: 'c', firstPos: 151 },
];

test('I6: a cursor of the running epoch is good up to the head and not past it', () => {
  expect(positionOf('c.200', epochs, 200)).toBe(200);
  expect(positionOf('c.0', epochs, 200)).toBe(0);
  expect(positionOf('c.201', epochs, 200)).toBeUndefined();
});

test('I6: a cursor of an older epoch stays good below the first pos of the next', () => {
  expect(positionOf('a.100', epochs, 200)).toBe(100);
  expect(positionOf('a.101', epochs, 200)).toBeUndefined();
  expect(positionOf('b.150', epochs, 200)).toBe(150);
  expect(positionOf('b.151', epochs, 200)).toBeUndefined();
});

test('I6: where a power cut took events back, a cursor of every epoch before it is good below that', () => {
  const taken = [...epochs, { epoch: 'd', firstPos: 81 }];
  expect(positionOf('a.90', taken, 300)).toBeUndefined();
  expect(positionOf('a.80', taken, 300)).toBe(80);
  expect(positionOf('d.300', taken, 300)).toBe(300);
});

test.each(['', 'c', 'c.', '.5', 'c.-1', 'c.1.2', 'z.5', 'C.5', 'c.5 ', 'c.99999999999999999999'])(
  'I6: %j is no position',
  (cursor) => {
    expect(positionOf(cursor, epochs, 200)).toBeUndefined();
  },
);
