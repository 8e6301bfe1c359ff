/** Text that is cut: pairs stay whole, bounds hold, lists show nothing that hides. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutText, holdHalfPair, oneLine, safeOffset } from '../../preload/contract/text';

/** Whole characters, many of them outside the basic plane. */
const wholeText = fc.array(fc.constantFrom('a', 'é', '漢', '😀', '👩‍💻', '𝒳'), { maxLength: 40 });
const isLow = (text: string, at: number) => /^[\udc00-\udfff]/.test(text.slice(at, at + 1));

describe('holding half a pair back', () => {
  test('text that arrives in any chunks is sent in chunks of whole pairs, and all of it', () => {
    fc.assert(
      fc.property(
        wholeText,
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 }),
        (parts, cut) => {
          const text = parts.join('');
          let sent = '';
          let held = '';
          for (let at = 0, n = 0; at < text.length; n += 1) {
            const size = cut[n % cut.length] ?? 1;
            const { send, hold } = holdHalfPair(held + text.slice(at, at + size));
            // `off` of the next append is where this one ends: never between the halves of a pair.
            expect(isLow(send, 0)).toBe(false);
            expect(send.isWellFormed()).toBe(true);
            sent += send;
            held = hold;
            at += size;
          }
          expect(sent + held).toBe(text);
          expect(held).toBe('');
        },
      ),
    );
  });

  test('a high surrogate that never finds its other half is held, not lost', () => {
    expect(holdHalfPair('x\ud83d')).toEqual({ send: 'x', hold: '\ud83d' });
    expect(holdHalfPair('')).toEqual({ send: '', hold: '' });
  });
});

describe('cutting', () => {
  test('an offset never lies inside a pair, and moves by one at most', () => {
    fc.assert(
      fc.property(wholeText, fc.integer({ min: -3, max: 90 }), (parts, at) => {
        const text = parts.join('');
        const safe = safeOffset(text, at);
        expect(text.slice(0, safe).isWellFormed()).toBe(true);
        expect(text.slice(safe).isWellFormed()).toBe(true);
        const wanted = Math.min(text.length, Math.max(0, at));
        expect(wanted - safe).toBeGreaterThanOrEqual(0);
        expect(wanted - safe).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('a cut text is within its bound, whole, and says that it was cut', () => {
    fc.assert(
      fc.property(wholeText, fc.integer({ min: 1, max: 50 }), (parts, max) => {
        const text = parts.join('');
        const cut = cutText(text, max);
        expect(cut.length).toBeLessThanOrEqual(max);
        expect(cut.isWellFormed()).toBe(true);
        if (text.length > max) expect(cut.endsWith('…')).toBe(true);
        else expect(cut).toBe(text);
      }),
    );
  });
});

test('attack 15: one line has no line breaks, no control, bidi or zero-width characters', () => {
  expect(oneLine('  rm\u001b[31m -rf\u202e x\u200b\r\n\ty\u2066 \ufeff')).toBe('rm [31m -rf x y');
  expect(oneLine('a\u061cb\u180ec\u00add\ufff9e\u{e0041}f')).toBe('abcdef');
});
