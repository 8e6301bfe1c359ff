/** Commands in the background: known to the engine when their turn and its host are gone, ended with Konsole. */
import { describe, expect, test } from 'vitest';
import { recover } from '../../../main/konsole/sessions/recovery';
import type { JobState } from '../../../main/konsole/sessions/types';
import { settle } from '../support/fake-hosts';
import { none, openSessions } from './support';

const at = 1_000_000;

async function withJob() {
  const ended: number[] = [];
  const seen: { state: JobState; fails?: boolean } = { state: { alive: true } };
  const processes = {
    end: async ({ pid }: { pid: number }) => void ended.push(pid),
    job: async () => {
      if (seen.fails) throw new Error('it cannot be looked at');
      return seen.state;
    },
    endNow: () => undefined,
    settled: async () => undefined,
  };
  const konsole = await openSessions({ processes });
  const session = await konsole.create();
  const turn = await konsole.send(session, 'Start the server');
  const host = konsole.hosts.running(turn);
  if (!host) throw new Error('the turn runs');
  host.events({ type: 'block.opened', at, turn, block: 'job1', kind: 'tool', name: 'bash' });
  const process = { pid: 4242, start: '77', mark: 'm1', background: true };
  const started = { type: 'tool.started', at, block: 'job1', tool: 'bash', input: {} } as const;
  host.events({ ...started, summary: 'Run npm run dev', process });
  const over = { type: 'tool.finished', at, block: 'job1', status: 'ok', ms: 1 } as const;
  host.events({ ...over, summary: 'runs in the background' });
  await settle();
  return { konsole, session, turn, host, ended, seen, processes };
}

describe('a background command', () => {
  test('outlives its turn, and the list counts it', async () => {
    const { konsole, session, host } = await withJob();
    host.finish();
    await settle();
    expect(konsole.state(session).jobs).toMatchObject([{ id: 'job1', process: { pid: 4242 } }]);
    expect(await konsole.listed(session)).toMatchObject({ status: 'idle', jobs: 1 });
    expect(konsole.held()).toBe(1);
  });

  test('is told to the next turn', async () => {
    const { konsole, session, host } = await withJob();
    host.finish();
    await settle();
    const next = await konsole.send(session, 'And now?');
    expect(konsole.hosts.running(next)?.orders().at(-1)?.jobs).toMatchObject([{ id: 'job1' }]);
  });

  test('that ended by itself is noticed with the next beat, with its code', async () => {
    const { konsole, session, host, seen } = await withJob();
    host.finish();
    await settle();
    await konsole.time.pass(10_000);
    expect(konsole.state(session).jobs).toHaveLength(1);
    seen.state = { alive: false, code: 3 };
    await konsole.time.pass(10_000);
    expect(konsole.events(session).at(-1)).toMatchObject({
      type: 'job.ended',
      how: 'exit',
      code: 3,
    });
    expect(konsole.state(session).jobs).toBeUndefined();
    expect(await konsole.listed(session)).not.toHaveProperty('jobs');
    expect(konsole.time.waiting().filter((ms) => ms <= 10_000)).toEqual([]);
    // Said until the next turn begins, which is told.
    expect(konsole.state(session).ended).toMatchObject([{ id: 'job1', how: 'exit', code: 3 }]);
    const next = await konsole.send(session, 'And now?');
    const order = konsole.hosts.running(next)?.orders().at(-1);
    expect(order?.endedJobs).toMatchObject([{ id: 'job1', how: 'exit', code: 3 }]);
    expect(konsole.state(session).ended).toBeUndefined();
  });

  test('that two have seen end, ends once', async () => {
    const { konsole, session, turn, host, seen } = await withJob();
    seen.state = { alive: false, code: 0 };
    await konsole.time.pass(10_000);
    host.events({ type: 'job.ended', at, job: 'job1', how: 'lost' });
    host.events({ type: 'turn.stalled', at, turn, silentMs: 1 });
    await settle();
    const ends = konsole.events(session).filter(({ type }) => type === 'job.ended');
    expect(ends).toMatchObject([{ how: 'exit', code: 0 }]);
  });

  test('is looked at again when a look failed', async () => {
    const { konsole, session, host, seen } = await withJob();
    host.finish();
    await settle();
    seen.state = { alive: false, code: 0 };
    seen.fails = true;
    await konsole.time.pass(10_000);
    seen.fails = false;
    expect(konsole.state(session).jobs).toHaveLength(1);
    await konsole.time.pass(10_000);
    expect(konsole.state(session).jobs).toBeUndefined();
  });

  test('is stopped by a person, once', async () => {
    const { konsole, session, ended } = await withJob();
    await konsole.jobs.stop({ session, job: 'job1' }, none);
    expect(ended).toEqual([4242]);
    expect(konsole.state(session).jobs).toBeUndefined();
    await expect(konsole.jobs.stop({ session, job: 'job1' }, none)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('that writes without end is ended', async () => {
    const { konsole, session, host, ended, seen } = await withJob();
    host.finish();
    await settle();
    seen.state = { alive: true, tooMuch: true };
    await konsole.time.pass(10_000);
    expect(ended).toEqual([4242]);
    expect(konsole.events(session).at(-1)).toMatchObject({ type: 'job.ended', how: 'stopped' });
  });

  test('ends when Konsole closes, when its session is deleted, and at the start after a kill', async () => {
    const closed = await withJob();
    await closed.konsole.close();
    // At once, as there is little time, and again in its order: ending what has ended does nothing.
    expect(new Set(closed.ended)).toEqual(new Set([4242]));
    const deleted = await withJob();
    await deleted.konsole.lifecycle.remove({ session: deleted.session }, none);
    expect(deleted.ended).toEqual([4242]);
    const killed = await withJob();
    killed.host.finish();
    await settle();
    const { journal, time } = killed.konsole;
    const log = { write: () => undefined };
    await recover({ journal, clock: time.clock, log, processes: killed.processes });
    expect(killed.ended).toEqual([4242]);
    expect(killed.konsole.state(killed.session).jobs).toBeUndefined();
  });
});

test('I3: a tool whose host died is ended by the engine, and so is one that a kill of Konsole left', async () => {
  const ended: number[] = [];
  const processes = {
    end: async ({ pid }: { pid: number }) => void ended.push(pid),
    job: async () => ({ alive: true }) as const,
    endNow: () => undefined,
    settled: async () => undefined,
  };
  const konsole = await openSessions({ processes });
  for (const pid of [11, 12]) {
    const session = await konsole.create();
    const turn = await konsole.send(session, 'Go');
    const host = konsole.hosts.running(turn);
    host?.events({ type: 'block.opened', at, turn, block: 'b1', kind: 'tool', name: 'bash' });
    const process = { pid, start: '1', mark: 'm' };
    const started = { type: 'tool.started', at, block: 'b1', tool: 'bash', input: {} } as const;
    host?.events({ ...started, summary: 'Run', process });
    await settle();
    if (pid === 11) host?.exit('killed');
    await settle();
  }
  expect(ended).toEqual([11]);
  const { journal, time } = konsole;
  const log = { write: () => undefined };
  await recover({ journal, clock: time.clock, log, processes });
  expect(ended).toEqual([11, 12]);
});
