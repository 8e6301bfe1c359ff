import { expect, test } from 'vitest';
import { personHere } from '../main/person';

test('the name of a person is what the system says, bounded and without signs nobody sees', () => {
  expect(personHere(() => ({ username: ' ma\u0007ra ' }))).toBe('mara');
  expect(personHere(() => ({ username: 'x'.repeat(300) }))).toHaveLength(100);
});

test('where the system knows no name there is none', () => {
  expect(personHere(() => ({ username: ' ' }))).toBeUndefined();
  expect(
    personHere(() => {
      throw new Error('ENOENT: no such user');
    }),
  ).toBeUndefined();
});
