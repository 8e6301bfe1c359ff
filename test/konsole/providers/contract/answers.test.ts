/** What every house's adapter makes of good answers, and what it sends for them. */
import { describe, expect, test } from 'vitest';
import { knownModel } from '../../../../main/konsole/providers/catalogue';
import type { Scenario } from '../../../fakes/provider-server';
import {
  blocksOf,
  collect,
  ended,
  kinds,
  openHouse,
  question,
  readTool,
  stopOf,
  textOf,
} from './house';

const withHead =
  (headers: Record<string, string>, scenario: Scenario): Scenario =>
  (reply) => {
    reply.headers(200, headers);
    return scenario(reply);
  };

describe.each(kinds)('an answer of %s', (kind) => {
  const house = openHouse(kind);
  const says = () => house.fake.dialect;

  test('begins with a first event, gives its text whole and ends with a stop', async () => {
    house.fake.next(says().answer('Hello, world.'));
    const events = await collect(house);
    expect(events[0]).toEqual({ type: 'first' });
    expect(textOf(events, 'text')).toBe('Hello, world.');
    expect(stopOf(events)).toEqual({ type: 'stop', reason: 'end' });
    expect(blocksOf(events).every(({ closed }) => closed)).toBe(true);
  });

  test('has its thoughts in a block before its text', async () => {
    house.fake.next(says().answer('Four.', { thinking: 'Two and two.' }));
    const blocks = blocksOf(await collect(house));
    expect(blocks.map((block) => block.kind)).toEqual(['thinking', 'text']);
    expect(blocks.map(({ text }) => text)).toEqual(['Two and two.', 'Four.']);
  });

  test('is asked with the system prompt, the tools and the question', async () => {
    await collect(house, { tools: [readTool], maxTokens: 500 });
    const { system, tools, messages, maxTokens } = house.heard();
    expect(system).toBe('Be short.');
    expect(tools).toEqual(['read']);
    expect(messages).toEqual([{ role: 'user', parts: [{ kind: 'text', text: 'Hi' }] }]);
    expect(maxTokens).toBe(500);
  });

  test('is asked with the effort that a person chose, where the model is known to have it', async ({
    skip,
  }) => {
    if (house.lacks('effort')) return skip('This wire has no word for it.');
    const { known: model } = house;
    const efforts = knownModel(model)?.efforts ?? [];
    expect(efforts, `"efforts" of ${model} in the house's models`).not.toEqual([]);
    for (const effort of efforts) {
      await collect(house, { model, effort });
      expect(house.heard().effort).toBe(effort);
    }
    await collect(house, { model, effort: 'nonsense' });
    expect(house.heard().effort).toBeUndefined();
    await collect(house, { model });
    expect(house.heard().effort).toBeUndefined();
  });

  test.each([
    ['x-ratelimit-limit-tokens', 'x-ratelimit-remaining-tokens', 'x-ratelimit-reset-tokens'],
    [
      'anthropic-ratelimit-tokens-limit',
      'anthropic-ratelimit-tokens-remaining',
      'anthropic-ratelimit-tokens-reset',
    ],
  ])('tells what its head says is left (%s), once and before a word', async (most, left, reset) => {
    const at = new Date(Date.now() + 3_600_000).toISOString();
    const head = { [most]: '8000', [left]: '12', [reset]: at };
    house.fake.next(withHead(head, says().answer('Hello.')));
    const events = await collect(house);
    const limits = [{ what: 'tokens', limit: 8000, remaining: 12, resetAt: Date.parse(at) }];
    expect(events[1]).toEqual({ type: 'limits', limits });
    expect(events.filter(({ type }) => type === 'limits')).toHaveLength(1);
    expect(textOf(events, 'text')).toBe('Hello.');
  });

  test('tells nothing of limits where its head says nothing', async () => {
    house.fake.next(says().answer('Hello.'));
    expect((await collect(house)).filter(({ type }) => type === 'limits')).toEqual([]);
  });

  test('tells what it used, with what was thought and what came from a cache', async () => {
    const usage = { input: 70, output: 50, thinking: 30, cacheRead: 40 };
    house.fake.next(says().answer('Four.', { thinking: 'Hm.', usage }));
    const told = (await collect(house)).flatMap((event) =>
      event.type === 'usage' ? [event.usage] : [],
    );
    expect(told.at(-1)).toMatchObject({
      inputTokens: 70,
      outputTokens: 50,
      ...(house.lacks('thinking-count') ? {} : { thinkingTokens: 30 }),
      cacheReadTokens: 40,
    });
  });

  test('may call a tool: its input is JSON, and the model waits for the result', async () => {
    house.fake.next(
      says().toolCalls([{ name: 'read', input: { path: 'ä "b".ts' } }], { text: 'I look.' }),
    );
    const events = await collect(house, { tools: [readTool] });
    const [text, call] = blocksOf(events);
    expect(text).toMatchObject({ kind: 'text', text: 'I look.' });
    expect(call).toMatchObject({ kind: 'tool', name: 'read' });
    expect(JSON.parse(call?.text ?? '')).toEqual({ path: 'ä "b".ts' });
    expect(stopOf(events).reason).toBe('tools');
  });

  test('may call several tools at once, and the next request pairs each with its result', async () => {
    const calls = ['a', 'b', 'c'].map((path, n) => ({
      name: 'read',
      input: { path },
      id: `call_${n}`,
    }));
    house.fake.next(says().toolCalls(calls, { thinking: 'All three.' }));
    const events = await collect(house, { tools: [readTool] });
    expect(blocksOf(events).filter((block) => block.kind === 'tool')).toHaveLength(3);
    const turn = { ...ended('t', 'Read all', events, 'its words'), status: 'running' as const };
    await collect(house, { tools: [readTool], turns: [turn] });
    const parts = house.heard().messages.flatMap((message) => message.parts);
    const called = parts.flatMap((part) => (part.kind === 'call' ? [part] : []));
    const results = parts.flatMap((part) => (part.kind === 'result' ? [part] : []));
    expect(called.map(({ input }) => input)).toEqual(calls.map(({ input }) => input));
    expect(results.map(({ id }) => id)).toEqual(called.map(({ id }) => id));
    expect(results.map(({ text }) => text)).toEqual(Array(3).fill('its words'));
  });

  test('carries what the model sealed to the same model, and to no other', async () => {
    house.fake.next(says().answer('Four.', { thinking: 'Two and two.' }));
    const before = ended('a', 'Two and two?', await collect(house));
    await collect(house, { turns: [before, question] });
    const sealed = () =>
      house
        .heard()
        .messages.flatMap(({ parts }) => parts)
        .filter((part) => part.kind === 'sealed');
    expect(sealed()).toHaveLength(house.lacks('seals') ? 0 : 1);
    await collect(house, { turns: [before, question], model: 'another-model' });
    expect(sealed()).toEqual([]);
    expect(JSON.stringify(house.heard())).toContain('Four.');
  });

  test('takes a history that another house made, and none of its seals', async () => {
    const opaque = {
      model: 'foreign-model',
      signature: 'foreign-seal',
      thoughtSignature: 'foreign-seal',
      reasoning: { id: 'foreign-seal', encrypted: 'foreign-seal' },
      toolUseId: 'foreign:id/1',
    };
    const blocks = [
      { id: 'x1', kind: 'thinking' as const, text: 'Foreign thought.', closed: true, opaque },
      {
        id: 'x2',
        kind: 'tool' as const,
        name: 'read',
        text: '{"path":"a"}',
        closed: true,
        status: 'ok' as const,
        startedAt: 1,
        opaque,
      },
      { id: 'x3', kind: 'output' as const, parent: 'x2', text: 'Words of a.', closed: true },
      { id: 'x4', kind: 'text' as const, text: 'It says words.', closed: true, opaque },
    ];
    const before = { id: 'x', text: 'What is in a?', status: 'completed' as const, blocks };
    await collect(house, { tools: [readTool], turns: [before, question] });
    const heard = JSON.stringify(house.heard());
    expect(heard).not.toContain('foreign-seal');
    expect(heard).not.toContain('Foreign thought.');
    for (const part of ['What is in a?', 'Words of a.', 'It says words.', 'Hi'])
      expect(heard).toContain(part);
  });

  test('is asked with the pictures of a person and of a tool', async () => {
    const turn = {
      ...question,
      text: 'Compare.',
      attached: [{ name: 'a.png', type: 'image/png', data: 'AQID' }],
      blocks: [
        {
          id: 'p1',
          kind: 'tool' as const,
          name: 'read',
          text: '{"path":"b.png"}',
          closed: true,
          status: 'ok' as const,
          startedAt: 1,
        },
        {
          id: 'p2',
          kind: 'output' as const,
          parent: 'p1',
          text: '(picture, 1×1 PNG, 12 KB)',
          closed: true,
        },
      ],
      pictures: new Map([['p1', [{ type: 'image/png', data: 'BAUG' }]]]),
    };
    await collect(house, { tools: [readTool], turns: [turn] });
    const parts = house.heard().messages.flatMap((message) => message.parts);
    const pictures = parts.flatMap((part) =>
      part.kind === 'image' ? [part.data] : part.kind === 'result' ? part.images : [],
    );
    expect(pictures).toEqual(['AQID', 'BAUG']);
  });

  test('takes a call whose input was no JSON as a call without input', async () => {
    const blocks = [
      {
        id: 'j1',
        kind: 'tool' as const,
        name: 'read',
        text: '{"pa',
        closed: true,
        status: 'error' as const,
      },
      {
        id: 'j2',
        kind: 'output' as const,
        parent: 'j1',
        text: 'The input is no JSON.',
        closed: true,
      },
    ];
    await collect(house, { tools: [readTool], turns: [{ ...question, blocks }] });
    const parts = house.heard().messages.flatMap((message) => message.parts);
    expect(parts.find((part) => part.kind === 'call')).toMatchObject({ name: 'read', input: {} });
    const result = parts.find((part) => part.kind === 'result');
    // A wire that has no mark for it says in words that this is an error.
    expect(result?.kind === 'result' && result.text).toContain('The input is no JSON.');
  });

  test.each([1, 2, 3, 4, 5])('is whole when its bytes come %i at a time', async (size) => {
    const text = 'Grüße, 世界 🌍 – „ja“';
    house.fake.next(says().inBytes(text, size));
    const events = await collect(house);
    expect(textOf(events, 'text')).toBe(text);
    expect(stopOf(events).reason).toBe('end');
  });
});
