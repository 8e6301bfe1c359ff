/** What a question to Quick Turn sees: the turns that run, sessions that were named, Konsole itself, or none of it. */
import { describe, expect, test } from 'vitest';
import type { Sees } from '../../../preload/contract/shapes';
import { settle } from '../support/fake-hosts';
import { until } from '../support/konsole';
import { noRecords, none, openSessions } from './support';

const at = 1_000_000;
const records = { ...noRecords, notable: () => ['- log: the stream broke off'] };

async function setUp() {
  const konsole = await openSessions({ records });
  const main = await konsole.create();
  const chat = await konsole.create('chat');

  /** The facts that the quick turn's host was given. */
  async function seen(sees?: Sees): Promise<string | undefined> {
    const { turn } = await konsole.turns.send({ session: chat, text: 'What runs?', sees }, none);
    await until(() => konsole.hosts.running(turn) !== undefined);
    const host = konsole.hosts.running(turn);
    const context = host?.orders().at(-1)?.context;
    host?.finish();
    await settle();
    return context;
  }

  async function failed(text: string) {
    const turn = await konsole.send(main, text);
    await konsole.time.pass(3_000);
    konsole.hosts.running(turn)?.finish('failed');
    await settle();
    return turn;
  }

  return { konsole, main, chat, seen, failed };
}

describe('a question sees', () => {
  test('the main turns that run, and Konsole itself, where nothing else is said', async () => {
    const { konsole, main, seen } = await setUp();
    const turn = await konsole.send(main, 'Refactor the parser');
    const host = konsole.hosts.running(turn);
    const tool = (block: string, summary: string) =>
      [
        { type: 'block.opened', at, turn, block, kind: 'tool', name: 'bash' },
        { type: 'block.closed', at, block, ms: 1, status: 'done' },
        { type: 'tool.started', at, block, tool: 'bash', input: {}, summary },
      ] as const;
    host?.events(
      ...tool('b1', 'npm test'),
      { type: 'tool.finished', at, block: 'b1', status: 'error', ms: 4_000, summary: '2 failed' },
      { type: 'turn.retrying', at, turn, reason: 'overloaded', delayMs: 0, attempt: 1 },
      { type: 'turn.stalled', at, turn, silentMs: 20_000 },
      ...tool('b2', 'npm run build'),
    );
    await settle();
    await konsole.time.pass(12_000);
    const facts = (await seen()) ?? '';
    expect(facts).toContain(
      '"Refactor the parser" (demo/scripted) runs for 12 s; asked: "Refactor the parser"',
    );
    expect(facts).toContain('did "npm test": error after 4 s');
    expect(facts).toContain('tool "npm run build" has been running for 12 s');
    expect(facts).toContain('tried again once so far, the last because of "overloaded"');
    expect(facts).toContain('noticed silent once so far');
    expect(facts).toContain('time so far: tools 12 s');
    expect(facts).toContain('- log: the stream broke off');
  });

  test('nothing of Konsole itself where that was taken away', async () => {
    const { konsole, main, seen, failed } = await setUp();
    await failed('Deploy');
    expect(await seen()).toContain('- log: the stream broke off');
    expect(await seen({ status: false })).toBeUndefined();
    await konsole.send(main, 'Again');
    const facts = (await seen({ status: false })) ?? '';
    expect(facts).toContain('asked: "Again"');
    expect(facts).not.toContain('log:');
  });

  test('no session where all were taken away', async () => {
    const { konsole, main, seen } = await setUp();
    await konsole.send(main, 'Secret work');
    expect(await seen({ sessions: [], status: false })).toBeUndefined();
    expect(await seen({ sessions: [] })).not.toContain('Secret work');
  });

  test('a named session that does not run, by how its last turn ended; one that runs, as it is', async () => {
    const { konsole, main, seen, failed } = await setUp();
    await failed('Deploy');
    const other = await konsole.create();
    await konsole.send(other, 'Build');
    const facts = (await seen({ sessions: [main, other, main, 'gone'], status: false })) ?? '';
    expect(facts).toContain(
      '"Deploy" (demo/scripted) does not run; its last turn was asked: "Deploy"',
    );
    expect(facts.match(/does not run/g)).toHaveLength(1);
    expect(facts).toMatch(/ {2}failed \d+ s ago/);
    expect(facts).toContain('"Build" (demo/scripted) runs for 0 s');
    expect(facts).toContain('session gone does not exist');
  });

  test('of a named session nothing where the disk is slow: the question goes out after 150 ms (I8)', async () => {
    const { konsole, main, chat, failed } = await setUp();
    await failed('Deploy');
    const read = konsole.journal.snapshot;
    let reading = false;
    konsole.journal.snapshot = async (channel, upTo) => {
      if (channel !== `session/${main}`) return read(channel, upTo);
      reading = true;
      return new Promise(() => undefined);
    };
    const sees = { sessions: [main], status: false };
    const { turn } = await konsole.turns.send({ session: chat, text: 'How was it?', sees }, none);
    await until(() => reading);
    await settle();
    expect(konsole.hosts.running(turn)).toBeUndefined();
    await konsole.time.pass(149);
    expect(konsole.hosts.running(turn)).toBeUndefined();
    await konsole.time.pass(1);
    await until(() => konsole.hosts.running(turn) !== undefined);
    expect(konsole.hosts.running(turn)?.orders().at(-1)?.context).toContain(
      `session ${main} could not be read from the journal in time`,
    );
  });

  test('turns that wait for a host', async () => {
    const { konsole, seen } = await setUp();
    for (const text of ['One', 'Two', 'Three']) {
      const session = await konsole.create();
      await konsole.turns.send({ session, text }, none);
    }
    await until(() => konsole.pool.status().lanes.main?.waiting === 1);
    expect(await seen()).toContain('"Three" (demo/scripted) waits for a host; asked: "Three"');
  });

  test('nothing more than a few lines of a turn, however long it is (I9)', async () => {
    const { konsole, main, seen } = await setUp();
    const turn = await konsole.send(main, 'x'.repeat(100_000));
    const host = konsole.hosts.running(turn);
    for (let n = 0; n < 300; n += 1) {
      host?.events(
        { type: 'block.opened', at, turn, block: `b${n}`, kind: 'tool', name: 'bash' },
        { type: 'block.closed', at, block: `b${n}`, ms: 1, status: 'done' },
        {
          type: 'tool.started',
          at,
          block: `b${n}`,
          tool: 'bash',
          input: {},
          summary: 'y'.repeat(150),
        },
        { type: 'tool.finished', at, block: `b${n}`, status: 'ok', ms: 1, summary: 'done' },
      );
    }
    await settle();
    expect((await seen())?.length).toBeLessThan(2_000);
  });
});

test('a main turn is told nothing of others', async () => {
  const { konsole, main } = await setUp();
  const other = await konsole.create();
  await konsole.send(other, 'Elsewhere');
  const turn = await konsole.send(main, 'Here');
  expect(konsole.hosts.running(turn)?.orders()[0]).not.toHaveProperty('context');
});

describe('a tool of a turn that asks', () => {
  const answering = {
    ...noRecords,
    logs: async (question: unknown) => ({
      ok: true,
      text: JSON.stringify(question),
      summary: 'one record',
    }),
  };

  test('is told what is recorded, with bounded and known values alone', async () => {
    const konsole = await openSessions({ records: answering });
    const session = await konsole.create('chat');
    const turn = await konsole.send(session, 'Check the log');
    const host = konsole.hosts.running(turn);
    const input = {
      text: 'error',
      level: 'warn',
      area: ' ',
      minutes: -1,
      limit: 7.5,
      session: 'x',
      extra: 1,
    };
    host?.say({ t: 'ask', turn, n: 3, tool: 'konsole_logs', input });
    host?.say({ t: 'ask', turn: 'another', n: 4, tool: 'konsole_logs', input });
    await settle();
    expect(host?.told.filter(({ t }) => t === 'told')).toEqual([
      {
        t: 'told',
        turn,
        n: 3,
        ok: true,
        text: '{"text":"error","level":"warn","limit":7}',
        summary: 'one record',
      },
    ]);
  });

  test('is told nothing once its turn is over', async () => {
    let give = () => undefined as void;
    const gate = new Promise<void>((resolve) => (give = resolve));
    const slow = async () => {
      await gate;
      return { ok: true, text: '', summary: '' };
    };
    const konsole = await openSessions({ records: { ...noRecords, status: slow } });
    const session = await konsole.create('chat');
    const turn = await konsole.send(session, 'How are you?');
    const host = konsole.hosts.running(turn);
    host?.say({ t: 'ask', turn, n: 1, tool: 'konsole_status', input: {} });
    host?.finish();
    await settle();
    give();
    await settle();
    expect(host?.told.some(({ t }) => t === 'told')).toBe(false);
  });
});

test('silence and another model are noted in the log of the provider', async () => {
  const noted: unknown[] = [];
  const konsole = await openSessions({
    log: {
      write: (level, area, message, fields) => {
        if (area === 'provider') noted.push([level, message, fields]);
      },
    },
  });
  const session = await konsole.create('chat');
  const turn = await konsole.send(session, 'Hello');
  konsole.hosts
    .running(turn)
    ?.events(
      { type: 'turn.stalled', at, turn, silentMs: 20_400 },
      { type: 'turn.stalled', at, turn, silentMs: 60_000, alive: true },
      { type: 'turn.moved', at, turn, from: 'a/b', model: 'c/d', reason: 'silent' },
    );
  await settle();
  expect(noted).toMatchObject([
    ['warn', 'The provider is silent for 20 s', { session, turn }],
    ['warn', 'The provider is there and says nothing for 60 s', { session, turn }],
    ['warn', 'Another model is asked in place of one that failed', { from: 'a/b', model: 'c/d' }],
  ]);
});
