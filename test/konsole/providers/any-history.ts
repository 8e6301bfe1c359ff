/** Sessions as they may ever be, for what must hold of the messages made from each. */
import fc from 'fast-check';
import type { ModelTurn } from '../../../main/konsole/providers/types';
import type { Block } from '../../../preload/contract/shapes';
import { rules, words } from './conversation-rules';

const kinds = fc.constantFrom<Block['kind']>('thinking', 'text', 'tool', 'output');
/** Blocks as a crash, a retry, a stop or a hostile server may leave them: in any order and state. */
const anyBlocks: fc.Arbitrary<Block[]> = fc
  .array(
    fc.record(
      {
        kind: kinds,
        text: words,
        name: fc.constantFrom('read', 'grep', '', 'a b/c', 'x'.repeat(100)),
        closed: fc.boolean(),
        status: fc.constantFrom(
          'done',
          'abandoned',
          'running',
          'ok',
          'error',
          'denied',
          'interrupted',
        ),
        parentAt: fc.nat(12),
        startedAt: fc.integer({ min: 0 }),
        opaque: fc.oneof(
          fc.constant({}),
          fc.record({ toolUseId: fc.constantFrom('toolu_1', 'call 1', '') }),
          fc.record({
            signature: fc.constantFrom('sig', ''),
            model: fc.constantFrom(rules.model, 'other'),
          }),
          fc.record({ redacted: fc.string(), model: fc.constant(rules.model) }),
          fc.record({ bare: fc.constant(true), note: fc.string() }),
          fc.record({ steers: fc.nat(4) }),
        ),
      },
      { requiredKeys: ['kind', 'text'] },
    ),
    { maxLength: 14 },
  )
  .map((parts) =>
    parts.map((part, at) => {
      const { parentAt, ...rest } = part;
      const parent = part.kind === 'output' ? { parent: `b${parentAt ?? 0}` } : {};
      return { ...rest, ...parent, id: `b${at}` };
    }),
  );

export const anyTurns: fc.Arbitrary<ModelTurn[]> = fc
  .array(
    fc.record({
      text: words,
      status: fc.constantFrom('completed', 'interrupted', 'failed', 'refused', 'running'),
      blocks: anyBlocks,
      steered: fc.array(fc.record({ text: words }), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((turns) => turns.map((turn, at) => ({ ...turn, id: `t${at}` })));
