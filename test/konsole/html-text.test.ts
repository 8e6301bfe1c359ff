/** HTML as Markdown: what is kept, what is left out, and that no page takes long. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlToText } from '../../main/konsole/html-text';

const address = new URL('https://a.example/docs/page');
const text = (html: string) => htmlToText(html, address).text;

describe('a page as text', () => {
  it.each([
    ['<h2>Two</h2><p>One <b>bold</b> word', '## Two\n\nOne bold word'],
    ['<ul><li>a<li>b<ul><li>c</ul></ul>after', '- a\n- b\n  - c\n\nafter'],
    ['<ol><li>a</li><li>b</li></ol>', '1. a\n2. b'],
    ['<pre><code>if (a &lt; b)\n  c();\n</code></pre>end', '```\nif (a < b)\n  c();\n```\n\nend'],
    ['use <code>npm</code> now', 'use `npm` now'],
    ['<table><tr><th>a<th>b<tr><td>1<td>2</table>', 'a | b\n1 | 2'],
    ['<a href="../x?a=1&amp;b">y</a>', '[y](https://a.example/x?a=1&b)'],
    ['<a href="javascript:alert(1)">y</a> <a href="#z">z</a>', 'y z'],
    ['<nav>menu</nav>body<style>x{}</style><script>"</p>"</script>', 'body'],
    ['<nav>menu that is never closed<p>body', 'menu that is never closed\n\nbody'],
    ['a<!-- <b>hidden</b> -->b<br>c', 'ab\nc'],
    ['3 < 4 &amp; 5 &#62; 4 &unknown; &#xD800;', '3 < 4 & 5 > 4 &unknown; \ufffd'],
    ['<img src=x alt="A chart">', '[picture: A chart]'],
    ["<p title=\"a > b\">it's</p><p class='x'>so</p>", "it's\n\nso"],
    ['<p>unfinished <a href="', 'unfinished'],
  ])('%s', (html, expected) => {
    expect(text(html)).toBe(expected);
  });

  it('has its title and its own base for links', () => {
    const page = htmlToText(
      '<title> A &amp;\nB</title><base href="https://b.example/"><a href=c>d</a>',
      address,
    );
    expect(page).toEqual({ title: 'A & B', text: '[d](https://b.example/c)' });
  });

  it.each([
    ['<div>', 'x'],
    ['<ul><li>', 'x'],
    ['<a href="', 'x'],
    ['<a ', ' '],
    ['<', '<'],
    ['<!--', '-'],
    ['<p "', "'"],
    ['<script>', 'x'],
    ['<nav>', 'x'],
    ['<a href=x>y', 'z'],
    [' \n', ' '],
    ['<pre>   ', ' '],
    ['&amp', '&'],
  ])('5 MB of %s take a moment', (piece, last) => {
    const began = performance.now();
    text(piece.repeat(Math.floor((5 * 1024 * 1024) / piece.length)) + last);
    expect(performance.now() - began).toBeLessThan(15_000);
  });

  it('throws for no page', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      'a',
      'li',
      'pre',
      '/',
      '"',
      "'",
      '=',
      ' ',
      '&#',
      '<!--',
      '<script',
      'href',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        expect(typeof text(pieces.join(''))).toBe('string');
      }),
    );
  });
});
