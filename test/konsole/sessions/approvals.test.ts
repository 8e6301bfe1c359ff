/** Approvals as the engine keeps them: one answer, written down first, and what it allows from then on. */
import { describe, expect, test } from 'vitest';
import { recover } from '../../../main/konsole/sessions/recovery';
import type { SessionEventBody } from '../../../preload/contract/events';
import { settle } from '../support/fake-hosts';
import { none, noProcesses, openSessions } from './support';

const window = { id: 'main' };
const at = 1_000_000;

const request = (turn: string, more: Partial<Requested> = {}): SessionEventBody => ({
  type: 'approval.requested',
  at,
  approval: 'ask1',
  turn,
  block: 'b1',
  tool: 'bash',
  summary: 'Run npm test',
  risk: 'medium',
  rules: ['bash(npm test)'],
  ...more,
});
type Requested = Extract<SessionEventBody, { type: 'approval.requested' }>;

/** A session whose turn asks for something, on a host that the test plays. */
async function asking(more: Partial<Requested> = {}) {
  const konsole = await openSessions();
  const session = await konsole.create();
  const turn = await konsole.send(session, 'Go');
  const host = konsole.hosts.running(turn);
  if (!host) throw new Error('the turn runs');
  host.events({ type: 'block.opened', at, turn, block: 'b1', kind: 'tool', name: 'bash' });
  host.events(request(turn, more));
  await settle();
  const answer = (decision: 'allow' | 'allow-session' | 'deny', note?: string, approval = 'ask1') =>
    konsole.approvals.answer({ approval, decision, note }, none, window);
  const told = (t: string) => host.told.filter((message) => message.t === t);
  return { konsole, session, turn, host, answer, told };
}

describe('an approval', () => {
  test('is state: the session waits, and everybody who looks sees it', async () => {
    const { konsole, session } = await asking();
    expect(konsole.state(session).approvals).toMatchObject([{ id: 'ask1', risk: 'medium' }]);
    expect(await konsole.listed(session)).toMatchObject({ status: 'waiting', approvals: 1 });
    const append = konsole.journal.appends.at(-1);
    expect(append?.durability).toBe('full');
  });

  test('is answered on disk before its host hears it, with the note (I2)', async () => {
    const { konsole, session, turn, answer, told } = await asking();
    let go: () => void = () => undefined;
    konsole.journal.gate = new Promise((resolve) => {
      go = resolve;
    });
    const answered = answer('deny', ' Use pnpm ');
    await settle();
    expect(told('answer')).toEqual([]);
    go();
    await answered;
    expect(told('answer')).toMatchObject([
      { t: 'answer', turn, answer: { decision: 'deny', note: 'Use pnpm', by: 'main' } },
    ]);
    const state = konsole.state(session);
    expect(state.approvals).toEqual([]);
    expect(state.session).toMatchObject({ status: 'running', approvals: 0 });
    expect(state.turns[0]?.blocks[0]?.asked).toMatchObject({ decision: 'deny', note: 'Use pnpm' });
  });

  test('attack 15: answered from two windows at once it has exactly one effect', async () => {
    const { konsole, session, answer, told } = await asking();
    const answers = await Promise.allSettled([answer('allow'), answer('deny'), answer('allow')]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    await expect(answer('allow')).rejects.toMatchObject({ code: 'conflict' });
    expect(told('answer')).toHaveLength(1);
    const resolved = konsole.events(session).filter(({ type }) => type === 'approval.resolved');
    expect(resolved).toMatchObject([{ decision: 'allow' }]);
  });

  test('attack 15: of another session, or of none, is not found', async () => {
    const { answer, told } = await asking();
    await expect(answer('allow', undefined, 'ask2')).rejects.toMatchObject({ code: 'not-found' });
    expect(told('answer')).toEqual([]);
  });

  test('cannot be said by a host, which may only take its own question back', async () => {
    const { konsole, session, host } = await asking();
    const said = { type: 'approval.resolved', at, approval: 'ask1', by: 'main' } as const;
    host.events({ ...said, decision: 'allow' });
    await settle();
    expect(konsole.state(session).approvals).toHaveLength(1);
    host.events({ ...said, decision: 'withdrawn' });
    await settle();
    expect(konsole.state(session).approvals).toEqual([]);
  });

  test('is withdrawn when its host dies, and answering it then is a conflict', async () => {
    const { konsole, session, host, answer } = await asking();
    host.exit('killed');
    await settle();
    expect(konsole.state(session).approvals).toEqual([]);
    const resolved = konsole.events(session).find(({ type }) => type === 'approval.resolved');
    expect(resolved).toMatchObject({ decision: 'withdrawn' });
    await expect(answer('allow')).rejects.toMatchObject({ code: 'conflict' });
  });

  test('is withdrawn at the next start when Konsole was killed (I3)', async () => {
    const { konsole, session } = await asking();
    const { journal, time } = konsole;
    const log = { write: () => undefined };
    expect(await recover({ journal, clock: time.clock, log, processes: noProcesses })).toBe(1);
    const state = konsole.state(session);
    expect(state.approvals).toEqual([]);
    expect(state.turns[0]).toMatchObject({ status: 'interrupted' });
    expect(state.turns[0]?.blocks[0]).toMatchObject({ status: 'interrupted', closed: true });
  });

  test('allowed for the session grants exactly the rules that were shown, until they are taken back', async () => {
    const { konsole, session, turn, answer, told } = await asking();
    await answer('allow-session');
    expect(konsole.state(session).grants).toEqual(['bash(npm test)']);
    expect(told('permit')).toMatchObject([
      { t: 'permit', turn, permissions: { mode: 'ask', grants: ['bash(npm test)'] } },
    ]);
    await konsole.approvals.permit({ session, revoke: 'bash(npm test)' }, none);
    expect(konsole.state(session).grants).toBeUndefined();
    expect(told('permit').at(-1)).toMatchObject({ permissions: { grants: [] } });
  });

  test('that no rule can tell from others is not allowed for the session', async () => {
    const { answer, told } = await asking({ rules: [] });
    await expect(answer('allow-session')).rejects.toMatchObject({ code: 'invalid' });
    expect(told('answer')).toEqual([]);
    await answer('allow');
    expect(told('answer')).toHaveLength(1);
  });
});

describe('what may be done without asking', () => {
  test('is as the settings have it, unless the session says otherwise', async () => {
    const { konsole, session, told, host } = await asking();
    expect(host.orders().at(-1)?.permissions).toMatchObject({ mode: 'ask', grants: [] });
    await konsole.approvals.permit({ session, mode: 'edits' }, none);
    expect(konsole.state(session).session.mode).toBe('edits');
    expect(told('permit')).toMatchObject([{ permissions: { mode: 'edits' } }]);
  });

  test('all ends with the session, also with one that is brought back', async () => {
    const konsole = await openSessions();
    const session = await konsole.create();
    await konsole.approvals.permit({ session, mode: 'all' }, none);
    await konsole.lifecycle.remove({ session }, none);
    await konsole.lifecycle.restore({ session }, none);
    expect(await konsole.listed(session)).toMatchObject({ mode: 'ask' });
  });

  test('all is for this run of Konsole: the next start asks again', async () => {
    const konsole = await openSessions();
    const session = await konsole.create();
    await konsole.approvals.permit({ session, mode: 'all' }, none);
    expect(await konsole.listed(session)).toMatchObject({ mode: 'all' });
    const { journal, time } = konsole;
    const log = { write: () => undefined };
    await recover({ journal, clock: time.clock, log, processes: noProcesses });
    expect(await konsole.listed(session)).toMatchObject({ mode: 'ask' });
    expect(konsole.state(session).session.mode).toBe('ask');
  });
});
