/** Where an edit fits, and what comes of it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdit, type Edited } from '../../../main/konsole/host/tools/match';

const bytes = (text: string) => Buffer.from(text, 'utf8').toString('latin1');

/** An edit of texts; what comes of it as a text again. */
function edit(content: string, old: string, fresh: string, all = false): Edited {
  const edited = applyEdit(bytes(content), { old: bytes(old), new: bytes(fresh), all });
  if (!edited.ok) return edited;
  return { ...edited, content: Buffer.from(edited.content, 'latin1').toString('utf8') };
}

describe('an edit', () => {
  it('fits exactly, in the middle of a line and over several', () => {
    expect(edit('let a = 1;\n', 'a = 1', 'b = 2')).toMatchObject({
      content: 'let b = 2;\n',
      how: 'exact',
    });
    expect(edit('one\ntwo\nthree', 'e\ntwo\nt', '-')).toMatchObject({ content: 'on-hree' });
  });

  it('fits in spite of white space at line ends, taking whole lines', () => {
    expect(edit('a\none  \ntwo\t\nb\n', 'one\ntwo', '1\n2')).toMatchObject({
      content: 'a\n1\n2\nb\n',
      how: 'trailing',
    });
    expect(edit('one\ntwo\n', 'one   \ntwo \n', '1\n')).toMatchObject({ content: '1\n' });
  });

  it('fits in spite of indentation, and the new text is indented as the file is', () => {
    const file = 'class A {\n\tif (x) {\n\t\ty();\n\t}\n}\n';
    expect(edit(file, 'if (x) {\n\ty( );\n}', '')).toEqual({ ok: false, why: 'missing' });
    expect(
      edit(file, '\t\tif (x) {\n\t\t\ty();\n\t\t}', '\t\tif (z) {\n\n\t\t\tw();\n\t\t}'),
    ).toMatchObject({
      content: 'class A {\n\tif (z) {\n\n\t\tw();\n\t}\n}\n',
      how: 'indentation',
    });
    expect(edit('    a\n      b\n', 'a\n  b', 'c\n  d')).toMatchObject({
      content: '    c\n      d\n',
      how: 'indentation',
    });
  });

  it('does not fit where lines are indented each in another way', () => {
    expect(edit('  a\n      b\n', 'a\n  b', 'c')).toMatchObject({ ok: false, why: 'missing' });
    expect(edit('\ta\n    b\n', 'a\nb', 'c')).toMatchObject({ ok: false, why: 'missing' });
  });

  it('does not fit where the new text cannot be indented less', () => {
    expect(edit('a\nb\n', '  a\n  b', '  c\nd')).toMatchObject({ ok: false, why: 'missing' });
  });

  it('is refused where several places fit, at each degree of likeness', () => {
    expect(edit('x\ny\nx\n', 'x', 'z')).toEqual({
      ok: false,
      why: 'several',
      how: 'exact',
      count: 2,
      lines: [1, 3],
    });
    expect(edit('aaa', 'aa', 'b')).toMatchObject({ why: 'several', count: 2 });
    expect(edit('a \nb\na  \nb\n', 'a\nb', 'c')).toMatchObject({ how: 'trailing', lines: [1, 3] });
    expect(edit(' a\n b\n  a\n  b\n', '   a\n   b', 'c')).toMatchObject({ why: 'missing' });
    expect(edit(' a\n b\n  a\n  b\n', '   a\n   b', '   c')).toMatchObject({
      how: 'indentation',
      lines: [1, 3],
    });
  });

  it('of an exact place does not mind one that is only alike', () => {
    expect(edit('a \nb\nX\na\nb\n', 'a\nb', 'c')).toMatchObject({ content: 'a \nb\nX\nc\n' });
  });

  it('of all places takes exactly the same ones alone', () => {
    expect(edit('a b a', 'a', 'aa', true)).toMatchObject({ content: 'aa b aa' });
    expect(edit('one \ntwo', 'one\ntwo', 'x', true)).toMatchObject({ ok: false, why: 'missing' });
    const many = 'ab'.repeat(20_000);
    expect(edit(many, 'a', '', true)).toMatchObject({ content: 'b'.repeat(20_000) });
  });

  it('of white space alone is exact or nothing', () => {
    expect(edit('a\n\nb\n', '  \n', 'x\n')).toMatchObject({ ok: false, why: 'missing' });
    expect(edit('a  b', '  ', ' ')).toMatchObject({ content: 'a b' });
  });

  it('keeps line ends of Windows, in the place and around it', () => {
    expect(edit('one\r\ntwo\r\nthree\r\n', 'one\ntwo', '1\n2\n2b')).toMatchObject({
      content: '1\r\n2\r\n2b\r\nthree\r\n',
      how: 'exact',
    });
    expect(edit('one\r\ntwo\r\n', 'one\r\ntwo', '1\r\n2')).toMatchObject({ content: '1\r\n2\r\n' });
    expect(edit('one  \r\ntwo\r\n', 'one\ntwo\n', '1\n')).toMatchObject({ content: '1\r\n' });
    expect(edit('one\r\ntwo\n', 'two', '2\n3')).toMatchObject({ content: 'one\r\n2\n3\n' });
  });

  it('keeps the mark at the beginning of a file', () => {
    expect(edit('\ufeffone\ntwo', 'one', '1')).toMatchObject({ content: '\ufeff1\ntwo' });
    expect(edit('\ufeffone', '\ufeffone', '\ufeff1')).toMatchObject({ content: '\ufeff1' });
    expect(edit('\ufeff  one  \n two', 'one\n two', 'x')).toMatchObject({ why: 'missing' });
    expect(edit('\ufeffone \ntwo', 'one\ntwo', '1\n2')).toMatchObject({ content: '\ufeff1\n2' });
  });

  it('gives no line break to a file that ends without one', () => {
    expect(edit('one\ntwo ', 'two\n', '2\n')).toMatchObject({ content: 'one\n2' });
    expect(edit('one\ntwo', 'two', '2')).toMatchObject({ content: 'one\n2' });
  });

  it('tells where the new text stands', () => {
    const edited = edit('a\nb\na\n', 'a', 'xyz', true);
    expect(edited).toMatchObject({
      spans: [
        { start: 0, end: 3 },
        { start: 6, end: 9 },
      ],
    });
  });

  it('takes no time over a long line of blanks, or over many lines that are the same', () => {
    const started = performance.now();
    const blanks = `${' '.repeat(500_000)}x\n`;
    expect(edit(blanks, 'y\n', 'z\n')).toMatchObject({ why: 'missing' });
    expect(edit('a\n'.repeat(500_000), `${' a\n'.repeat(1000)}b`, '')).toMatchObject({ ok: false });
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('of a file in no encoding known leaves all other bytes as they are', () => {
    const content = 'caf\u00e9 = 1\n\u00ff\u00fe\n';
    const edited = applyEdit(content, { old: ' = 1', new: ' = 2', all: false });
    expect(edited).toMatchObject({ content: 'caf\u00e9 = 2\n\u00ff\u00fe\n' });
  });
});

const piece = fc.oneof(
  fc.constantFrom('\n', '\r\n', ' ', '\t', 'a', 'ab', '  a', '😀', 'é', '\ufeff', '$&', '\r'),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
);
const text = fc.array(piece, { maxLength: 40 }).map((parts) => parts.join(''));

describe('any edit', () => {
  const occurrences = (all: string, part: string) => {
    let count = 0;
    for (let at = all.indexOf(part); at !== -1; at = all.indexOf(part, at + 1)) count += 1;
    return count;
  };

  it('of a unique part of a file is the plain replacement of it', () => {
    const plain = fc.array(piece, { maxLength: 40 }).map((all) =>
      all
        .join('')
        .replace(/\r/g, '')
        .replace(/\ufeff/g, ''),
    );
    fc.assert(
      fc.property(plain, fc.nat(), fc.nat(), plain, (content, from, size, fresh) => {
        const units = [...content];
        const start = from % (units.length + 1);
        const old = units.slice(start, start + 1 + (size % 12)).join('');
        fc.pre(old !== '' && occurrences(content, old) === 1);
        const at = content.indexOf(old);
        const expected = content.slice(0, at) + fresh + content.slice(at + old.length);
        expect(edit(content, old, fresh)).toMatchObject({ ok: true, content: expected });
      }),
      { numRuns: 500 },
    );
  });

  it('in a file of Windows is the same as in one of Unix, line ends aside', () => {
    const lines = fc.array(fc.stringMatching(/^[ \ta-c]{0,4}$/), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(lines, lines, lines, (content, old, fresh) => {
        const windows = content.join('\r\n');
        const [asked, written] = [old.join('\n'), fresh.join('\n')];
        fc.pre(asked !== '' && content.length > 1);
        const one = edit(content.join('\n'), asked, written);
        const other = edit(windows, asked, written);
        expect(other.ok).toBe(one.ok);
        if (!one.ok || !other.ok) return;
        expect(other.how).toBe(one.how);
        expect(other.content.replaceAll('\r\n', '\n')).toBe(one.content);
        expect(other.content).not.toMatch(/(?<!\r)\n/);
      }),
      { numRuns: 500 },
    );
  });

  it('never throws, is done in one place or none, and leaves every byte around it', () => {
    fc.assert(
      fc.property(text, text, text, (content, old, fresh) => {
        fc.pre(old !== '');
        const raw = bytes(content);
        const edited = applyEdit(raw, { old: bytes(old), new: bytes(fresh), all: false });
        if (occurrences(content, old) > 1 && !old.includes('\r') && !/[\r\ufeff]/.test(content)) {
          expect(edited.ok).toBe(false);
        }
        if (!edited.ok) return;
        expect(edited.spans).toHaveLength(1);
        const [{ start, end } = { start: 0, end: 0 }] = edited.spans;
        expect(raw.startsWith(edited.content.slice(0, start))).toBe(true);
        expect(raw.endsWith(edited.content.slice(end))).toBe(true);
        expect(start + edited.content.length - end).toBeLessThanOrEqual(raw.length);
      }),
      { numRuns: 1000 },
    );
  });

  it('that differs by one indentation of all lines is found, and indented like its place', () => {
    const words = fc.stringMatching(/^[a-z]{3}$/);
    const indent = fc.constantFrom('', ' ', '\t', '    ', ' \t');
    const shape = fc.record({
      lines: fc.uniqueArray(words, { minLength: 2, maxLength: 6 }),
      own: fc.array(indent, { minLength: 6, maxLength: 6 }),
      outer: fc.constantFrom('  ', '\t', '    '),
      fresh: fc.array(words, { minLength: 1, maxLength: 4 }),
      added: fc.boolean(),
    });
    fc.assert(
      fc.property(shape, ({ lines, own, outer, fresh, added }) => {
        const bare = lines.map((line, n) => `${own[n] ?? ''}${line}`);
        const deep = bare.map((line) => outer + line);
        const [there, told] = added ? [deep, bare] : [bare, deep];
        const content = `start!\n${there.join('\n')}\nend!\n`;
        const written = fresh.map((line) => (added ? line : outer + line)).join('\n');
        const expected = fresh.map((line) => (added ? outer + line : line)).join('\n');
        const edited = edit(content, told.join('\n'), written);
        // Where the first line is not indented the told text may stand there exactly.
        if (edited.ok && edited.how === 'exact') return;
        expect(edited).toMatchObject({ ok: true, how: 'indentation' });
        expect(edited).toHaveProperty('content', `start!\n${expected}\nend!\n`);
      }),
      { numRuns: 300 },
    );
  });
});
