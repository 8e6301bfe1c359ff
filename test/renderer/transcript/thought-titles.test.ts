import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createLastTitle,
  decidedEnd,
  piecesOf,
  withoutMarks,
} from '../../../renderer/features/transcript/thought-titles';

/** What is shown, with titles in angle brackets. */
const shown = (text: string, from?: number, to?: number) =>
  piecesOf(text, from, to)
    .map((piece) => (piece.title ? `<${piece.text}>` : piece.text))
    .join('');

/** Each character with its look, so that a change of the look is a difference. */
const looks = (text: string, to: number) =>
  piecesOf(text, 0, to)
    .flatMap((piece) => [...piece.text].map((char) => (piece.title ? `strong ${char}` : char)))
    .join('|');

const summary =
  '**Checking the socket**\n\nI look at it.\n\n\n**Weighing `a*b`**  \r\n\nIt is 2 ** 3.';

/** Texts of what titles are made of, so that nearly-titles are common. */
const thought = fc
  .array(fc.constantFrom('*', '**', 'a', ' ', '\n', 'lamp', '**Title**', '\n\n', '\r'), {
    maxLength: 24,
  })
  .map((parts) => parts.join(''));

describe('the titles of a thought', () => {
  it('are lines wholly between double asterisks, shown without them', () => {
    expect(shown(summary)).toBe(
      '<Checking the socket>\n\nI look at it.\n\n\n<Weighing `a*b`>  \r\n\nIt is 2 ** 3.',
    );
  });

  it.each([
    'I look at the socket.\nThen at the **lamp** and at 2 ** 3 ** 4.',
    '**Note:** it is lit.',
    '** lamp **',
    '****',
    '**lamp** and **horn**',
    '* lamp\n* horn',
    '**never closed\n**',
    ` **indented**`,
    `**${'long '.repeat(60)}**`,
  ])('are nothing else: %s', (text) => {
    expect(shown(text)).toBe(text);
  });

  it('are known in a part of the text that begins or ends within them', () => {
    const at = summary.indexOf('socket');
    expect(shown(summary, at)).toMatch(/^<socket>\n/);
    expect(shown(summary, 0, at)).toBe('<Checking the >');
    expect(shown(summary, 1, 4)).toBe('<Ch>');
    const end = summary.indexOf('**\n');
    expect(shown(summary, end, end + 3)).toBe('\n');
  });

  it('are the whole text but for their asterisks, wherever it is cut', () => {
    fc.assert(
      fc.property(thought, fc.nat(80), (text, at) => {
        const middle = Math.min(at, text.length);
        const whole = piecesOf(text);
        const halves = [...piecesOf(text, 0, middle), ...piecesOf(text, middle)];
        const join = (pieces: typeof whole) => pieces.map((piece) => piece.text).join('');
        expect(join(halves)).toBe(join(whole));
      }),
    );
  });
});

describe('a thought that grows', () => {
  it('only ever shows more, never in another look', () => {
    fc.assert(
      fc.property(thought, (text) => {
        let before = '';
        for (let length = 0; length <= text.length; length += 1) {
          const part = text.slice(0, length);
          const now = looks(part, decidedEnd(part));
          expect(now.startsWith(before)).toBe(true);
          before = now;
        }
        expect(looks(text, text.length).startsWith(before)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps back nothing but a line that may become a title', () => {
    for (const held of ['*', '**', '**Che', '**Checking*', '**Checking**', '**Checking** ']) {
      expect(decidedEnd(`So.\n${held}`)).toBe(4);
    }
    for (const text of ['So', '* item', '** x', '**Note:** it', '**Checking**\n', '2 ** 3']) {
      expect(decidedEnd(text)).toBe(text.length);
    }
    const long = `**${'long '.repeat(60)}`;
    expect(decidedEnd(long)).toBe(long.length);
  });

  it('tells its last title once that is whole', () => {
    const last = createLastTitle();
    expect(last('**Che', false)).toBe('');
    expect(last('**Checking**', false)).toBe('');
    expect(last('**Checking**\n\nI look.', false)).toBe('Checking');
    expect(last('**Checking**\n\nI look.\n\n**Weighing**', false)).toBe('Checking');
    expect(last('**Checking**\n\nI look.\n\n**Weighing**', true)).toBe('Weighing');
    expect(last('Another.', false)).toBe('');
  });

  it('tells the same title however it came in pieces', () => {
    fc.assert(
      fc.property(thought, fc.array(fc.nat(60), { maxLength: 6 }), (text, cuts) => {
        const last = createLastTitle();
        for (const cut of [...cuts].sort((a, b) => a - b)) last(text.slice(0, cut), false);
        expect(last(text, true)).toBe(createLastTitle()(text, true));
      }),
    );
  });
});

describe('the asterisks that are not shown', () => {
  it('cannot be found, and every other place is where it was', () => {
    const hidden = withoutMarks(summary);
    expect(hidden).toHaveLength(summary.length);
    expect(hidden.indexOf('**')).toBe(summary.indexOf('** 3'));
    for (const words of ['Checking', 'socket', 'Weighing', 'I look'])
      expect(hidden.indexOf(words)).toBe(summary.indexOf(words));
  });
});
