/** Kontasks of any kind that is right: the required fields, and whatever JSON can hold beside them. */
import fc from 'fast-check';
import { kontaskRegion, kontaskStatus, type Kontask } from '../../../preload/contract/shapes';

const text = (maxLength: number, minLength = 0) =>
  fc.oneof(
    fc.string({ unit: 'binary', minLength, maxLength }),
    fc.string({ unit: 'grapheme', minLength, maxLength: Math.ceil(maxLength / 20) || 1 }),
    fc
      .constantFrom('a\0b', '\ud800', '\udc00x', '\ufeffx', '\u202e', '<b>', "'; --")
      .filter((one) => one.length >= minLength && one.length <= maxLength),
  );
const within = (arb: fc.Arbitrary<string>, least: number, most: number) =>
  arb.filter((one) => one.length >= least && one.length <= most);
const name = within(text(200), 0, 200);
const maybe = { requiredKeys: [] as [] };

const date = fc.oneof(
  fc
    .date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true })
    .map((at) => at.toISOString()),
  fc.constantFrom('2026-01-05T02:49:33+01:00', '2026-01-05', '2026-01-05T02:49:33.1-09:30'),
);
/** As JSON has it: no `-0`, and no name that no kontask may have. */
const anything = fc
  .jsonValue({ maxDepth: 6 })
  .map(
    (value) => JSON.parse(JSON.stringify(value).replaceAll('"__proto__":', '"proto":')) as unknown,
  );
const odd = fc.oneof(
  fc.constantFrom('constructor', 'prototype', 'toString', '0', '', 'a.b', 'é', '\0', '$ref', 'rev'),
  fc.string({ unit: 'binary', maxLength: 20 }).filter((key) => key !== '__proto__'),
);
const known = new Set([
  'id',
  'type',
  'status',
  'title',
  'description',
  'context',
  'createdBy',
  'createdAt',
  'updatedAt',
  'requestId',
  'scope',
  'tags',
  'targetUser',
  'output',
  'requestedAt',
  'choices',
  'turnTiming',
  'layout',
  'chosen',
  'label',
  'value',
  'primary',
  'by',
  'at',
  'session',
  'turn',
  'totalMs',
  'ttfeMs',
  'thinkingMs',
  'toolExecutionMs',
  'toolCallCount',
  'thinkingPct',
  'toolsPct',
  'ttfePct',
]);
const unknown = fc.dictionary(
  odd.filter((key) => !known.has(key)),
  anything,
  { maxKeys: 4, noNullPrototype: true },
);
const loose = <T extends object>(arb: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc
    .tuple(unknown, arb, unknown)
    .map(([before, fields, after]) => ({ ...before, ...fields, ...after, ...fields }));

const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((one) => one + 0),
);
const id = fc.stringMatching(/^[A-Za-z0-9_.:/-]{1,64}$/);

const context = loose(
  fc.record(
    {
      output: text(300),
      requestedAt: date,
      requestId: name,
      choices: fc.array(
        loose(
          fc.record(
            {
              label: within(text(200, 1), 1, 200),
              value: within(text(300, 1), 1, 20_000),
              primary: fc.boolean(),
            },
            { requiredKeys: ['label', 'value'] },
          ),
        ),
        { maxLength: 4 },
      ),
      turnTiming: loose(
        fc.record(
          { totalMs: number, ttfeMs: number, toolCallCount: fc.nat(), ttfePct: number },
          { requiredKeys: ['totalMs'] },
        ),
      ),
      layout: fc.subarray([...kontaskRegion.options]),
      chosen: loose(
        fc.record(
          { value: text(50), label: text(20), by: text(20), at: date, session: id, turn: id },
          { requiredKeys: ['value', 'by', 'at'] },
        ),
      ),
    },
    maybe,
  ),
);

/** Ids may be the same. */
export const anyKontask: fc.Arbitrary<Kontask> = loose(
  fc.record(
    {
      id,
      type: within(text(100, 1), 1, 100),
      status: fc.constantFrom(...kontaskStatus.options),
      title: within(text(500, 1), 1, 500).filter((title) => title.trim() !== ''),
      description: text(200),
      context,
      createdBy: name,
      createdAt: date,
      updatedAt: date,
      requestId: name,
      scope: name,
      tags: fc.array(within(text(100, 1), 1, 100), { maxLength: 5 }),
      targetUser: name,
    },
    { requiredKeys: ['id', 'type', 'status', 'title'] },
  ),
).map((kontask) => JSON.parse(JSON.stringify(kontask)) as Kontask);
