/** What is Gemini's own in what goes out: seals on their parts, pictures, thinking; and any history gives valid contents. */
import type { Content, Part } from '@google/genai';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foreignSeal, toContents } from '../../../main/konsole/providers/gemini/conversation';
import { buildRequest } from '../../../main/konsole/providers/gemini/request';
import { createWireReader } from '../../../main/konsole/providers/gemini/wire';
import type { ModelRequest, ModelTurn } from '../../../main/konsole/providers/types';
import type { Block } from '../../../preload/contract/shapes';
import { anyTurns } from './any-history';
import { block, rules as anyRules } from './conversation-rules';
import { blocksOf } from './contract/house';

const model = 'gemini-4-argon';
const rules = { model, keepSealed: true, newer: true };
const turnOf = (blocks: Block[], more: Partial<ModelTurn> = {}): ModelTurn => ({
  id: 't',
  text: 'Read',
  status: 'running',
  blocks,
  ...more,
});
const partsOf = (turn: ModelTurn, changes: Partial<typeof rules> = {}): Part[] =>
  toContents([turn], { ...rules, ...changes }).contents.flatMap(({ parts = [] }) => parts);

/** What the API demands, and newer models of it. */
function checkValid(contents: Content[], newer: boolean): void {
  expect(contents[0]?.role).toBe('user');
  expect(contents.at(-1)?.role).toBe('user');
  contents.forEach(({ role, parts = [] }, at) => {
    expect(role).not.toBe(contents[at - 1]?.role);
    expect(parts.length).toBeGreaterThan(0);
    for (const part of parts) {
      // Empty is only what is a seal.
      if (part.text?.trim() === '') expect(part.thoughtSignature).toBeTruthy();
    }
    const calls = parts.flatMap(({ functionCall }) => (functionCall ? [functionCall] : []));
    const results = (contents[at + 1]?.parts ?? []).map((part) => part.functionResponse);
    if (calls.length > 0) expect(role).toBe('model');
    if (role !== 'model') return;
    // Each call has its result, in their order and before all else.
    expect(results.slice(0, calls.length).map((result) => [result?.name, result?.id])).toEqual(
      calls.map(({ name, id }) => [name, id]),
    );
    expect(results.slice(calls.length).every((result) => result === undefined)).toBe(true);
    const first = parts.find(({ functionCall }) => functionCall);
    if (first && newer) expect(first.thoughtSignature).toBeTruthy();
    for (const { name } of calls) expect(name).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
  });
}

describe('a conversation', () => {
  test('of any history is valid, with seals and without, for newer models and older ones', () => {
    const turns = anyTurns.map((all) =>
      all.map((turn) => ({ ...turn, blocks: turn.blocks.map(sealedHere) })),
    );
    fc.assert(
      fc.property(turns, fc.boolean(), fc.boolean(), (all, keepSealed, newer) => {
        const { contents } = toContents(all, { model: anyRules.model, keepSealed, newer });
        checkValid(contents, newer);
        if (!keepSealed) expect(JSON.stringify(contents)).not.toContain('"sig"');
      }),
    );
  });

  test('gives back each part as it came, with its seal on it and on no other', () => {
    const came: Part[] = [
      { text: 'Hm.', thought: true, thoughtSignature: 'of a thought' },
      { text: 'I look' },
      { text: ' there.', thoughtSignature: 'of words' },
      { functionCall: { name: 'read', args: { path: 'a' }, id: 'x1' }, thoughtSignature: 'of it' },
      { functionCall: { name: 'read', args: { path: 'b' }, id: 'x2' } },
      { text: '', thoughtSignature: 'of nothing' },
    ];
    const wire = createWireReader({ model });
    const events = came.flatMap((part) =>
      wire.read({ candidates: [{ content: { parts: [part] } }] }),
    );
    wire.read({ candidates: [{ finishReason: 'STOP' }] });
    const blocks = blocksOf([...events, ...(wire.over?.() ?? [])]).map((one) =>
      one.kind === 'tool' ? { ...one, status: 'ok' as const, startedAt: 1 } : one,
    );
    const { contents } = toContents([turnOf(blocks)], rules);
    expect(contents[1]).toEqual({ role: 'model', parts: came });
    const bare = toContents([turnOf(blocks)], { ...rules, model: 'gemini-3.8-flash' }).contents[1];
    expect(bare?.parts).toEqual([
      { text: 'I look there.' },
      { functionCall: { name: 'read', args: { path: 'a' } }, thoughtSignature: foreignSeal },
      { functionCall: { name: 'read', args: { path: 'b' } } },
    ]);
  });

  test('leaves out what a sealed part had before it when that is white space alone', () => {
    const opaque = { model, thoughtSignature: 'of it', sealedAt: 2, sealedText: false };
    const thought = block('a', 'thinking', { text: '\n\nHm.', opaque });
    const words = block('b', 'text', { text: '\n So', opaque });
    const parts = partsOf(turnOf([thought, words]));
    expect(parts.filter(({ thoughtSignature }) => thoughtSignature)).toEqual([
      { text: 'Hm.', thought: true, thoughtSignature: 'of it' },
      { text: 'So', thoughtSignature: 'of it' },
    ]);
    expect(parts.filter(({ text }) => text?.trim() === '')).toEqual([]);
  });

  test('has what stands for a seal on the first of calls that another model made, where one is demanded', () => {
    const calls = (opaque: Record<string, unknown>) =>
      turnOf(
        ['a', 'b'].map((id) =>
          block(id, 'tool', { name: 'read', text: '{}', status: 'ok', startedAt: 1, opaque }),
        ),
      );
    const seals = (turn: ModelTurn, changes: Partial<typeof rules> = {}) =>
      partsOf(turn, changes).flatMap((part) => (part.functionCall ? [part.thoughtSignature] : []));
    expect(seals(calls({ model: 'claude', signature: 'x' }))).toEqual([foreignSeal, undefined]);
    expect(seals(calls({}), { newer: false })).toEqual([undefined, undefined]);
  });

  test('that ends with words of the model goes on with a word of a person: newer models refuse it else', () => {
    const { contents } = toContents([turnOf([block('a', 'text', { text: 'So far' })])], rules);
    expect(contents.at(-1)).toEqual({ role: 'user', parts: [{ text: 'Go on.' }] });
  });

  describe('with pictures that tools showed', () => {
    const shown = turnOf(
      ['a', 'b'].map((id) =>
        block(id, 'tool', { name: 'read', text: '{}', status: 'ok', startedAt: 1 }),
      ),
      {
        pictures: new Map([
          ['a', [{ type: 'image/png', data: 'AQID' }]],
          ['b', [{ type: 'image/gif', data: 'BAUG' }]],
        ]),
      },
    );
    const kinds = (parts: Part[]) =>
      parts.slice(-4).map((part) => Object.keys(part).find((key) => key !== 'thoughtSignature'));

    test('has them in their results for newer models', () => {
      const parts = partsOf(shown);
      const [png] = parts.flatMap((part) => part.functionResponse ?? []);
      expect(png?.parts).toEqual([{ inlineData: { mimeType: 'image/png', data: 'AQID' } }]);
    });

    test('has them behind all results for older ones', () => {
      const parts = partsOf(shown, { newer: false });
      expect(kinds(parts)).toEqual(['functionResponse', 'functionResponse', 'inlineData', 'text']);
    });

    test('tells of a GIF in words, as the API takes none', () => {
      const attached = [{ name: 'a.gif', type: 'image/gif', data: 'R0lG' }];
      for (const parts of [partsOf(shown), partsOf(turnOf([], { attached }))]) {
        expect(JSON.stringify(parts)).toContain('a GIF picture, which this model cannot see');
        expect(JSON.stringify(parts)).not.toContain('image/gif');
      }
    });
  });
});

describe('a request', () => {
  const thinking = (id: string, more: Partial<ModelRequest> = {}) =>
    buildRequest({ model: id, system: '', tools: [], turns: [turnOf([])], ...more }, true).body
      .generationConfig.thinkingConfig;

  test('asks a model for thoughts in its own words', () => {
    const includeThoughts = true;
    expect(thinking(model)).toEqual({ includeThoughts });
    expect(thinking(model, { quick: true })).toEqual({ includeThoughts, thinkingLevel: 'LOW' });
    expect(thinking('gemini-4-neon', { effort: 'xhigh' })?.thinkingLevel).toBe('XHIGH');
    expect(thinking(model, { effort: 'xhigh' })).toEqual({ includeThoughts });
  });

  test('asks an older one by a budget of tokens, and for nothing where it thinks only when asked', () => {
    const lite = 'gemini-2.5-flash-lite';
    const includeThoughts = true;
    expect(thinking(lite)).toBeUndefined();
    expect(thinking(lite, { effort: 'medium' })).toEqual({ includeThoughts, thinkingBudget: 8192 });
    expect(thinking('gemini-2.5-pro', { effort: 'high' })).toEqual({ includeThoughts });
  });

  test('asks one that nobody knows for no thoughts: it may have none', () => {
    expect(thinking('gemini-9-new', { quick: true })).toBeUndefined();
  });
});

/** As this house seals it, in the middle of its words. */
function sealedHere(one: Block): Block {
  const { signature, ...rest } = one.opaque ?? {};
  if (signature === undefined) return one;
  const sealedAt = Math.floor(one.text.length / 2);
  const more = { thoughtSignature: signature, sealedAt, sealedText: one.text.length % 2 === 1 };
  return { ...one, opaque: { ...rest, ...more } };
}
