/** What is printed, as text: plain, in columns, and with lines that do not run into each other. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonLine, plain, plainLine } from '../../main/cli/plain';
import { createPrinter } from '../../main/cli/printer';
import { idLength, table } from '../../main/cli/sessions';
import { age, span } from '../../main/cli/spans';
import { dimFor, type Terminal } from '../../main/cli/terminal';
import { sessionOf } from '../transport/memory-feed';

const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

describe('I12 text of a model', () => {
  const anything = fc.string({ unit: 'binary', maxLength: 60 });
  test('has no control character, however it is cut, and loses nothing else', () => {
    fc.assert(
      fc.property(anything, anything, (left, right) => {
        expect(plain(left + right)).toBe(plain(left) + plain(right));
        expect(plain(left)).not.toMatch(control);
        expect(plainLine(left)).not.toMatch(/[\n\t]/);
      }),
    );
    expect(plain('é 🙂\n\tx\r\n')).toBe('é 🙂\n\tx\n');
  });

  test('is the same after JSON, which has no control character either', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const line = jsonLine({ text });
        expect(JSON.parse(line)).toEqual({ text });
        expect(line.slice(0, -1)).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
      }),
    );
  });
});

test('a table has whole words in its columns, and titles that do nothing', () => {
  const now = 10 * 86_400_000;
  const found = [
    {
      ...sessionOf('aaaabbbbcccc1'),
      status: 'running' as const,
      startedAt: now - 12_000,
      updatedAt: now,
    },
    { ...sessionOf('aaaabbbbcccc2'), title: '\u001b]0;evil\u0007', updatedAt: now - 3_600_000 },
    { ...sessionOf('ffff'), kind: 'chat' as const, title: '', archived: true, updatedAt: 1 },
  ];
  expect(table(found, now)).toBe(
    [
      'ID             KIND  STATUS       AGE  TITLE',
      'aaaabbbbcccc1  main  running 12s  0s   aaaabbbbcccc1',
      'aaaabbbbcccc2  main  idle         1h   ]0;evil',
      'ffff           chat  archived     9d   (no title)',
      '',
    ].join('\n'),
  );
  expect(idLength(['aaaaaaaa1', 'bbbbbbbb1'])).toBe(8);
});

test('spans are short', () => {
  expect([0, 3_240, 221_000, 7_500_000, 400_000_000].map(span)).toEqual([
    '0.0 s',
    '3.2 s',
    '3 m 41 s',
    '2 h 5 m',
    '4 d',
  ]);
  expect([900, 65_000, 3_700_000, 200_000_000].map(age)).toEqual(['0s', '1m', '1h', '2d']);
});

test('colour is for a terminal that takes it', () => {
  expect(dimFor(true, {})('x')).toBe('\u001b[2mx\u001b[22m');
  expect(dimFor(false, {})('x')).toBe('x');
  expect(dimFor(true, { NO_COLOR: '1' })('x')).toBe('x');
  expect(dimFor(true, { TERM: 'dumb' })('x')).toBe('x');
});

/** All that is written in its order, and what of it went to stdout. */
function screen(isTerminal: boolean) {
  let [both, out] = ['', ''];
  const terminal = {
    out: (text: string) => {
      both += text;
      out += text;
    },
    err: (text: string) => void (both += text),
    outIsTerminal: isTerminal,
    errIsTerminal: isTerminal,
  } as Terminal;
  const printer = createPrinter({ terminal, env: { NO_COLOR: '1' } }, 'err');
  return { printer, both: () => both, out: () => out };
}

const words = (block: string, text: string) => ({ kind: 'text' as const, block, text });
const wanted = { thinking: false, tools: true };

test('a line never stands in the middle of a sentence on the same screen', () => {
  const { printer, both } = screen(true);
  printer.pieces([words('a', 'half')], wanted);
  printer.line('It is silent.');
  printer.pieces([words('a', ' whole'), words('b', 'next')], wanted);
  printer.end();
  expect(both()).toBe('half\nIt is silent.\n whole\n\nnext\n');
});

test('what is read by a program has the answer alone, its parts apart', () => {
  const { printer, out } = screen(false);
  printer.pieces([words('a', 'half')], wanted);
  printer.line('It is silent.');
  printer.pieces([words('a', ' whole\n'), words('b', 'next')], wanted);
  printer.end();
  expect(out()).toBe('half whole\n\nnext\n');
});
