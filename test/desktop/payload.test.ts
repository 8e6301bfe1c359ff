import { expect, test } from 'vitest';
import { checkPayload } from '../../main/desktop/payload';

const mb = 1024 * 1024;

test('ordinary params pass, absent ones too', () => {
  checkPayload({ session: 'ab', list: [1, true, null, undefined], deep: { er: 'x' } }, mb);
  checkPayload(undefined, mb);
});

test('attack 6: the size is that of what it unfolds to, not of what it takes in memory', () => {
  let bomb: unknown = 'x'.repeat(1000);
  for (let i = 0; i < 30; i++) bomb = [bomb, bomb];
  expect(() => checkPayload(bomb, mb)).toThrow(/too large: at most 1 MB/);
  expect(() => checkPayload('x'.repeat(mb), mb)).toThrow(/too large/);
  expect(() => checkPayload(new Array(2_000_000).fill(1), mb)).toThrow(/too large/);
});

test('attack 6: a cycle and deep nesting are told as such', () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  expect(() => checkPayload(cycle, mb)).toThrow(/nested too deep/);
});

test('attack 6: what JSON does not know is refused', () => {
  for (const part of [new Map(), new Date(), new Uint8Array(3), 5n, () => 1, Symbol('x'), /x/]) {
    expect(() => checkPayload({ part }, mb)).toThrow(/not plain data/);
  }
});

test('attack 6: an own key named __proto__ is measured like any other', () => {
  const params: unknown = JSON.parse('{"__proto__": {"polluted": true}}');
  checkPayload(params, mb);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});
