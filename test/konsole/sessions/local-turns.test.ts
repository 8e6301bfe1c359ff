/** The local analyst: answered by the engine itself, with no host, no model and no provider. */
import { describe, expect, test } from 'vitest';
import { localQuestion } from '../../../main/konsole/sessions/local-turns';
import type { Records } from '../../../main/konsole/diagnostics/records/records';
import type { SessionDeps } from '../../../main/konsole/sessions/types';
import { settle } from '../support/fake-hosts';
import { until } from '../support/konsole';
import { noRecords, none, openSessions } from './support';

const told = (text: string) => async () => ({ ok: true, text, summary: '' });

function recording() {
  const asked: unknown[] = [];
  const note = (name: string) => async (question?: unknown) => {
    asked.push([name, question]);
    return { ok: true, text: `about ${name}`, summary: '' };
  };
  const records: Records = {
    logs: note('logs'),
    status: note('status'),
    pool: note('pool'),
    explain: note('explain'),
    why: note('why'),
    notable: () => [],
  };
  return { asked, records };
}

async function open(change: Partial<SessionDeps> = {}) {
  const konsole = await openSessions(change);
  const session = await konsole.create('chat');
  const ended = () => konsole.events(session).filter(({ type }) => type === 'turn.finished').length;
  return {
    konsole,
    session,
    /** Until a question waits for a host. */
    async fill() {
      while (konsole.pool.status().lanes.quick?.waiting !== 1) {
        const other = await konsole.create('chat');
        await konsole.turns.send({ session: other, text: 'A long question' }, none);
        await settle();
      }
    },
    /** Resolves with the turn once it has ended. */
    async ask(text: string) {
      const before = ended();
      const { turn } = await konsole.turns.send({ session, text }, none);
      await until(() => ended() > before);
      return konsole.state(session).turns.find(({ id }) => id === turn);
    },
  };
}

/** A model that nothing is known of, as when nothing is configured. */
const nowhere: SessionDeps['models'] = {
  preferred: async () => 'nobody/none',
  check: () => undefined,
  alternatives: async () => [],
  limitsOf: () => undefined,
  resolve: () => new Promise(() => undefined),
};

describe('a question to the records', () => {
  test('is a turn like any other: whole in the journal, timed, without a host and without a model', async () => {
    const { konsole, session, ask } = await open({
      models: nowhere,
      records: { ...noRecords, status: told('All is well.') },
    });
    const turn = await ask('/status');
    expect(turn).toMatchObject({
      text: '/status',
      status: 'completed',
      model: 'konsole/records',
      usage: { inputTokens: 0, outputTokens: 0, costUsd: 0 },
    });
    expect(turn?.blocks).toMatchObject([{ kind: 'text', closed: true, status: 'done' }]);
    expect(turn?.blocks[0]?.text).toBe("*From konsole's records, no AI.*\n\nAll is well.\n");
    expect(konsole.events(session).map(({ type }) => type)).toEqual([
      'session.created',
      'session.changed',
      'turn.queued',
      'turn.started',
      'turn.first',
      'block.opened',
      'block.appended',
      'block.closed',
      'turn.finished',
    ]);
    expect(konsole.hosts.all.flatMap((host) => host.orders())).toEqual([]);
    expect(await konsole.listed(session)).toMatchObject({ status: 'idle' });
  });

  test('has parts that add up to its total, also when the records took a while (I11)', async () => {
    let give = () => undefined as void;
    const gate = new Promise<void>((resolve) => (give = resolve));
    const slow = async () => {
      await gate;
      return { ok: true, text: 'late', summary: '' };
    };
    const { konsole, ask } = await open({ records: { ...noRecords, why: slow } });
    const turn = ask('/why');
    await settle();
    await konsole.time.pass(1_234);
    give();
    const { timing } = (await turn) ?? {};
    expect(timing).toMatchObject({ totalMs: 1_234, ttfeMs: 1_234, toolCallCount: 0 });
    const { ttfeMs, thinkingMs, respondingMs, toolExecutionMs, approvalMs, retryMs, otherMs } =
      timing ?? ({} as Record<string, never>);
    const parts = [ttfeMs, thinkingMs, respondingMs, toolExecutionMs, approvalMs, retryMs, otherMs];
    expect(parts.reduce((sum, part) => (sum ?? 0) + (part ?? 0), 0)).toBe(1_234);
  });

  test('is understood by its first word alone, with what stands behind it', async () => {
    const { asked, records } = recording();
    const { ask } = await open({ records });
    for (const text of [
      '/why',
      ' /logs  WebSocket error\n',
      '/turn Parser of old',
      '/turn',
      '/pool',
      '/status',
    ]) {
      expect((await ask(text))?.model, text).toBe('konsole/records');
    }
    expect((await ask('/help'))?.blocks[0]?.text).toContain('`/logs [text]`');
    expect(asked).toEqual([
      ['why', undefined],
      ['logs', { text: 'WebSocket error' }],
      ['explain', { title: 'Parser of old' }],
      ['explain', {}],
      ['pool', undefined],
      ['status', undefined],
    ]);
    for (const text of [
      '/whynot',
      'why',
      '/Why',
      '/etc/hosts',
      '/statuses',
      'see /why',
      '//why',
      '/',
    ]) {
      expect(localQuestion('chat', text), text).toBeUndefined();
    }
    expect(localQuestion('main', '/why')).toBeUndefined();
  });

  test('to a main session is text for its model', async () => {
    const konsole = await openSessions();
    const main = await konsole.create();
    const turn = await konsole.send(main, '/why');
    expect(konsole.hosts.running(turn)?.orders()[0]?.text).toBe('/why');
  });

  test('is answered while every quick host is dead (I8)', async () => {
    const { konsole, ask } = await open();
    for (const host of konsole.hosts.of('quick')) host.exit('killed');
    await settle();
    expect((await ask('/status'))?.status).toBe('completed');
  });

  test('is answered while the quick lane is full, before what waits for a host (I8)', async () => {
    const { ask, fill } = await open();
    await fill();
    expect((await ask('/status'))?.status).toBe('completed');
  });

  test('that waits in the queue is answered in its turn, and what stands behind it goes on', async () => {
    const { konsole, session } = await open();
    const first = await konsole.send(session, 'A question');
    const { turn } = await konsole.turns.send({ session, text: '/pool' }, none);
    const last = await konsole.turns.send({ session, text: 'And then?' }, none);
    expect(konsole.state(session).queue).toHaveLength(2);
    konsole.hosts.running(first)?.finish();
    await until(() => konsole.hosts.running(last.turn) !== undefined);
    const { turns, queue } = konsole.state(session);
    expect(turns.map(({ id, status }) => [id, status])).toEqual([
      [first, 'completed'],
      [turn, 'completed'],
      [last.turn, 'running'],
    ]);
    expect(queue).toEqual([]);
    const [, local] = konsole.hosts.running(last.turn)?.orders().at(-1)?.history ?? [];
    expect(local?.blocks[0]?.text).toContain("From konsole's records");
  });

  test('that was made of a waiting question, by changing its words, is answered at once', async () => {
    const { konsole, session, fill } = await open();
    await fill();
    const { turn } = await konsole.turns.send({ session, text: 'What runs?' }, none);
    await settle();
    await konsole.queue.edit({ session, turn, text: '/status' }, none);
    await until(() => konsole.state(session).turns[0]?.status === 'completed');
    expect(konsole.state(session).turns[0]).toMatchObject({ id: turn, model: 'konsole/records' });
  });

  test('that was made of one that a person let start beside a paused queue is answered too', async () => {
    const { konsole, session, fill } = await open();
    const first = await konsole.send(session, 'A question');
    await konsole.turns.send({ session, text: 'And then?' }, none);
    konsole.hosts.running(first)?.finish('interrupted');
    await settle();
    await fill();
    const { turn } = await konsole.turns.send({ session, text: 'What runs?' }, none);
    await konsole.queue.edit({ session, turn, text: '/status' }, none);
    await settle();
    expect(konsole.state(session).turns.at(-1)).toMatchObject({ id: turn, status: 'completed' });
    expect(konsole.state(session)).toMatchObject({ paused: true, queue: [{ text: 'And then?' }] });
  });

  test('that is changed while the records are read is answered as it is now', async () => {
    let give = () => undefined as void;
    const gate = new Promise<void>((resolve) => (give = resolve));
    const logs: Records['logs'] = async ({ text = '' }) => {
      if (text === 'apples') await gate;
      return { ok: true, text: `about ${text}`, summary: '' };
    };
    const { konsole, session } = await open({ records: { ...noRecords, logs } });
    const { turn } = await konsole.turns.send({ session, text: '/logs apples' }, none);
    await konsole.queue.edit({ session, turn, text: '/logs pears' }, none);
    give();
    await until(() => konsole.state(session).turns[0]?.status === 'completed');
    const [answered] = konsole.state(session).turns;
    expect(answered).toMatchObject({ id: turn, text: '/logs pears' });
    expect(answered?.blocks[0]?.text).toContain('about pears');
  });

  test('that is stopped before it is answered stays in the paused queue', async () => {
    const never = { ...noRecords, why: () => new Promise<never>(() => undefined) };
    const { konsole, session } = await open({ records: never });
    await konsole.turns.send({ session, text: '/why' }, none);
    await konsole.turns.interrupt({ session }, none);
    expect(konsole.state(session)).toMatchObject({
      paused: true,
      queue: [{ text: '/why' }],
      turns: [],
    });
  });

  test('that cannot be written is tried again, like every start', async () => {
    const { konsole, session } = await open();
    konsole.journal.refuse = ({ events }) =>
      events.some(({ body }) => body.type === 'turn.started');
    await konsole.turns.send({ session, text: '/status' }, none);
    await until(() => konsole.logged.some((line) => line.includes('could not be started yet')));
    konsole.journal.refuse = () => false;
    await konsole.time.pass(5_000);
    await until(() => konsole.state(session).turns[0]?.status === 'completed');
    expect(konsole.state(session).turns).toHaveLength(1);
  });
});
