/** The words of an output. */
import { expect, test } from 'vitest';
import { wordsOfOutput } from '../../../main/konsole/journal/html-words';

const words = (text: string) => wordsOfOutput(text).replace(/\s+/g, ' ').trim();

test('tags, comments, scripts and styles are no words, and parts of one word stay together', () => {
  expect(
    words(
      '<!doctype html><style>p{color:red}</style><h2 style="color:#fff">Quick <b>Tu</b>rn</h2>' +
        '<!-- hidden --><ul><li>one</li><li>two</li></ul><script>steal()</script>&amp; K&uuml;che &#x26;',
    ),
  ).toBe('Quick Turn one two & Küche &');
});

test('a text that is no HTML stays as it is', () => {
  const text = 'if (a < b && c > d) return Array<string>; &amp;';
  expect(wordsOfOutput(text)).toBe(text);
});

test('HTML that is none ends nobody, however long', () => {
  expect(words('before <div class="x')).toBe('before');
  expect(words('a <script>never closed')).toBe('a');
  expect(words('<<<<p>x</p')).toBe('<<< x');
  const hostile = '<!--'.repeat(100_000) + '<a '.repeat(100_000) + '<'.repeat(100_000);
  expect(wordsOfOutput(hostile).length).toBeLessThan(hostile.length);
});
