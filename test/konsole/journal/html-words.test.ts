/** The words of an output. */
import { expect, test } from 'vitest';
import { wordsOfOutput } from '../../../main/konsole/journal/html-words';

const words = (text: string) => wordsOfOutput(text).replace(/\s+/g, ' ').trim();

test('tags, comments, scripts and styles are no words, and parts of one word stay together', () => {
  expect(
    words(
      '<!doctype html><style>p{color:red}</style><h2 style="color:#fff">Quick <b>Tu</b>rn</h2>' +
        '<!-- hidden --><ul><li title="a > b">one</li><li>two</li></ul><script>steal()</script>&amp; K&uuml;che &#x26;',
    ),
  ).toBe('Quick Turn one two & Küche &');
});

test('a text that is no HTML stays as it is', () => {
  const texts = [
    'if (a < b && c > d) return Array<string>; &amp;',
    'before <div class="x',
    '# Markdown\n\nwith <!-- a comment that nothing ends, and words',
  ];
  for (const text of texts) expect(wordsOfOutput(text)).toBe(text);
});

test('HTML that is none ends nobody, however long', () => {
  expect(words('<p>x</p><script>never closed')).toBe('x');
  for (const piece of ['<!--', '<a ', '<', '<script>', '<a href="', '&#x', '</']) {
    const hostile = `<p>a</p>${piece.repeat(1_000_000)}`;
    expect(wordsOfOutput(hostile).length).toBeLessThanOrEqual(hostile.length);
  }
});
