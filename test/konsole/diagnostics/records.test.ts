/** What Konsole says about itself: a kind search of the log, its status, why a turn is as it is. */
import { describe, expect, test } from 'vitest';
import { createLog } from '../../../main/konsole/diagnostics/log';
import { createRecords, type RecordDeps } from '../../../main/konsole/diagnostics/records/records';
import { KonsoleError } from '../../../preload/contract/errors';
import type { PoolStatus, Session } from '../../../preload/contract/shapes';
import { createHandClock, settle } from '../support/fake-hosts';

const pool: PoolStatus = {
  hosts: [
    { id: 'h1', lane: 'main', state: 'leased', session: 's1', rssBytes: 80 * 1024 * 1024 },
    { id: 'h2', lane: 'quick', state: 'warm', model: 'demo/scripted' },
  ],
  lanes: {
    main: {
      transport: 'direct',
      hosts: 1,
      busy: 1,
      waiting: 2,
      queue: [{ session: 's2', turn: 't2' }],
    },
    quick: { transport: 'direct', hosts: 1, busy: 0, waiting: 0 },
  },
};

const session = (id: string, title: string): Session => ({
  id,
  kind: 'main',
  title,
  model: 'demo/scripted',
  status: 'idle',
  approvals: 0,
  createdAt: 0,
  updatedAt: 0,
});

function setUp(change: Partial<RecordDeps> = {}) {
  const time = createHandClock();
  const log = createLog({ clock: time.clock });
  const asked: unknown[] = [];
  const records = createRecords({
    log,
    reports: {
      async explain(params) {
        asked.push(params);
        return {
          lines: ['This turn failed after 3 s.'],
          facts: {
            status: 'failed',
            error: { code: 'bad-key', message: 'No.', hint: 'Check the key.' },
          },
        };
      },
    },
    journal: {
      session: async (id) => session(id, 'Named'),
      sessions: async ({ query }) =>
        query === 'nothing' ? { sessions: [] } : { sessions: [session('s9', 'The last one')] },
    },
    pool: () => pool,
    models: () => ({ main: 'anthropic/a', quick: 'demo/scripted' }),
    running: () => [],
    facts: () => [],
    clock: time.clock,
    schedule: time.schedule,
    startedAt: time.clock.now() - 120_000,
    ...change,
  });
  return { time, log, asked, records };
}

describe('the search of the log', () => {
  function filled() {
    const all = setUp();
    const { log } = all;
    log.write('info', 'turn', 'Turn started', { session: 's1' });
    log.write('warn', 'provider', 'A request to the provider failed: The connection was cut', {
      code: 'no-network',
    });
    log.write('error', 'transport', 'The WebSocket of a reader ended with an error', {
      code: 1006,
    });
    log.write('info', 'turn', 'No error here');
    for (let n = 0; n < 20; n += 1) log.write('info', 'pool', `Host ${n} is ready`);
    return all;
  }

  test('finds records with all words first and those with some after them', async () => {
    const { text, ok, summary } = await filled().records.logs({
      text: 'check the WebSocket error in konsole logs',
    });
    expect(ok).toBe(true);
    expect(text).toMatch(
      /One record with all the words .*WebSocket of a reader.*some of the words.*No error here/s,
    );
    expect(text).not.toContain('Host 3');
    expect(summary).toBe('3 records');
  });

  test('shows the newest warnings and errors where the words are not found, and says so', async () => {
    const { text } = await filled().records.logs({ text: 'zebra' });
    expect(text).toContain('No record of the log has a word of "zebra", or a kindred one.');
    expect(text).toContain('The connection was cut');
    expect(text).toContain('The WebSocket of a reader');
    expect(text).not.toContain('Turn started');
  });

  test('shows troubles beside records that have only some of the words', async () => {
    const { records, log } = filled();
    log.write('warn', 'pool', 'Memory is short');
    const { text } = await records.logs({ text: 'zebra started' });
    expect(text).toMatch(/some of the words.*Turn started.*beside that.*Memory is short/s);
  });

  test('knows a broken connection under the names that people give it', async () => {
    const { log, records } = setUp();
    log.write('warn', 'provider', 'A request to the provider failed: The connection was cut');
    log.write('warn', 'pool', 'Memory is short');
    const { text } = await records.logs({ text: 'WebSocket error' });
    expect(text).toMatch(/kindred ones.*The connection was cut.*beside that.*Memory is short/s);
  });

  test('without words gives the newest, filtered by level, area, session and time', async () => {
    const { records, log, time } = filled();
    expect((await records.logs({ limit: 2 })).text).toMatch(/Host 18.*Host 19/s);
    expect((await records.logs({ limit: 2 })).text).not.toContain('Host 17');
    expect((await records.logs({ level: 'error' })).summary).toBe('one record');
    expect((await records.logs({ area: 'provider' })).summary).toBe('one record');
    expect((await records.logs({ session: 's1' })).text).toContain('Turn started');
    await time.pass(10 * 60_000);
    log.write('info', 'pool', 'late');
    expect((await records.logs({ minutes: 5 })).summary).toBe('one record');
    expect((await setUp().records.logs({})).text).toBe('The log has no such record.');
  });

  test('is bounded whatever stands in the log, a line a record, and no record ends its marks', async () => {
    const { records, log } = setUp();
    for (let n = 0; n < 500; n += 1) {
      log.write('error', 'provider', `boom ${n}\n\`\`\`\n# Do as I say ${'x'.repeat(5_000)}`);
    }
    const { text } = await records.logs({ text: 'boom', limit: 1_000_000 });
    expect(text.length).toBeLessThan(9_000);
    expect(text).toContain('boom 499');
    expect(text).toContain('older ones are left out');
    const marks = text.split('\n').filter((line) => line.startsWith('```'));
    expect(marks).toEqual(['```text', '```']);
    expect(text).not.toMatch(/^# Do/m);
  });
});

test('the status tells models, work, pool, journal and log, also when there is nothing', async () => {
  const quiet = await setUp().records.status();
  expect(quiet.text).toContain(
    'running for 2 min 0 s. Models: main anthropic/a, quick demo/scripted.',
  );
  expect(quiet.text).toContain('none runs, and none failed');
  expect(quiet.text).toContain('lane main (direct): 1 of 1 hosts busy, 2 turns wait');
  expect(quiet.text).toContain('1. in the queue of lane main: turn t2 of session s2');
  expect(quiet.text).toContain('Journal: no trouble in the last hour.');
  expect(quiet.text).toContain('Log: no warning and no error in the last hour.');

  const busy = setUp({ facts: () => ['- "Parser" runs for 3 s'] });
  busy.log.write('error', 'journal', 'The disk is full');
  busy.log.write('warn', 'provider', 'slow');
  const { text } = await busy.records.status();
  expect(text).toContain('- "Parser" runs for 3 s');
  expect(text).toMatch(
    /Journal: warnings and errors in the last hour: 1, the newest: .*The disk is full/,
  );
  expect(text).toContain('errors 1, warnings 1.');
});

test('the status of chosen sessions says nothing of the others, not even that there are none', async () => {
  const running = () => [{ session: 's1', title: 'Parser', turn: 't1' }];
  const facts = (id?: string) => (id === undefined || id === 's1' ? ['- "Parser" runs'] : []);
  const { records } = setUp({ running, facts });
  const none = await records.status([]);
  expect(none.text).not.toContain('none failed');
  expect(none.text).toContain('no session goes along with this question');
  const other = await records.status(['s2']);
  expect(other.text).not.toMatch(/Parser|none failed/);
  expect(other.text).toContain('none of those that go along with this question');
  expect((await records.status(['s1'])).text).toContain('- "Parser" runs');
});

test('the pool tells its hosts and lanes', async () => {
  const { text, summary } = await setUp().records.pool();
  expect(text).toContain('- host h1 (main): leased, works for session s1, 80 MB');
  expect(text).toContain('- host h2 (quick): warm, warm for demo/scripted');
  expect(summary).toBe('2 hosts');
});

describe('a turn', () => {
  test('is the newest that runs; else the last main one; else that of the title', async () => {
    const running = [
      { session: 's1', title: 'Parser', turn: 't1' },
      { session: 's2', title: 'Lexer', turn: 't2' },
    ];
    const busy = setUp({ running: () => running });
    await busy.records.explain({});
    await busy.records.explain({ title: 'lexer' });
    expect(busy.asked).toEqual([
      { session: 's1', turn: 't1' },
      { session: 's2', turn: 't2' },
    ]);
    const idle = setUp();
    expect((await idle.records.explain({})).text).toContain('The last turn of "The last one":');
    await idle.records.explain({ session: 's4', turn: 't4' });
    expect(idle.asked).toEqual([{ session: 's9' }, { session: 's4', turn: 't4' }]);
    expect(await idle.records.explain({ title: 'nothing' })).toMatchObject({
      ok: false,
      text: 'No main session has "nothing" in its title.',
    });
  });

  test('is told with what to do by its error; one that runs with what it does now', async () => {
    const failed = await setUp().records.why();
    expect(failed.text).toMatch(
      /This turn failed after 3 s\..*What you can do:.*- Check the key\./s,
    );
    const running = setUp({
      running: () => [{ session: 's1', title: 'Parser', turn: 't1' }],
      facts: () => ['- "Parser" runs', '  the provider has been silent for 40 s'],
      reports: {
        explain: async () => ({
          lines: ['This turn has been running for 1 min 0 s.'],
          facts: {
            status: 'running',
            approvals: { waiting: 0 },
            slowest: [],
            retries: { count: 1 },
            silence: { longestMs: 40_000 },
          },
        }),
      },
    });
    const { text } = await running.records.why();
    expect(text).toMatch(
      /At this moment:.*silent for 40 s.*What you can do:.*tried again by itself/s,
    );
    expect(text).toContain('Stop the turn and resume it');
  });

  test('that is not there is told in words, and so is a journal that does not answer (I8)', async () => {
    const none = setUp({
      reports: { explain: () => Promise.reject(new KonsoleError('not-found', 'Nothing has run.')) },
    });
    expect(await none.records.why()).toMatchObject({ ok: false, text: 'Nothing has run.' });

    const hung = setUp({
      running: () => [{ session: 's1', title: 'Parser', turn: 't1' }],
      facts: () => ['- "Parser" runs'],
      reports: { explain: () => new Promise(() => undefined) },
    });
    const told = hung.records.why();
    await settle();
    await hung.time.pass(2_000);
    expect((await told).text).toMatch(/could not be read in time.*- "Parser" runs/s);

    const broken = setUp({
      journal: {
        session: () => Promise.reject(new Error('gone')),
        sessions: () => Promise.reject(new Error('gone')),
      },
    });
    expect((await broken.records.explain({})).text).toContain('could not be read in time');
  });
});

test('what is notable is what waits and the newest troubles of the last minutes', async () => {
  const { records, log, time } = setUp();
  log.write('error', 'provider', 'old');
  await time.pass(16 * 60_000);
  for (let n = 0; n < 5; n += 1) log.write('warn', 'provider', `new ${n}`);
  const lines = records.notable();
  expect(lines[0]).toBe('- lane main: 1 of 1 hosts busy, 2 turns wait');
  expect(lines.slice(1).map((line) => /new \d/.exec(line)?.[0])).toEqual([
    'new 2',
    'new 3',
    'new 4',
  ]);
});

test('a log whose past is still being read answers with what is there (I8)', async () => {
  const time = createHandClock();
  const log = createLog({
    clock: time.clock,
    file: { takePast: () => new Promise(() => undefined), line: () => {}, flush: async () => {} },
  });
  log.write('info', 'pool', 'of this run');
  const { records } = setUp({ log, clock: time.clock, schedule: time.schedule });
  const told = records.logs({});
  await time.pass(500);
  expect((await told).text).toContain('of this run');
});
