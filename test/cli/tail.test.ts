import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Session } from '../../preload/contract/shapes';
import { sessionOf } from '../transport/memory-feed';
import {
  finished,
  openTerminalHouse,
  runCommand,
  session,
  type TerminalHouse,
  turn,
  until,
} from './terminal-house';

let house: TerminalHouse;
beforeEach(async () => {
  house = await openTerminalHouse();
});
afterEach(() => house.close());

const first = `${session}b`;

/** A session whose first turn runs, with something in it. */
function running(text = 'first words'): void {
  house.feed.create(session);
  house.feed.append(session, first, text);
}

function endFirst(): void {
  const event = finished('completed');
  house.say({ ...event, turn: `${session}t` } as typeof event);
}

test('it follows the turn that runs, over a connection that breaks, and --once ends with it', async () => {
  running();
  const run = runCommand(house, ['tail', '--once']);
  await until('it begins', () => run.out().includes('first words'));
  for (let at = 0; at < 9; at += 1) {
    house.feed.append(session, first, ` ${at}`);
    if (at % 3 === 1) {
      await until('it was printed', () => run.out().endsWith(` ${at}`));
      house.cut();
    }
  }
  endFirst();
  expect(await run.exit).toBe(0);
  expect(run.out()).toBe(
    `${session} · ${session}\n\n> do it\n\nfirst words 0 1 2 3 4 5 6 7 8\n— completed · 0.0 s · m\n`,
  );
});

test('without a name it takes the newest main session that runs, else the newest', async () => {
  running();
  const idle = { ...sessionOf('idle0001'), kind: 'chat' as const };
  let sessions: Session[] = [idle, { ...sessionOf(session), turn: 'x', status: 'running' }];
  const { to } = house.answers;
  house.answers.to = (name, params) =>
    name === 'session.list' ? { ok: true, result: { sessions } } : to?.(name, params);
  const asked = async () => {
    const run = runCommand(house, ['tail', '--once']);
    await until('it says which', () => run.out() !== '' || run.err() !== '');
    run.press();
    expect(await run.exit).toBeGreaterThan(0);
    return run.out() + run.err();
  };
  expect(await asked()).toContain(session);
  sessions = [idle];
  expect(await asked()).toContain('idle0001');
  sessions = [];
  expect(await asked()).toBe('There is no session yet.\n');
});

test('--from chooses where it begins', async () => {
  running();
  endFirst();
  const cursor = `${house.feed.epoch}.${house.feed.head()}`;
  house.say(
    { type: 'turn.queued', at: 2, turn, text: 'and then?' },
    { type: 'turn.started', at: 2, turn, attempt: 1, model: 'm' },
    { type: 'block.opened', at: 3, turn, block: 'b2', kind: 'text' },
  );
  house.text('b2', 'second');
  const from = async (...more: string[]) => {
    const run = runCommand(house, ['tail', '--once', ...more, session]);
    await until('it is there', () => run.out() !== '');
    return run;
  };
  const start = await from('--from', 'start');
  const after = await from('--from', cursor);
  const plain = await from();
  const now = await from('--from', 'now');
  await until('they are in step', () => house.hub.readers() === 4);
  await until('all print', () =>
    [start, after, plain].every((run) => run.out().includes('second')),
  );
  house.text('b2', ' third');
  await until('now prints', () => now.out().includes('third'));
  house.say(finished('completed'));
  for (const run of [start, after, plain, now]) expect(await run.exit).toBe(0);
  expect(start.out()).toContain('first words');
  expect(start.out()).toContain('second third');
  expect(after.out()).not.toContain('first words');
  expect(after.out()).toContain('> and then?\n\nsecond third');
  expect(plain.out()).toBe(after.out());
  expect(now.out()).not.toContain('second');
});

test('what a snapshot leaves out of a long answer is fetched, and printed once', async () => {
  const long = Array.from({ length: 20_000 }, (_, at) => `word ${at}`).join(' ');
  running(long);
  const run = runCommand(house, ['tail', '--once', session]);
  await until('it was printed', () => run.out().includes('word 19999'));
  house.feed.append(session, first, ' end');
  endFirst();
  expect(await run.exit).toBe(0);
  expect(run.out()).toContain(`\n\n${long} end\n`);
  expect(house.names()).toContain('history.page');
});

test('with --json the events are those of the wire, after the session and its cursor', async () => {
  running();
  endFirst();
  const run = runCommand(house, ['tail', '--json', '--once', '--from', 'start', session]);
  expect(await run.exit).toBe(0);
  const wire = house.feed.all.filter(({ channel }) => channel === `session/${session}`);
  const [head, ...events] = run.lines();
  expect(head).toMatchObject({ type: 'session', cursor: `k1.${house.feed.head()}` });
  expect(events).toEqual(wire);
});

test('--json --once ends at once where nothing lies after the cursor, and no turn runs', async () => {
  running();
  endFirst();
  const cursor = `k1.${house.feed.head()}`;
  const run = runCommand(house, ['tail', '--json', '--once', '--from', cursor, session]);
  expect(await run.exit).toBe(0);
  expect(run.lines().map(({ type }) => type)).toEqual(['session']);
});

test('a session beyond all that is listed is found by its whole id', async () => {
  running();
  endFirst();
  const { to } = house.answers;
  house.answers.to = (name, params) =>
    name === 'session.list' ? { ok: true, result: { sessions: [] } } : to?.(name, params);
  const run = runCommand(house, ['tail', '--once', session]);
  expect(await run.exit).toBe(0);
  expect(run.out()).toContain('first words');
});

test('an unknown session is told with near ones; several with the same beginning are not guessed', async () => {
  running();
  const unknown = runCommand(house, ['tail', 'abcd9999']);
  expect(await unknown.exit).toBe(1);
  expect(unknown.err()).toContain('no session "abcd9999"');
  expect(unknown.err()).toContain(session);
  house.answers.to = () => ({
    ok: true,
    result: { sessions: [sessionOf('abc1'), sessionOf('abc2')] },
  });
  const several = runCommand(house, ['tail', 'abc']);
  expect(await several.exit).toBe(1);
  expect(several.err()).toContain('Several sessions begin with "abc"');
});

test('I4 Ctrl+C ends the reading and tells Konsole nothing', async () => {
  running();
  const run = runCommand(house, ['tail', session]);
  await until('it reads', () => run.out().includes('first words'));
  run.press();
  expect(await run.exit).toBe(130);
  expect(house.names()).not.toContain('turn.interrupt');
});
