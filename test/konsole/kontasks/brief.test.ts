/** A kontask in words for a model. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { briefOf, hasMore, outputText, taskOf } from '../../../main/konsole/kontasks/brief';
import { limits } from '../../../preload/contract/limits';
import type { Kontask } from '../../../preload/contract/shapes';

const kontask = (change: Partial<Kontask> = {}): Kontask => ({
  id: 'k1',
  type: 'general',
  status: 'needs_decision',
  title: 'Which transport first?',
  description: 'Both are possible.',
  context: {
    output:
      '<div><h2>Facts</h2><p>SSE <b>works</b>.</p><table><tr><th>A</th><th>B</th></tr></table></div>',
    requestedAt: '2026-01-05T13:00:00Z',
    choices: [
      { label: 'SSE first', value: 'Proceed with SSE', primary: true },
      { label: 'WebSocket\nnow', value: 'Do it\nnow' },
    ],
  },
  ...change,
});

it('has title, description, request, output as text, and choices', () => {
  expect(briefOf(kontask(), 'Compare the two')).toBe(`# Which transport first?

Both are possible.

## Original request (2026-01-05T13:00:00Z)

Compare the two

## Output

## Facts

SSE works.

A | B

## Choices

1. **SSE first** (recommended): Proceed with SSE
2. **WebSocket now**: Do it now

Kontask k1
`);
});

it('leaves out what is not there', () => {
  expect(briefOf({ id: 'k2', type: 'x', status: 'pending', title: 'Only this' })).toBe(
    '# Only this\n\nKontask k2\n',
  );
});

it('leaves markdown and plain text as they are', () => {
  expect(outputText('# A\n\n- b <i>c</i>\n')).toBe('# A\n\n- b <i>c</i>');
  expect(outputText('1 < 2 and 3 > 2')).toBe('1 < 2 and 3 > 2');
});

it('fits into what one file may have, however large a kontask is', () => {
  const characters = fc.constantFrom('a', 'ä', '€', '😀', '\n');
  fc.assert(
    fc.property(characters, characters, (one, other) => {
      const large = kontask({
        description: one.repeat(limits.kontaskDescriptionChars / 2),
        context: {
          output: other.repeat(limits.kontaskOutputChars / 2),
          choices: Array.from({ length: limits.kontaskChoices }, () => ({
            label: one.repeat(100),
            value: other.repeat(limits.choiceChars / 2),
          })),
        },
      });
      const brief = briefOf(large, other.repeat(1_000_000));
      return Buffer.byteLength(brief) <= limits.textFileBytes && brief.endsWith('Kontask k1\n');
    }),
    { numRuns: 10 },
  );
});

it('asks for title and description, and says when there is more', () => {
  expect(taskOf(kontask())).toBe('Which transport first?\n\nBoth are possible.');
  expect(taskOf(kontask({ description: ' ' }))).toBe('Which transport first?');
  expect(hasMore(kontask())).toBe(true);
  expect(hasMore(kontask({ context: { output: ' ', choices: [] } }))).toBe(false);
  expect(hasMore({ id: 'k', type: 't', status: 'pending', title: 'x' })).toBe(false);
});
