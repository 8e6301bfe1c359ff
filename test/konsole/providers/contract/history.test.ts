/** A session goes from house to house: what one made, every other takes, without what was sealed for the first. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ModelTurn } from '../../../../main/konsole/providers/types';
import type { FakeCall } from '../../../fakes/dialect';
import {
  collect,
  ended,
  faultless,
  type House,
  kinds,
  question,
  readTool,
  startedHouse,
} from './house';

const houses = new Map<string, House>();
beforeAll(async () => {
  for (const kind of kinds) houses.set(kind, await startedHouse(kind));
});
beforeEach(() => houses.forEach(({ fake }) => fake.reset()));
afterEach(() => houses.forEach(faultless));
afterAll(() => Promise.all([...houses.values()].map(({ fake }) => fake.close())));

function houseFor(kind: string): House {
  const house = houses.get(kind);
  if (!house) throw new Error(`The house ${kind} has not started.`);
  return house;
}

const calls: FakeCall[] = ['a', 'b'].map((path, n) => ({
  name: 'read',
  input: { path },
  // As no other house would call it.
  id: `made:elsewhere/${n}`,
}));

/** Two turns as this house made them: one that calls tools, and one that only answers. */
async function madeBy(maker: House, model: string): Promise<ModelTurn[]> {
  const { toolCalls, answer } = maker.fake.dialect;
  const changes = { model, tools: [readTool] };
  maker.fake.next(toolCalls(calls, { thinking: 'A thought on files.', text: 'I look.' }));
  const first = ended('m1', 'What is in them?', await collect(maker, changes), 'words in a file');
  maker.fake.next(answer('Words are.', { thinking: 'A thought on words.' }));
  const second = ended('m2', 'So?', await collect(maker, { ...changes, turns: [first, question] }));
  return [first, second];
}

/** What a house keeps for itself with blocks; what its calls were called and which model spoke is no secret. */
function sealedIn(turns: readonly ModelTurn[], { marks }: House): string[] {
  const found: string[] = [];
  const look = (value: unknown) => {
    if (typeof value === 'string' && value.length >= 10) found.push(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(look);
  };
  for (const { opaque } of turns.flatMap(({ blocks }) => blocks)) {
    const open = new Set(['model', 'toolUseId', ...marks]);
    look(Object.entries(opaque ?? {}).flatMap(([name, value]) => (open.has(name) ? [] : [value])));
  }
  return found;
}

function checkTaken(house: House, maker: House, turns: readonly ModelTurn[]): void {
  const { messages } = house.heard();
  const roles = messages.map(({ role }) => role);
  expect(roles).toEqual(['user', 'assistant', 'user', 'assistant', 'user']);
  const parts = messages.flatMap((message) => message.parts);
  expect(parts.filter(({ kind }) => kind === 'sealed')).toEqual([]);
  const called = parts.flatMap((part) => (part.kind === 'call' ? [part] : []));
  const results = parts.flatMap((part) => (part.kind === 'result' ? [part] : []));
  expect(called.map(({ input }) => input)).toEqual(calls.map(({ input }) => input));
  expect(results.map(({ id }) => id)).toEqual(called.map(({ id }) => id));
  expect(results.map(({ text }) => text)).toEqual(['words in a file', 'words in a file']);
  const said = parts.flatMap((part) => (part.kind === 'text' ? [part.text] : []));
  expect(said).toEqual(['What is in them?', 'I look.', 'So?', 'Words are.', 'Hi']);
  const sent = JSON.stringify(house.fake.requests.at(-1)?.body);
  expect(sent).not.toContain('A thought on');
  for (const seal of sealedIn(turns, maker)) expect(sent).not.toContain(seal);
}

const pairs = kinds.flatMap((kind) =>
  kinds.filter((other) => other !== kind).map((other) => [kind, other] as const),
);

describe.each(pairs)('%s takes what %s made', (kind, other) => {
  test('with its calls and results in pairs, and without its thoughts and seals', async () => {
    const house = houseFor(kind);
    const maker = houseFor(other);
    const turns = await madeBy(maker, maker.model);
    if (!maker.lacks('seals')) expect(sealedIn(turns, maker)).not.toEqual([]);
    await collect(house, { tools: [readTool], turns: [...turns, question] });
    checkTaken(house, maker, turns);
  });

  test('also where both call the model by the same name', async () => {
    const house = houseFor(kind);
    const maker = houseFor(other);
    const turns = await madeBy(maker, house.model);
    await collect(house, { tools: [readTool], turns: [...turns, question] });
    checkTaken(house, maker, turns);
  });
});
