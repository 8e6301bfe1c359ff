import { describe, expect, test } from 'vitest';
import type { SessionEventBody } from '../../../preload/contract/events';
import { settle } from '../support/fake-hosts';
import { until } from '../support/konsole';
import { none, openSessions } from './support';

const at = 1_000_000;

describe('a host that dies', () => {
  test('leaves an explicit result for its open tool call, and the session goes on (I3)', async () => {
    const konsole = await openSessions();
    const session = await konsole.create();
    const turn = await konsole.send(session, 'Go');
    const host = konsole.hosts.running(turn);
    const opening: SessionEventBody[] = [
      { type: 'block.opened', at, turn, block: 'b1', kind: 'tool', name: 'grep' },
      { type: 'block.closed', at, block: 'b1', ms: 1, status: 'done' },
      { type: 'tool.started', at, block: 'b1', tool: 'grep', input: {}, summary: 'grep x' },
    ];
    host?.events(...opening);
    host?.exit('segmentation fault');
    await settle();
    const [cut] = konsole.state(session).turns;
    expect(cut).toMatchObject({ status: 'interrupted', error: { code: 'host-died' } });
    expect(cut?.error?.message).toContain('segmentation fault');
    expect(cut?.blocks).toMatchObject([
      { id: 'b1', status: 'interrupted', closed: true },
      { kind: 'output', parent: 'b1', closed: true, text: expect.stringContaining('Cut off') },
    ]);
    const next = await konsole.send(session, 'Again');
    konsole.hosts.running(next)?.finish();
    await settle();
    expect(konsole.state(session).session.status).toBe('idle');
  });

  test('while idle is replaced before the next turn needs it', async () => {
    const konsole = await openSessions();
    const session = await konsole.create();
    await konsole.time.pass(20_000);
    for (const host of konsole.hosts.of('main')) host.exit('gone');
    const turn = await konsole.send(session, 'Go');
    konsole.hosts.running(turn)?.finish();
    await settle();
    expect(konsole.state(session).session.status).toBe('idle');
  });
});

describe('a journal that refuses', () => {
  test('a message is told to its sender, and nothing has changed', async () => {
    const konsole = await openSessions();
    const session = await konsole.create();
    konsole.journal.refuse = () => true;
    await expect(konsole.turns.send({ session, text: 'Go' }, none)).rejects.toThrow('disk is full');
    konsole.journal.refuse = () => false;
    const turn = await konsole.send(session, 'Go');
    expect(konsole.state(session).session.turn).toBe(turn);
  });

  test('what a host says ends that turn alone; it is closed as soon as there is room', async () => {
    const konsole = await openSessions();
    const session = await konsole.create();
    const other = await konsole.create('chat');
    const turn = await konsole.send(session, 'Go');
    konsole.journal.refuse = ({ lane }) => lane === 'main';
    konsole.hosts.running(turn)?.events({ type: 'turn.first', at, turn, ms: 5 });
    await settle();
    expect(konsole.hosts.running(turn)?.killed).toBe(true);
    const quick = await konsole.send(other, 'Why?');
    expect(konsole.hosts.running(quick)).toBeDefined();
    konsole.journal.refuse = () => false;
    await konsole.time.pass(6_000);
    expect(konsole.state(session).turns[0]).toMatchObject({
      status: 'interrupted',
      error: { message: expect.stringContaining('disk is full') },
    });
    expect(konsole.logged.some((line) => line.includes('could not be written'))).toBe(true);
    await konsole.send(session, 'Again');
    expect(konsole.state(session).session.status).toBe('running');
  });

  test('a turn whose last words could not be written ends, though its host is free already', async () => {
    const konsole = await openSessions();
    const session = await konsole.create();
    const turn = await konsole.send(session, 'Go');
    konsole.journal.refuse = ({ lane }) => lane === 'main';
    konsole.hosts.running(turn)?.finish();
    await settle();
    konsole.journal.refuse = () => false;
    await konsole.time.pass(6_000);
    expect(konsole.state(session)).toMatchObject({
      session: { status: 'interrupted' },
      turns: [
        { status: 'interrupted', error: { message: expect.stringContaining('disk is full') } },
      ],
    });
    const next = await konsole.send(session, 'Again');
    expect(konsole.state(session).session.turn).toBe(next);
  });

  test('a turn whose start could not be written is started as soon as there is room', async () => {
    const konsole = await openSessions();
    const session = await konsole.create();
    konsole.journal.refuse = ({ events }) =>
      events.some(({ body }) => body.type === 'turn.started');
    const { turn } = await konsole.turns.send({ session, text: 'Go' }, none);
    await until(() => konsole.logged.some((line) => line.includes('could not be started')));
    await konsole.time.pass(6_000);
    expect(konsole.state(session).session.turn).toBeUndefined();
    konsole.journal.refuse = () => false;
    await konsole.time.pass(12_000);
    await until(() => konsole.hosts.running(turn)?.killed === false);
    konsole.hosts.running(turn)?.finish();
    await settle();
    expect(konsole.state(session).turns).toMatchObject([{ id: turn, status: 'completed' }]);
    expect(konsole.pool.status().lanes.main).toMatchObject({ busy: 0, waiting: 0 });
  });

  test('a turn that the last run left open and recovery could not close is closed before the next', async () => {
    const konsole = await openSessions();
    const session = await konsole.create();
    const at = 900;
    await konsole.journal.append({
      events: [
        { type: 'turn.queued', at, turn: 'old', text: 'Go' } as const,
        { type: 'turn.started', at, turn: 'old', attempt: 1, model: 'demo/scripted' } as const,
      ].map((body) => ({ channel: `session/${session}`, body })),
      lane: 'main',
      durability: 'batch',
    });
    const next = await konsole.send(session, 'Again');
    expect(konsole.state(session).turns).toMatchObject([
      { id: 'old', status: 'interrupted', error: { code: 'app-closed' } },
      { id: next, status: 'running' },
    ]);
  });
});
