/** A patch of a kontask, as the engine and a window apply it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  applyKontaskPatch,
  differingFields,
  effectivePatch,
  patchFields,
  sameValue,
} from '../../preload/contract/kontask-patch';

const before = { title: 'x', own: { deep: 1 }, context: { output: 'o', choices: [1] } };

test('named fields are set, null takes one away, and of the context only what is named changes', () => {
  const after = applyKontaskPatch(before, {
    title: 'y',
    own: null,
    scope: 's',
    context: { output: 'p', extra: { a: 1 } },
  });
  expect(after).toEqual({
    title: 'y',
    scope: 's',
    context: { output: 'p', choices: [1], extra: { a: 1 } },
  });
  expect(applyKontaskPatch(before, { context: { choices: null } }).context).toEqual({
    output: 'o',
  });
  expect(applyKontaskPatch(before, { context: null })).toEqual({ title: 'x', own: { deep: 1 } });
  expect(before).toEqual({ title: 'x', own: { deep: 1 }, context: { output: 'o', choices: [1] } });
});

test('a patch says its fields as paths', () => {
  expect(patchFields({ title: 'y', own: { a: 1 }, context: { output: 'p', b: null } })).toEqual([
    'title',
    'own',
    'context.output',
    'context.b',
  ]);
  expect(patchFields({ context: null })).toEqual(['context']);
});

test('a name that means the prototype is no field', () => {
  const hostile = JSON.parse('{"__proto__":{"bad":1},"context":{"__proto__":{"bad":1}}}');
  const after = applyKontaskPatch(before, hostile);
  expect('bad' in after).toBe(false);
  expect('bad' in after.context).toBe(false);
});

const value = fc.jsonValue({ maxDepth: 2 });
const name = fc.constantFrom('title', 'scope', 'a', 'b');
const whole = fc
  .tuple(fc.dictionary(name, value), fc.option(fc.dictionary(name, value)))
  .map(([rest, context]) => (context ? { ...rest, context } : rest));
const patch = fc
  .tuple(
    fc.dictionary(name, fc.oneof(value, fc.constant(null))),
    fc.option(fc.dictionary(name, fc.oneof(value, fc.constant(null)))),
  )
  .map(([rest, context]) => (context ? { ...rest, context } : rest));

test('what a patch changes is all of its effect, and done again it changes nothing', () => {
  fc.assert(
    fc.property(whole, patch, (kontask, change) => {
      const after = applyKontaskPatch(kontask, change);
      const effective = effectivePatch(kontask, change);
      expect(sameValue(applyKontaskPatch(kontask, effective ?? {}), after)).toBe(true);
      expect(effectivePatch(after, change)).toBeUndefined();
      expect(differingFields(after, applyKontaskPatch(after, change), patchFields(change))).toEqual(
        [],
      );
    }),
    { numRuns: 300 },
  );
});
