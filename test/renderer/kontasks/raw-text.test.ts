import { expect, it } from 'vitest';
import {
  hitsIn,
  mostHits,
  piecesOf,
  placeIn,
} from '../../../renderer/features/kontasks/page/raw-text';

it.each([
  ['', 0],
  ['short\ntext', 1],
  ['a line of it\n'.repeat(3_000), 5],
  ['x'.repeat(20_000), 3],
  ['😀'.repeat(10_000), 3],
])('pieces make up the text %#', (text, atLeast) => {
  const pieces = piecesOf(text);
  expect(pieces.join('')).toBe(text);
  expect(pieces.length).toBeGreaterThanOrEqual(atLeast);
  for (const piece of pieces) expect(piece.isWellFormed()).toBe(true);
});

it('a piece ends after a line where one ends near', () => {
  const pieces = piecesOf('a line of it\n'.repeat(3_000));
  for (const piece of pieces) expect(piece.endsWith('\n')).toBe(true);
});

it('words are found whatever their capitals, signs as they are, and not without end', () => {
  expect(hitsIn('An (x) and an (X)', '(x)')).toEqual([3, 14]);
  expect(hitsIn('aaa', '')).toEqual([]);
  expect(hitsIn('a'.repeat(mostHits + 10), 'a')).toHaveLength(mostHits);
});

it('an offset has its place in the pieces, the end of the text too', () => {
  expect(placeIn(['ab', 'cd'], 2)).toEqual({ piece: 1, at: 0 });
  expect(placeIn(['ab', 'cd'], 4)).toEqual({ piece: 1, at: 2 });
});
