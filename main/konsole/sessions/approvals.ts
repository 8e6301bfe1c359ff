/**
 * What a person decides about the tools of a session: answers to approvals, once each, and what may be done without
 * asking. The answer is written down before the host that waits for it hears it.
 */
import { KonsoleError } from '../../../preload/contract/errors';
import type { SessionEventBody } from '../../../preload/contract/events';
import { limits } from '../../../preload/contract/limits';
import type { ValidParams } from '../../../preload/contract/commands';
import type { Client } from '../types';
import { commit } from './commit';
import type { Lives } from './lives';
import { permissionsOf } from './permissions';
import type { Live, RecordAnswer, SessionDeps } from './types';

/** Ids of approvals that are over, so that a late answer is told what happened. */
const remembered = 2_000;

type Done = Record<string, never>;

export interface Approvals {
  answer(
    params: ValidParams<'approval.answer'>,
    record: RecordAnswer,
    client: Pick<Client, 'id'>,
  ): Promise<Done>;
  permit(params: ValidParams<'session.permit'>, record: RecordAnswer): Promise<Done>;
  /** The settings changed: running turns hear what is allowed now. */
  refresh(): void;
}

export function createApprovals(deps: SessionDeps, lives: Lives): Approvals {
  const { journal, clock } = deps;
  const over = new Set<string>();
  journal.onCommit((events) => {
    for (const event of events) {
      if (event.type !== 'approval.resolved') continue;
      over.add(event.approval);
      for (const oldest of over) {
        if (over.size <= remembered) break;
        over.delete(oldest);
      }
    }
  });

  const waiting = (live: Live, id: string) =>
    live.state.approvals.find((approval) => approval.id === id);

  function missing(id: string): KonsoleError {
    return over.has(id)
      ? new KonsoleError(
          'conflict',
          'This was already answered, or its turn has ended. Nothing more is needed.',
        )
      : new KonsoleError('not-found', 'No such question waits for an answer (any more).');
  }

  const tell = (live: Live) =>
    live.run?.lease.permit(permissionsOf(live.state, deps.permissions()));

  async function answer(
    { approval, decision, note }: ValidParams<'approval.answer'>,
    record: RecordAnswer,
    client: Pick<Client, 'id'>,
  ): Promise<Done> {
    const owner = lives.all().find((live) => waiting(live, approval));
    if (!owner) throw missing(approval);
    return lives.change(owner.id, async (live) => {
      // It may have been answered, or its turn may have ended, while this waited its turn.
      const asked = waiting(live, approval);
      if (!asked) throw missing(approval);
      if (decision === 'allow-session' && !asked.rules?.length) {
        throw new KonsoleError(
          'invalid',
          'This call can be allowed only once, as it cannot be told from others by a rule. Choose Allow.',
        );
      }
      const granted = [...(live.state.grants ?? []), ...(asked.rules ?? [])];
      const chars = granted.reduce((sum, rule) => sum + rule.length, 0);
      if (decision === 'allow-session' && chars > limits.grantChars) {
        throw new KonsoleError(
          'invalid',
          'This session was granted as many rules as it can hold. Take some back below the message box, or choose Allow.',
        );
      }
      const said = note?.trim() ? { note: note.trim() } : {};
      const given = { approval, decision, by: client.id.slice(0, 64), at: clock.now(), ...said };
      const body: SessionEventBody = { type: 'approval.resolved', ...given };
      await commit(journal, live, [body], { durability: 'full', command: record({}) });
      if (decision === 'allow-session') tell(live);
      live.run?.lease.answer(given);
      return {};
    });
  }

  async function permit(
    { session: id, mode, revoke }: ValidParams<'session.permit'>,
    record: RecordAnswer,
  ): Promise<Done> {
    return lives.change(id, async (live) => {
      const at = clock.now();
      const bodies: SessionEventBody[] = [];
      if (mode !== undefined && mode !== live.state.session.mode) {
        bodies.push({ type: 'session.changed', at, session: { mode } });
      }
      if (revoke !== undefined && live.state.grants?.includes(revoke)) {
        bodies.push({ type: 'grant.revoked', at, rule: revoke });
      }
      await commit(journal, live, bodies, { durability: 'full', command: record({}) });
      tell(live);
      return {};
    });
  }

  return { answer, permit, refresh: () => lives.all().forEach(tell) };
}
