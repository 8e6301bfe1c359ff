/** Pieces of the JSON of an output: each can be read by itself, whatever stands where it was cut. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wholeLetters } from '../../../main/konsole/journal/kontask-output';

const pieces = ['\\', '"', '\n', '\ud83d', '\ude00', '😀', 'u12', '\u0001', 'é', 'ab', '</p>'];
const text = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 12 });

test('a beginning that is cut anywhere is the beginning of the text', () => {
  fc.assert(
    fc.property(text, fc.nat(), (parts, cut) => {
      const whole = parts.join('');
      const json = JSON.stringify(whole).slice(1, -1);
      const begun = wholeLetters(json.slice(0, cut % (json.length + 1)));
      expect(whole.startsWith(JSON.parse(`"${begun}"`) as string)).toBe(true);
      // Nothing but an escape is held back.
      expect((cut % (json.length + 1)) - begun.length).toBeLessThan(6);
    }),
    { numRuns: 2_000 },
  );
});

test('an escape that is whole stays', () => {
  expect(wholeLetters('a\\n')).toBe('a\\n');
  expect(wholeLetters('a\\\\')).toBe('a\\\\');
  expect(wholeLetters('a\\\\\\')).toBe('a\\\\');
  expect(wholeLetters('\\\\u00')).toBe('\\\\u00');
  expect(wholeLetters('\\u00')).toBe('');
  expect(wholeLetters('\\u0001')).toBe('\\u0001');
});
