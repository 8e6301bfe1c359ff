/** A turn that owns kontasks fills them in when it ends, however it ends. */
import { describe, expect, test } from 'vitest';
import { createOwner } from '../../../main/konsole/kontasks/owner';
import { timingOf } from '../../../main/konsole/kontasks/from-turn';
import { createTurnReader } from '../../../main/konsole/kontasks/turns';
import { settle } from '../support/fake-hosts';
import { none } from '../sessions/support';
import { until } from '../support/konsole';
import { openKontasks } from './support';

const log = { write: () => {} };

describe('the end of a turn', () => {
  test.each([
    ['completed', 'completed'],
    ['failed', 'failed'],
    ['interrupted', 'cancelled'],
  ] as const)(
    'that %s makes what was in progress %s, with the time of the turn',
    async (how, is) => {
      const konsole = await openKontasks();
      const { session, turn, id } = await konsole.asking({ status: 'in_progress' });
      await konsole.ends(turn, 'Done.', how);
      const kontask = await konsole.kontask(id);
      expect(kontask.status).toBe(is);
      const timing = konsole.state(session).turns[0]?.timing;
      if (!timing) throw new Error('a turn that ended has its timing');
      expect(kontask.context?.turnTiming).toEqual(timingOf(timing));
      expect(kontask.context?.output).toBe('<p>Both <b>work</b>.</p>');
    },
  );

  test('puts its answer where no output is, as the agent, and once', async () => {
    const konsole = await openKontasks();
    const { turn, id } = await konsole.asking({ context: { output: '' } });
    await konsole.ends(turn, 'My answer.');
    expect(await konsole.kontask(id)).toMatchObject({
      status: 'needs_decision',
      context: { output: 'My answer.' },
    });
    const changes = () =>
      konsole.journal.events.filter((event) => event.type === 'kontask.changed');
    expect(changes()).toMatchObject([{ by: 'demo' }]);
    await konsole.owner.mend();
    await konsole.owner.settled();
    expect(changes()).toHaveLength(1);
  });

  test('fills in all that it owns, and leaves what others own and what only waits', async () => {
    const konsole = await openKontasks();
    const { turn, id } = await konsole.asking({ status: 'in_progress' });
    const other = await konsole.book.create({ title: 'x', requestId: turn }, 'claude');
    const foreign = await konsole.book.create(
      { title: 'y', status: 'in_progress', requestId: 'turn00000000' },
      'claude',
    );
    const second = await konsole.book.create(
      { title: 'z', status: 'in_progress', requestId: turn },
      'claude',
    );
    await konsole.ends(turn, 'Done.');
    expect((await konsole.kontask(id)).status).toBe('completed');
    expect((await konsole.kontask(second.kontask.id)).status).toBe('completed');
    expect(await konsole.kontask(other.kontask.id)).toEqual(other.kontask);
    expect(await konsole.kontask(foreign.kontask.id)).toEqual(foreign.kontask);
  });

  test('by a host that died, and by the closing of Konsole, counts like any other', async () => {
    const dead = await openKontasks();
    const one = await dead.asking({ status: 'in_progress' });
    dead.hosts.running(one.turn)?.exit('gone');
    await settle();
    await dead.owner.settled();
    expect(await dead.kontask(one.id)).toMatchObject({
      status: 'cancelled',
      context: { turnTiming: { toolCallCount: 0 } },
    });

    const closed = await openKontasks();
    const two = await closed.asking({ status: 'in_progress' });
    await closed.close();
    await settle();
    await closed.owner.settled();
    expect((await closed.kontask(two.id)).status).toBe('cancelled');
  });

  test('that was written when nobody followed it any more is made up for at the next start', async () => {
    const konsole = await openKontasks();
    const { turn, id } = await konsole.asking({ status: 'in_progress' });
    // The journal takes the end of the turn, and Konsole is killed before what follows from it is written.
    konsole.journal.refuse = ({ events }) =>
      events.some(({ body }) => body.type === 'kontask.changed');
    await konsole.ends(turn, 'Done.');
    expect((await konsole.kontask(id)).status).toBe('in_progress');
    konsole.journal.refuse = () => false;
    const { journal, book } = konsole;
    const next = createOwner({ book, journal, turns: createTurnReader(journal), log });
    await next.mend();
    await next.settled();
    expect(await konsole.kontask(id)).toMatchObject({
      status: 'completed',
      context: { turnTiming: { toolCallCount: 0 } },
    });
  });

  test.each([
    ['completed', 'completed'],
    ['interrupted', 'cancelled'],
  ] as const)('that was picked and %s makes its kontask %s', async (how, is) => {
    const konsole = await openKontasks();
    const { turn, id } = await konsole.asking();
    await konsole.ends(turn, 'I ask.');
    const went = await konsole.acts.choose({ id, value: 'Proceed with SSE' }, none);
    await until(() => konsole.hosts.running(went.turn) !== undefined);
    const before = await konsole.kontask(id);
    await konsole.ends(went.turn, 'Done.', how);
    const { updatedAt: _when, ...after } = await konsole.kontask(id);
    const { updatedAt: _before, ...expected } = before;
    expect(after).toEqual({ ...expected, status: is });
  });

  test('that was picked in an earlier run is followed in this one; what a person changed stays', async () => {
    const konsole = await openKontasks();
    const { turn, id } = await konsole.asking();
    await konsole.ends(turn, 'I ask.');
    const { journal, book } = konsole;
    const went = await konsole.acts.choose({ id, value: 'Proceed with SSE' }, none);
    await until(() => konsole.hosts.running(went.turn) !== undefined);
    const next = createOwner({ book, journal, turns: createTurnReader(journal), log });
    await next.mend();
    await next.settled();
    expect((await konsole.kontask(id)).status).toBe('in_progress');
    await book.update({ id, patch: { status: 'archived' } }, 'ann');
    await konsole.ends(went.turn, 'Done.');
    await next.settled();
    expect((await konsole.kontask(id)).status).toBe('archived');
    await book.update({ id, patch: { status: 'in_progress' } }, 'ann');
    await next.mend();
    await next.settled();
    expect((await konsole.kontask(id)).status).toBe('completed');
  });

  test('that came while a kontask of it was still being made is not missed', async () => {
    const konsole = await openKontasks();
    const session = await konsole.create();
    const turn = await konsole.send(session, 'Work');
    await konsole.ends(turn, 'Stopped.', 'interrupted');
    const asker = { turn, model: 'anthropic/claude-opus-5', startedAt: 1_000 };
    const input = { title: 'Late', status: 'in_progress' };
    expect(await konsole.desk.ask('kontask_create', input, asker)).toMatchObject({ ok: true });
    await konsole.owner.settled();
    const [made] = await konsole.book.ofRequest(turn);
    expect(await konsole.kontask(made?.id ?? '')).toMatchObject({
      ...{ status: 'cancelled', createdBy: 'claude' },
    });
  });
});
