/** What a program writes to a terminal, as plain text, in whatever pieces it comes. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPlainText } from '../../../main/konsole/host/tools/plain-text';

function plain(...pieces: string[]): string {
  const text = createPlainText();
  return pieces.map((piece) => text.take(piece)).join('') + text.end();
}

it.each([
  ['plain text', 'a\tb\nc', 'a\tb\nc'],
  ['colours', '\u001b[1;31mred\u001b[0m!', 'red!'],
  [
    'a title and a link',
    '\u001b]0;title\u0007\u001b]8;;http://x\u001b\\text\u001b]8;;\u001b\\',
    'text',
  ],
  ['movements of the cursor', 'a\u001b[2K\u001b[1Gb\u001b7\u001b8', 'ab'],
  ['other strings for the terminal', '\u001bPq#0\u001b\\x\u001b_G\u001b\\y', 'xy'],
  ['another character set', '\u001b(Bx', 'x'],
  ['line breaks of Windows', 'a\r\nb\r\n', 'a\nb\n'],
  ['a bar that is drawn over', '\r10%\r50%\r100%\nok', '100%\nok'],
  ['a bar that ends as on Windows', '10%\r50%\r100%\r\nok', '10%\n100%\nok'],
  ['a bar that never ends', '\r10%\r50%', '50%'],
  ['text before a bar', 'Loading\r10%\r100%\n', 'Loading\n100%\n'],
  ['overstruck letters', 'b\bbo\bo_\bx', 'box'],
  ['bells and form feeds', 'a\u0007b\fc', 'ab\nc'],
  ['binary', 'a\u0000\u0001\u009fz', 'a\ufffd\ufffd\ufffdz'],
  ['a sequence that is cut off for good', 'x\u001b[3', 'x\ufffd[3'],
])('%s', (_name, from, to) => {
  expect(plain(from)).toBe(to);
});

it('is the same in pieces, and holds nothing that is no text', () => {
  const part = fc.constantFrom(
    'a',
    'ä',
    '\n',
    '\r',
    '\r\n',
    '\u001b[31m',
    '\u001b]0;t\u0007',
    '10%',
    '\u0000',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), fc.nat(5), (parts, size) => {
      const text = parts.join('');
      const pieces = text.match(new RegExp(`[^]{1,${size + 1}}`, 'g')) ?? [];
      const whole = plain(text);
      expect(plain(...pieces)).toBe(whole);
      expect(whole).not.toMatch(/[\u0000-\u0008\u000b-\u001f]/);
    }),
  );
});

it('shows a line that begins at once, and holds only one that is drawn over', () => {
  const text = createPlainText();
  expect(text.take('Name: ')).toBe('Name: ');
  expect(text.take('\r1')).toBe('');
  expect(text.take('\r2')).toBe('');
  expect(text.take('\n')).toBe('\n2\n');
});

it('attack 17: a sequence or a drawn-over line without end is not held', () => {
  const text = createPlainText();
  let out = '';
  text.take('\r');
  for (let n = 0; n < 100; n++) out += text.take('x'.repeat(1000));
  expect(out.length).toBeGreaterThan(90_000);
  let hidden = '';
  text.take('\u001b]0;');
  for (let n = 0; n < 100; n++) hidden += text.take('y'.repeat(1000));
  expect(text.end().length + hidden.length).toBeLessThan(200_000);
});
