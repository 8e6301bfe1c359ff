/** What the contract's tests share: one house, its fake, and requests to it. */
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { createAdapter } from '../../../../main/konsole/providers/index';
import type {
  ModelEvent,
  ModelRequest,
  ModelTurn,
  ProviderAdapter,
} from '../../../../main/konsole/providers/types';
import type { Block } from '../../../../preload/contract/shapes';
import type { Heard, ProviderFake } from '../../../fakes/dialect';
import { fakeHouse, fakeHouses, type Lack } from '../../../fakes/houses';

export const theKey = 'key-of-this-test-0123456789';

export interface House {
  kind: string;
  model: string;
  lacks(what: Lack): boolean;
  /** Of which efforts are known. */
  known: string;
  marks: readonly string[];
  /** Of this run; there once the tests run. */
  fake: ProviderFake;
  adapter: ProviderAdapter;
  /** The last request, in no wire's words. */
  heard(): Heard;
}

export const kinds = fakeHouses.map(({ kind }) => kind);

/** Starts the fake for the tests of this file and closes it after them; scripts are forgotten before each. */
export function openHouse(kind: string): House {
  const house = {} as House;
  beforeAll(async () => {
    Object.assign(house, await startedHouse(kind));
  });
  beforeEach(() => house.fake.reset());
  afterEach(() => faultless(house));
  afterAll(() => house.fake.close());
  return house;
}

/** A fault of the fake looks like one of the network to whoever asks it: here it has its own words. */
export function faultless({ fake }: House): void {
  const [fault] = fake.faults;
  if (fault) throw fault;
}

/** One of its own; whoever starts it closes its fake. */
export async function startedHouse(kind: string): Promise<House> {
  const { model, start, lacks = [], known = model, marks = [] } = fakeHouse(kind);
  const fake = await start();
  const access = { id: kind, kind, baseUrl: fake.baseUrl, key: theKey };
  return {
    kind,
    model,
    lacks: (what) => lacks.includes(what),
    known,
    marks,
    fake,
    adapter: await createAdapter(access, { now: Date.now }),
    heard() {
      const request = fake.requests.at(-1);
      if (!request) throw new Error('Nothing was asked.');
      return fake.dialect.hear(request);
    },
  };
}

export const question: ModelTurn = { id: 't', text: 'Hi', status: 'running', blocks: [] };

export const readTool = {
  name: 'read',
  description: 'Reads a file.',
  inputSchema: {
    type: 'object',
    properties: { path: { type: 'string' } },
    required: ['path'],
  },
};

export const requestOf = (house: House, changes: Partial<ModelRequest> = {}): ModelRequest => ({
  model: house.model,
  system: 'Be short.',
  tools: [],
  turns: [question],
  ...changes,
});

const never = new AbortController().signal;

export async function collect(
  house: House,
  changes: Partial<ModelRequest> = {},
  signal = never,
): Promise<ModelEvent[]> {
  const events: ModelEvent[] = [];
  for await (const piece of house.adapter.stream(requestOf(house, changes), signal)) {
    events.push(...piece);
  }
  return events;
}

/** What it throws, with the events before it. */
export async function failure(house: House, changes: Partial<ModelRequest> = {}) {
  const events: ModelEvent[] = [];
  try {
    for await (const piece of house.adapter.stream(requestOf(house, changes), never)) {
      events.push(...piece);
    }
  } catch (error) {
    return { error, events };
  }
  throw new Error('It did not fail.');
}

/** The blocks that these events make, as a host makes them, with ids by their order. */
export function blocksOf(events: readonly ModelEvent[], prefix = 'b'): Block[] {
  const blocks = new Map<number, Block>();
  for (const event of events) {
    if (event.type === 'open') {
      const { index, kind, name } = event;
      const id = `${prefix}${blocks.size}`;
      blocks.set(index, { id, kind, text: '', ...(name === undefined ? {} : { name }) });
    } else if (event.type === 'delta') {
      const block = blocks.get(event.index);
      if (!block) throw new Error(`Text for block ${event.index}, which is not open.`);
      block.text += event.text;
    } else if (event.type === 'close') {
      const block = blocks.get(event.index);
      if (!block || block.closed)
        throw new Error(`Block ${event.index} was closed twice or never opened.`);
      Object.assign(block, { closed: true, status: 'done' });
      if (event.opaque) block.opaque = event.opaque;
    }
  }
  return [...blocks.values()];
}

export const textOf = (events: readonly ModelEvent[], kind: Block['kind']) =>
  blocksOf(events)
    .filter((block) => block.kind === kind)
    .map(({ text }) => text)
    .join('');

export const stopOf = (events: readonly ModelEvent[]) => {
  const last = events.at(-1);
  if (last?.type !== 'stop') throw new Error('The last event is no stop.');
  return last;
};

/** A turn that ended, of these events, with a result for each of its calls behind all of them, as a host has them. */
export function ended(
  id: string,
  text: string,
  events: readonly ModelEvent[],
  output = 'the output',
): ModelTurn {
  const blocks = blocksOf(events, `${id}-`).map(
    (block): Block => (block.kind === 'tool' ? { ...block, status: 'ok', startedAt: 1 } : block),
  );
  const outputs = blocks.flatMap(({ id: parent, kind }): Block[] =>
    kind === 'tool'
      ? [{ id: `${parent}-out`, kind: 'output', parent, text: output, closed: true }]
      : [],
  );
  return { id, text, status: 'completed', blocks: [...blocks, ...outputs] };
}
