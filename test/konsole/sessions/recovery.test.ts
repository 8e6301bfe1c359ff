import { expect, test } from 'vitest';
import { recover } from '../../../main/konsole/sessions/recovery';
import { sessionChannel, type SessionEventBody } from '../../../preload/contract/events';
import { emptySession, reduceSession } from '../../../preload/contract/session-state';
import { limits } from '../../../preload/contract/limits';
import type { Session } from '../../../preload/contract/shapes';
import { snapshotOf } from '../../../preload/contract/snapshot';
import { createMemoryJournal } from '../support/memory-journal';
import { noProcesses } from './support';

const session = (id: string, status: Session['status']): Session => ({
  id,
  kind: 'main',
  title: id,
  model: 'p/m',
  status,
  approvals: 0,
  createdAt: 1,
  updatedAt: 1,
});

const clock = { now: () => 1_000_000 };
const log = { write: () => {} };

async function journalWith(id: string, status: Session['status'], bodies: SessionEventBody[]) {
  const journal = createMemoryJournal();
  const own = session(id, 'idle');
  const channel = sessionChannel(id);
  await journal.append({
    events: [
      { channel, body: { type: 'session.created', at: 1, session: own } },
      ...bodies.map((body) => ({ channel, body })),
      { channel: 'index', body: { type: 'session.listed', at: 1, session: { ...own, status } } },
    ],
    lane: 'main',
    durability: 'batch',
  });
  const state = () => journal.of(channel).reduce(reduceSession, emptySession(id));
  return { journal, state };
}

const running: SessionEventBody[] = [
  { type: 'turn.queued', at: 100, turn: 't', text: 'Go' },
  { type: 'turn.started', at: 100, turn: 't', attempt: 1, model: 'p/m' },
  { type: 'block.opened', at: 200, turn: 't', block: 'a', kind: 'tool', name: 'grep' },
  { type: 'block.closed', at: 300, block: 'a', ms: 100, status: 'done' },
];

test('a turn that was cut off is closed, its call was not run, its time ends with its last event (I3)', async () => {
  const { journal, state } = await journalWith('s', 'running', running);
  expect(await recover({ journal, clock, log, processes: noProcesses })).toBe(1);
  const [turn] = state().turns;
  expect(turn).toMatchObject({
    status: 'interrupted',
    error: { code: 'app-closed' },
    timing: { totalMs: 200 },
  });
  expect(turn?.blocks[1]?.text).toContain('Not run');
  expect(await journal.session('s')).toMatchObject({ status: 'interrupted' });
});

test('a second recovery finds nothing to do', async () => {
  const { journal } = await journalWith('s', 'running', running);
  await recover({ journal, clock, log, processes: noProcesses });
  const before = journal.head();
  expect(await recover({ journal, clock, log, processes: noProcesses })).toBe(0);
  expect(journal.head()).toBe(before);
});

test('a message that had not started yet waits in a paused queue, with its whole text', async () => {
  const text = 'long '.repeat(5_000);
  const { journal, state } = await journalWith('s', 'running', [
    { type: 'turn.queued', at: 100, turn: 't', text },
  ]);
  // As a journal does, whose snapshots cut long texts.
  const { snapshot } = journal;
  journal.snapshot = async (channel, upTo) => {
    const whole = await snapshot(channel, upTo);
    if (!('queue' in whole)) return whole;
    return {
      ...whole,
      queue: whole.queue.map((one) => ({ ...one, text: one.text.slice(0, 4096), cut: 20_904 })),
    };
  };
  expect(await recover({ journal, clock, log, processes: noProcesses })).toBe(0);
  expect(state()).toMatchObject({ paused: true, queue: [{ turn: 't' }] });
  expect(state().queue[0]?.text).toBe(text);
  expect(await journal.session('s')).toMatchObject({ status: 'idle' });
});

test('many waiting messages that a snapshot cuts short keep their whole text', async () => {
  const text = '長'.repeat(2_000);
  const bodies = Array.from({ length: 30 }, (_, n): SessionEventBody => {
    return { type: 'turn.queued', at: 100, turn: `t${n}`, text };
  });
  const { journal, state } = await journalWith('s', 'running', bodies);
  const { snapshot } = journal;
  journal.snapshot = async (channel, upTo) => {
    const whole = await snapshot(channel, upTo);
    return 'queue' in whole ? snapshotOf(whole, limits.snapshotBytes) : whole;
  };
  await recover({ journal, clock, log, processes: noProcesses });
  expect(state()).toMatchObject({ paused: true });
  expect(state().queue.filter((entry) => entry.text === text)).toHaveLength(30);
});

test('a list that says running for a session that is not is mended', async () => {
  const { journal } = await journalWith('s', 'waiting', []);
  await recover({ journal, clock, log, processes: noProcesses });
  expect(await journal.session('s')).toMatchObject({ status: 'idle' });
});

test('a session that cannot be closed does not keep the others from it', async () => {
  const { journal, state } = await journalWith('s', 'running', running);
  const broken = session('broken', 'running');
  await journal.append({
    events: [{ channel: 'index', body: { type: 'session.listed', at: 1, session: broken } }],
    lane: 'main',
    durability: 'batch',
  });
  const { snapshot } = journal;
  journal.snapshot = (channel, upTo) =>
    channel.endsWith('broken') ? Promise.reject(new Error('damaged')) : snapshot(channel, upTo);
  const said: string[] = [];
  await recover({
    journal,
    clock,
    processes: noProcesses,
    log: { write: (_l, _a, message) => said.push(message) },
  });
  expect(state().turns[0]?.status).toBe('interrupted');
  expect(said).toEqual(['A turn that was cut off could not be closed']);
});
