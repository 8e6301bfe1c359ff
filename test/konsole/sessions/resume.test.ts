import { describe, expect, test } from 'vitest';
import { wholeQueue } from '../../../main/konsole/sessions/lives';
import type { TurnStatus } from '../../../preload/contract/shapes';
import { settle } from '../support/fake-hosts';
import { until } from '../support/konsole';
import { none, openSessions } from './support';

/** A session whose one turn has ended so. */
async function ended(status: Exclude<TurnStatus, 'queued' | 'running'>, waiting: string[] = []) {
  const konsole = await openSessions();
  const session = await konsole.create();
  const turn = await konsole.send(session, 'Go');
  for (const text of waiting) await konsole.turns.send({ session, text }, none);
  konsole.hosts.running(turn)?.finish(status);
  await settle();
  const resume = () => konsole.turns.resume({ session }, none);
  return { konsole, session, turn, resume };
}

describe('resuming', () => {
  test.each(['interrupted', 'failed'] as const)(
    'a turn that was %s starts one that goes on from it',
    async (status) => {
      const { konsole, session, turn, resume } = await ended(status);
      const { turn: next } = await resume();
      await until(() => konsole.hosts.running(next) !== undefined);
      expect(konsole.state(session).turns.at(-1)).toMatchObject({
        id: next,
        resumes: turn,
        text: 'Go on from where you were interrupted.',
        status: 'running',
      });
      const order = konsole.hosts.running(next)?.orders().at(-1);
      expect(order).toMatchObject({ text: 'Go on from where you were interrupted.' });
      expect(order?.history.map(({ id }) => id)).toEqual([turn]);
    },
  );

  test.each(['completed', 'refused'] as const)('a turn that was %s is refused', async (status) => {
    const { konsole, session, resume } = await ended(status);
    await expect(resume()).rejects.toMatchObject({ code: 'conflict' });
    expect(konsole.state(session).queue).toEqual([]);
  });

  test('a session without a turn, and one that does not exist, is told', async () => {
    const konsole = await openSessions();
    const session = await konsole.create();
    await expect(konsole.turns.resume({ session }, none)).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(konsole.turns.resume({ session: 'x' }, none)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('while a turn runs is a conflict, so two at once start one turn', async () => {
    const { konsole, session, resume } = await ended('interrupted');
    const answers = await Promise.allSettled([resume(), resume()]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    await expect(resume()).rejects.toMatchObject({ code: 'conflict' });
    const queued = konsole.events(session).filter(({ type }) => type === 'turn.queued');
    expect(queued).toHaveLength(2);
  });

  test('goes before what waits in a paused queue, which stays paused', async () => {
    const { konsole, session, turn, resume } = await ended('interrupted', ['Later']);
    expect(konsole.state(session).paused).toBe(true);
    const { turn: next } = await resume();
    await until(() => konsole.hosts.running(next) !== undefined);
    konsole.hosts.running(next)?.finish();
    await settle();
    expect(konsole.state(session)).toMatchObject({
      paused: true,
      queue: [{ text: 'Later' }],
      turns: [{ id: turn }, { id: next, resumes: turn }],
    });
  });

  test('that was stopped before it began is what the next resume starts', async () => {
    const { konsole, session, turn, resume } = await ended('interrupted');
    for (const text of ['A', 'B']) await konsole.send(await konsole.create(), text);
    const { turn: next } = await resume();
    await until(() => konsole.pool.status().lanes.main.waiting > 0);
    await konsole.turns.interrupt({ session }, none);
    expect(konsole.state(session)).toMatchObject({ paused: true, queue: [{ resumes: turn }] });
    expect(await resume()).toEqual({ turn: next });
    expect(konsole.state(session).queue).toHaveLength(1);
  });

  test('keeps what it resumes while it waits, however long the queue is', async () => {
    const { konsole, session, turn, resume } = await ended(
      'interrupted',
      Array.from({ length: 40 }, (_, n) => `${n}`),
    );
    for (const text of ['A', 'B']) await konsole.send(await konsole.create(), text);
    const { turn: next } = await resume();
    await konsole.turns.interrupt({ session }, none);
    const { queue } = konsole.state(session);
    const cut = { ...konsole.state(session), queue: queue.slice(0, 40) };
    expect((await wholeQueue(konsole.journal, cut)).at(-1)).toMatchObject({
      turn: next,
      resumes: turn,
    });
  });

  test('keeps its first answer in the transaction of its event (I5)', async () => {
    const { konsole, session } = await ended('interrupted');
    const record = (result: unknown) => ({
      client: 'c',
      name: 'turn.resume',
      id: 'one',
      hash: 'h',
      answer: JSON.stringify(result),
      at: 1,
    });
    const { turn } = await konsole.turns.resume({ session }, record);
    const append = konsole.journal.appends.find(({ command }) => command?.name === 'turn.resume');
    expect(append?.events[0]?.body).toMatchObject({ type: 'turn.queued', turn });
    expect(append?.command?.answer).toBe(JSON.stringify({ turn }));
  });

  test('a turn that fails at its start says what it resumed', async () => {
    const { konsole, session, turn } = await ended('interrupted');
    await konsole.journal.append({
      events: [
        {
          channel: `session/${session}`,
          body: { type: 'session.changed', at: 1, session: { model: 'rubbish' } },
        },
      ],
      lane: 'main',
      durability: 'batch',
    });
    await konsole.turns.resume({ session }, none);
    await until(() => konsole.state(session).turns.length > 1);
    expect(konsole.state(session).turns.at(-1)).toMatchObject({ status: 'failed', resumes: turn });
  });
});
