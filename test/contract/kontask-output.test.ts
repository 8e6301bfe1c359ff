import { expect, test } from 'vitest';
import { outputKind } from '../../preload/contract/kontask-output';

const html = [
  '<div style="background:#1e1e1e">x</div>',
  '<!DOCTYPE html><title>x</title>anything at all',
  '\ufeff\n  <!doctype HTML>\n<p>x',
  '<html><body>x</body></html>',
  '<HTML lang="en">x',
  '<!-- made by hand --><section><h2>x</h2></section>',
  '<DIV>old <B>style</B></DIV>',
  '<p>one</p>\n<p>two <em>three</em></p>\n',
  '<p>one<p>two<p>three</p>',
  '<table><tr><td>1<td>2</table>',
  '<h1>Title</h1>\nsome words of the text\n<p>and so many more that are in a paragraph</p>',
  '<style>p > b { color: red }</style><p>x <b>y</b></p>',
  '<svg viewBox="0 0 9 9"><path d="M0 0"/></svg>',
  '<ul>\n  <li>a &lt; b</li>\n</ul>',
  '<br><div>x</div>',
  '<a href="x>y">z</a>',
  '<details><summary>x</summary>y</details>',
  `<div>${'<p>words</p>'.repeat(20_000)}</div>`,
];

const markdown = [
  '# Title\n\ntext',
  'Some **bold** words',
  'Run `npm test` first',
  '- one\n- two',
  '1. one\n2. two',
  '* one\n\n  more of it\n* two',
  '- [x] done',
  '> said',
  'See [the page](https://example.org).',
  '| a | b |\n| --- | --- |\n| 1 | 2 |',
  '```\ncode\n```',
  '<b>Note</b> that everything below is written in another way\n\n# Title\n\nwith many words outside of tags',
  '<br>\n# Title\n\n- a\n- b',
  'a line\r\n\r\n  1. one\r\n\r\n  2. two',
  '| a | b |\n  |:---|---|\n| 1 | 2 |',
  '[![picture](./a.png)](https://example.org/a_(b))',
  '$$\nx^2\n$$',
];

const plain = [
  '',
  '   \n',
  'Just words.',
  'a < b and c > d',
  '<',
  '<div',
  '<div>',
  '<p this is not a tag',
  '<div>it begins like one and never ends',
  '<T> is a type, and <U> is another',
  'List<String> names = new ArrayList<>();',
  '<Button onClick={go}>Go</Button>',
  '<?xml version="1.0"?><rss><item>x</item></rss>',
  '<note><to>You</to></note>',
  '<me@example.org> wrote: hello',
  '<b>x</b> but then a great many more words than those that are in the tag at the beginning',
  '<3 this',
  '2 * 3 * 4',
  'snake_case_name and __init__py',
  '-1 is a number',
  'ERROR <script> was seen in the log',
  '{"a": "<div>x</div>"}',
];

test.each(html)('%j is HTML', (text) => expect(outputKind(text)).toBe('html'));
test.each(markdown)('%j is markdown', (text) => expect(outputKind(text)).toBe('markdown'));
test.each(plain)('%j is plain text', (text) => expect(outputKind(text)).toBe('plain'));

test('what a pattern could go back and forth over is read at its beginning alone, and comes to an end', () => {
  const kinds = ['html', 'markdown', 'plain'];
  const pieces = [
    ...['<', '<div ', '<!--', '<!---->', '- a\n', '`', '**a', '[', '[a](b:', '<div a="', '> '],
    ...[' ', '\n', '\n ', '-\n', '1.\n', '-', '|', ' |', '__a', '# ', '<a \'"', '</div ', '<p/'],
  ];
  for (const piece of pieces) {
    for (const before of ['', '<div>', '<div ', 'a', '<div>a</div>']) {
      expect(kinds).toContain(outputKind(before + piece.repeat(1_000_000 / piece.length)));
    }
  }
});
