/** What a person is shown of a change, and what a model is told of a place that was not found. */
import { applyPatch } from 'diff';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffOf, oneHunk } from '../../../main/konsole/host/tools/diff';
import { nearestLines } from '../../../main/konsole/host/tools/nearest';
import { region } from '../../../main/konsole/host/tools/rows';

const bytes = (text: string) => Buffer.from(text, 'utf8');

describe('the diff of a change', () => {
  it('of a new file is all of it', () => {
    expect(diffOf('a.txt', undefined, bytes('one\ntwo\n'))).toBe(
      '--- /dev/null\n+++ a.txt\n@@ -0,0 +1,2 @@\n+one\n+two\n',
    );
  });

  it('has three lines around it, and says where a last line has no break', () => {
    const lines = Array.from({ length: 20 }, (_, n) => `${n}`).join('\n');
    const diff = diffOf('a.txt', bytes(lines), bytes(lines.replace('\n10\n', '\nten\n')));
    expect(diff).toContain('@@ -8,7 +8,7 @@\n 7\n 8\n 9\n-10\n+ten\n 11\n 12\n 13\n');
    expect(diffOf('a.txt', bytes('x'), bytes('y'))).toContain('-x\n\\ No newline at end of file');
  });

  it('does not show line ends of Windows that stay, and shows those that change', () => {
    expect(diffOf('a', bytes('one\r\ntwo\r\n'), bytes('1\r\ntwo\r\n'))).not.toContain('\r');
    const changed = diffOf('a', bytes('one\r\ntwo\r\n'), bytes('one\ntwo\n'));
    expect(changed).toContain('-one\r\n');
    expect(changed).toContain('+one\n');
  });

  it('of binary data gives sizes', () => {
    expect(diffOf('a.bin', Buffer.alloc(2048), bytes('x'))).toContain(
      '2 KB of binary data before, 1 byte after',
    );
  });

  it('is made in time where all lines differ, and is still true', () => {
    const many = (word: string) =>
      Array.from({ length: 60_000 }, (_, n) => `${word} ${(n * 7919) % 60_000}\n`).join('');
    const started = performance.now();
    const diff = diffOf('a', bytes(many('x')), bytes(many('y')));
    expect(performance.now() - started).toBeLessThan(5000);
    expect(applyPatch(many('x'), diff)).toBe(many('y'));
  });

  const text = fc
    .tuple(fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 15 }), fc.boolean())
    .map(([lines, ends]) => lines.map((line) => `${line}\n`).join('') + (ends ? '' : 'end'));

  it('is what turns the old content into the new, however it was made', () => {
    fc.assert(
      fc.property(text, text, (was, is) => {
        fc.pre(was !== is);
        expect(applyPatch(was, diffOf('a', bytes(was), bytes(is)))).toBe(is);
        expect(applyPatch(was, oneHunk('a', 'a', was, is))).toBe(is);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the lines nearest to a text that was not found', () => {
  it('are those that begin where it would begin', () => {
    const file = 'one\nfunction compute(input) {\n  return input * 2;\n}\n';
    expect(nearestLines(file, 'function compute(inputs) {\n  return input;')).toEqual([2]);
    expect(nearestLines(file, '\n  return  input * 2;')).toEqual([2]);
  });

  it('are none where nothing is alike, and unknown where the file is very long', () => {
    expect(nearestLines('alpha\nbeta\n', 'something else entirely')).toEqual([]);
    expect(nearestLines('alpha\n', '   ')).toEqual([]);
    expect(nearestLines('line\n'.repeat(20_001), 'lime')).toBeUndefined();
  });

  it('are found for any text, without an error', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (content, old) => {
        const lines = content.split('\n').length;
        for (const line of nearestLines(content, old) ?? []) {
          expect(line).toBeGreaterThan(0);
          expect(line).toBeLessThanOrEqual(lines);
        }
      }),
    );
  });
});

describe('a region of a file', () => {
  it('is shown with its ends where it is long, and every line is counted', () => {
    const lines = Array.from({ length: 200 }, (_, n) => `line ${n + 1}`);
    const rows = region(lines, 50, 150);
    expect(rows[0]).toBe('    47\tline 47');
    expect(rows.at(-1)).toBe('   153\tline 153');
    expect(rows).toHaveLength(41);
    expect(rows[20]).toBe('     …\t(67 lines not shown)');
    expect(rows[21]).toBe('   134\tline 134');
    expect(region(lines, 1, 1)).toHaveLength(4);
    expect(region(lines, 200, 200).at(-1)).toBe('   200\tline 200');
  });
});
