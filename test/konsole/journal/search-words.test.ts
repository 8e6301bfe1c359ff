/** From what a person looks for to a query, and from a marked text to an excerpt. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { excerptOf } from '../../../main/konsole/journal/excerpt';
import { indexed, termsOf, unmarked } from '../../../main/konsole/journal/search-words';

describe('terms', () => {
  test.each([
    ['parser bug', ['"parser"', '"bug"*']],
    ['  "broken parser" in ', ['"broken parser"', '"in"*']],
    ['"broken parser"', ['"broken parser"']],
    ['"not closed', ['"not closed"']],
    ['a NOT b* OR (c) NEAR/2 title:d', 7],
    ['C++ && "" -- %', ['"C++"']],
    ['=> {} ; "…"', []],
  ])('%s', (text, expected) => {
    const terms = termsOf(text);
    if (typeof expected === 'number') expect(terms).toHaveLength(expected);
    else expect(terms).toEqual(expected);
  });

  test('a letter of a script without spaces is a word of its own, so that any part of a line is found', () => {
    expect(termsOf('我喜欢')[0]?.replaceAll('\u0003', '|')).toBe('"|我||喜||欢|"*');
    expect(unmarked(indexed('我喜欢 React 项目')).text).toBe('我喜欢 React 项目');
  });

  test('attack 6: no text leaves the quotes it is put into', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const term of termsOf(text)) expect(term).toMatch(/^"(?:[^"\0]|"")*"\*?$/);
      }),
    );
  });
});

describe('excerpts', () => {
  const at = (text: string, word: string): [number, number] => {
    const from = text.indexOf(word);
    return [from, from + word.length];
  };

  test('a short text is its own excerpt, on one line', () => {
    const text = 'one\ntwo\tthree';
    expect(excerptOf(text, [at(text, 'two')])).toEqual({
      excerpt: 'one two three',
      marks: [[4, 7]],
    });
  });

  test('what stands far inside a long text is shown with what surrounds it', () => {
    const text = `${'before '.repeat(100)}needle${' after'.repeat(100)}`;
    const { excerpt, marks } = excerptOf(text, [at(text, 'needle')]);
    expect(excerpt).toMatch(/^…before .*needle.* after…$|^…before .*needle.*…$/);
    expect(marks.map(([from, to]) => excerpt.slice(from, to))).toEqual(['needle']);
  });

  test('an excerpt is bounded, cuts no pair in two, and its marks stand on what was marked', () => {
    const part = fc.oneof(
      fc.constantFrom('word ', '\n', 'é', '😀', '字', 'x'.repeat(300)),
      fc.string({ unit: 'grapheme', maxLength: 30 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), fc.array(part, { maxLength: 40 }), (a, b) => {
        const before = a.join('').toWellFormed();
        const text = `${before}NEEDLE${b.join('').toWellFormed()}`;
        const { excerpt, marks } = excerptOf(text, [[before.length, before.length + 6]]);
        expect(excerpt.length).toBeLessThanOrEqual(200);
        expect(excerpt.isWellFormed()).toBe(true);
        expect(marks.map(([from, to]) => excerpt.slice(from, to))).toEqual(['NEEDLE']);
      }),
    );
  });
});
