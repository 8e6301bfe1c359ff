/** What a kontask sets going: once, whole or not at all. */
import { describe, expect, test } from 'vitest';
import type { CommandRecord } from '../../../main/konsole/journal/types';
import { settle } from '../support/fake-hosts';
import { until } from '../support/konsole';
import { none } from '../sessions/support';
import { openKontasks } from './support';

type Opened = Awaited<ReturnType<typeof openKontasks>>;

const sse = 'Proceed with SSE';

const recordOf =
  (id: string) =>
  (result: unknown): CommandRecord => ({
    ...{ client: 'test', name: 'kontask.choose', id, hash: 'h', at: 1 },
    answer: JSON.stringify({ ok: true, result }),
  });

const settled = async (konsole: Opened, turn: string, text?: string) => {
  await konsole.ends(turn, text);
  await settle();
};

describe('a choice', () => {
  test('is the next message of the session that asked, word for word, and marks the kontask with who and when', async () => {
    const konsole = await openKontasks();
    const { session, turn, id } = await konsole.asking();
    await settled(konsole, turn, 'I ask.');
    const went = await konsole.acts.choose({ id, value: sse }, none);
    expect(went.session).toBe(session);
    expect(konsole.sent().at(-1)).toEqual({ ...went, text: sse });
    const kontask = await konsole.kontask(id);
    expect(kontask).toMatchObject({ status: 'in_progress', requestId: turn });
    const at = new Date(konsole.time.clock.now()).toISOString();
    expect(kontask.context?.chosen).toEqual({
      ...{ value: sse, label: 'SSE first', by: 'ann', at },
      ...went,
    });
    await until(() => konsole.hosts.running(went.turn) !== undefined);
  });

  test('is one append with its message and the answer of its command, which a power cut leaves whole', async () => {
    const konsole = await openKontasks();
    const { turn, id } = await konsole.asking();
    await settled(konsole, turn);
    const went = await konsole.acts.choose({ id, value: sse }, recordOf('c1'));
    const append = konsole.journal.appends.find(({ command }) => command?.id === 'c1');
    expect(append?.durability).toBe('full');
    const types = append?.events.map(({ body }) => body.type) ?? [];
    expect(types.filter((type) => type === 'turn.queued')).toHaveLength(1);
    expect(types.filter((type) => type === 'kontask.changed')).toHaveLength(1);
    expect(JSON.parse(append?.command?.answer ?? '')).toEqual({ ok: true, result: went });
  });

  test('that the journal refuses leaves neither message nor mark, and can be made again', async () => {
    const konsole = await openKontasks();
    const { turn, id } = await konsole.asking();
    await settled(konsole, turn);
    const before = konsole.sent().length;
    konsole.journal.refuse = ({ events }) => events.some(({ body }) => body.type === 'turn.queued');
    await expect(konsole.acts.choose({ id, value: sse }, none)).rejects.toThrow('disk is full');
    await settle();
    expect(konsole.sent()).toHaveLength(before);
    expect((await konsole.kontask(id)).context?.chosen).toBeUndefined();
    expect((await konsole.kontask(id)).status).toBe('needs_decision');
    konsole.journal.refuse = () => false;
    await konsole.acts.choose({ id, value: sse }, none);
    expect(konsole.sent()).toHaveLength(before + 1);
  });

  test('of two windows at once is one message: the other is told who picked what and when', async () => {
    const konsole = await openKontasks();
    const { turn, id } = await konsole.asking();
    await settled(konsole, turn);
    const before = konsole.sent().length;
    const ends = await Promise.allSettled(
      [sse, 'Do WebSocket now', sse].map((value) => konsole.acts.choose({ id, value }, none)),
    );
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(konsole.sent()).toHaveLength(before + 1);
    for (const end of ends.slice(1)) {
      if (end.status !== 'rejected') continue;
      expect(end.reason).toMatchObject({ code: 'conflict' });
      expect(String(end.reason)).toMatch(/ann has picked “SSE first” already, at \d{4}-/);
    }
  });

  test('while the asking turn still runs waits in its queue, and is heard when that ends', async () => {
    const konsole = await openKontasks();
    const { session, turn, id } = await konsole.asking();
    const went = await konsole.acts.choose({ id, value: sse }, none);
    expect(went.session).toBe(session);
    expect(konsole.state(session).queue).toMatchObject([{ turn: went.turn, text: sse }]);
    await settled(konsole, turn, 'I asked.');
    await until(() => konsole.hosts.running(went.turn) !== undefined);
    // What was picked is still to be done.
    expect((await konsole.kontask(id)).status).toBe('in_progress');
    await settled(konsole, went.turn, 'Done.');
    expect(await konsole.kontask(id)).toMatchObject({ status: 'completed', requestId: turn });
  });

  test('of a kontask that names its turn in its context alone goes to that turn all the same', async () => {
    const konsole = await openKontasks();
    const { session, turn, id } = await konsole.asking({ status: 'in_progress' });
    await konsole.book.update({ id, patch: { requestId: null } }, 'ann');
    expect((await konsole.acts.choose({ id, value: sse }, none)).session).toBe(session);
    await konsole.book.update({ id, patch: { context: { chosen: null } } }, 'ann');
    await settled(konsole, turn, 'Done.');
    expect((await konsole.kontask(id)).status).toBe('completed');
  });

  test.each(['archived', 'deleted', 'busy'] as const)(
    'for a session that is %s begins a new one, with what it is about in a file',
    async (how) => {
      const konsole = await openKontasks();
      const { session, turn, id } = await konsole.asking();
      await settled(konsole, turn);
      if (how === 'archived') await konsole.lifecycle.archive({ session }, none);
      if (how === 'deleted') await konsole.lifecycle.remove({ session }, none);
      if (how === 'busy') await konsole.send(session, 'Another thing');
      const went = await konsole.acts.choose({ id, value: sse }, none);
      expect(went.session).not.toBe(session);
      expect(await konsole.listed(went.session)).toMatchObject({ kind: 'main', title: sse });
      expect(konsole.sent().at(-1)).toEqual({ ...went, text: sse });
      expect(konsole.files).toHaveLength(1);
      expect(konsole.files[0]?.name).toBe('kontask.md');
      const text = konsole.files[0]?.text ?? '';
      expect(text).toContain('# Which first?');
      expect(text).toContain('Both work.');
      expect(text).toContain('1. **SSE first** (recommended): Proceed with SSE');
      expect(text.includes('Compare the two')).toBe(how !== 'deleted');
      expect((await konsole.kontask(id)).context?.chosen).toMatchObject(went);
      await until(() => konsole.hosts.running(went.turn) !== undefined);
      expect(konsole.hosts.running(went.turn)?.orders().at(-1)?.files).toMatchObject([
        { name: 'kontask.md' },
      ]);
    },
  );

  test('of a kontask that no turn here asked for begins a new session', async () => {
    const konsole = await openKontasks();
    const { kontask } = await konsole.book.create(
      {
        title: 'Imported',
        status: 'completed',
        requestId: '7becae88-448c-480c-9ca9-91fc6423a71a',
        context: { choices: [{ label: 'A', value: 'Do A' }] },
      },
      'claude',
    );
    const went = await konsole.acts.choose({ id: kontask.id, value: 'Do A' }, none);
    expect(konsole.sent()).toEqual([{ ...went, text: 'Do A' }]);
    // It needed no decision: how it stands is left.
    expect((await konsole.kontask(kontask.id)).status).toBe('completed');
  });

  test('may be any text, said to be one; a value that no choice has is refused', async () => {
    const konsole = await openKontasks();
    const { turn, id } = await konsole.asking();
    await settled(konsole, turn);
    await expect(konsole.acts.choose({ id, value: 'Neither' }, none)).rejects.toMatchObject({
      code: 'conflict',
    });
    await konsole.acts.choose({ id, value: 'Neither', custom: true }, none);
    expect(konsole.sent().at(-1)?.text).toBe('Neither');
    const { chosen } = (await konsole.kontask(id)).context ?? {};
    expect(chosen).toMatchObject({ value: 'Neither', by: 'ann' });
    expect(chosen).not.toHaveProperty('label');
  });

  test('of a kontask that is not there is not found', async () => {
    const konsole = await openKontasks();
    await expect(konsole.acts.choose({ id: 'gone', value: 'x' }, none)).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('a start', () => {
  test('is a main turn in a new session with the kontask as its brief, and the kontask follows it', async () => {
    const konsole = await openKontasks();
    const { kontask } = await konsole.book.create(
      { title: 'Write the tests', description: 'All of them.', targetUser: 'claude' },
      'ann',
    );
    const went = await konsole.acts.start({ id: kontask.id }, none);
    expect(konsole.sent()).toEqual([{ ...went, text: 'Write the tests\n\nAll of them.' }]);
    expect(konsole.files).toEqual([]);
    expect(await konsole.kontask(kontask.id)).toMatchObject({
      status: 'in_progress',
      requestId: went.turn,
      context: { requestId: went.turn },
    });
    const append = konsole.journal.appends.find(({ events }) =>
      events.some(({ body }) => body.type === 'turn.queued'),
    );
    expect(append?.events.map(({ body }) => body.type)).toEqual([
      'session.created',
      'turn.queued',
      'session.listed',
      'kontask.changed',
      'kontask.listed',
    ]);
    await until(() => konsole.hosts.running(went.turn) !== undefined);
    await konsole.ends(went.turn, 'Written.');
    const done = await konsole.kontask(kontask.id);
    expect(done).toMatchObject({ status: 'completed', context: { output: 'Written.' } });
  });

  test('gives output and choices along as a file, and forgets the time of an earlier turn', async () => {
    const konsole = await openKontasks();
    const { turn, id } = await konsole.asking();
    await settled(konsole, turn);
    expect((await konsole.kontask(id)).context?.turnTiming).toBeDefined();
    await konsole.acts.start({ id }, none);
    expect(konsole.files.map(({ name }) => name)).toEqual(['kontask.md']);
    expect((await konsole.kontask(id)).context?.turnTiming).toBeUndefined();
  });

  test('of one in which something was picked before is over with its own turn', async () => {
    const konsole = await openKontasks();
    const { turn, id } = await konsole.asking();
    await settled(konsole, turn);
    const picked = await konsole.acts.choose({ id, value: sse }, none);
    await until(() => konsole.hosts.running(picked.turn) !== undefined);
    await konsole.ends(picked.turn, 'Half of it', 'failed');
    await konsole.time.pass(1);
    const went = await konsole.acts.start({ id }, none);
    await until(() => konsole.hosts.running(went.turn) !== undefined);
    await konsole.ends(went.turn, 'All of it.');
    expect(await konsole.kontask(id)).toMatchObject({
      status: 'completed',
      context: { chosen: { turn: picked.turn }, turnTiming: { toolCallCount: 0 } },
    });
  });

  test('is refused while a turn works on it, and possible again when that has failed', async () => {
    const konsole = await openKontasks();
    const { kontask } = await konsole.book.create({ title: 'Write the tests' }, 'ann');
    const { id } = kontask;
    const went = await konsole.acts.start({ id }, none);
    await expect(konsole.acts.start({ id }, none)).rejects.toMatchObject({ code: 'conflict' });
    await until(() => konsole.hosts.running(went.turn) !== undefined);
    await settle();
    await expect(konsole.acts.start({ id }, none)).rejects.toMatchObject({ code: 'conflict' });
    await konsole.ends(went.turn, 'Half', 'failed');
    expect((await konsole.kontask(id)).status).toBe('failed');
    const again = await konsole.acts.start({ id }, none);
    expect((await konsole.kontask(id)).requestId).toBe(again.turn);
  });

  test('in a folder that is not there is refused with the way out, and nothing is changed', async () => {
    const konsole = await openKontasks();
    const { kontask } = await konsole.book.create({ title: 'Write the tests' }, 'ann');
    await expect(
      konsole.acts.start({ id: kontask.id, workspace: '/not/here' }, none),
    ).rejects.toMatchObject({ code: 'invalid' });
    expect(await konsole.kontask(kontask.id)).toEqual(kontask);
  });
});
