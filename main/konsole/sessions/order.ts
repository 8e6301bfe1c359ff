/** What a host is told to run: the turn, its conversation, how its model is reached and what its tools may do. Pure. */
import { join } from 'node:path';
import type { Session } from '../../../preload/contract/shapes';
import type { TurnOrder } from '../host/protocol';
import { permissionsOf } from './permissions';
import type { Ahead, Live, SessionDeps } from './types';

export type KnownOrder = Pick<
  TurnOrder,
  'provider' | 'model' | 'history' | 'contextTokens' | 'effort' | 'alternatives'
>;

export interface OrderFacts {
  live: Live;
  /** The session as it is when the turn begins, and the message: they may not be written down yet. */
  session: Session;
  message: Ahead['message'] | undefined;
  turn: string;
  at: number;
  known: KnownOrder;
  /** What the system prompt of a quick turn ends with. */
  context: string | undefined;
}

type OrderDeps = Pick<SessionDeps, 'blobFolder' | 'outputFolder' | 'readLimits' | 'permissions'>;

export function turnOrder(deps: OrderDeps, facts: OrderFacts): TurnOrder {
  const { live, session, turn, at, known, context } = facts;
  const { jobs, ended } = live.state;
  const { text = '', files } = facts.message ?? {};
  const permissions = deps.permissions();
  return {
    session: live.id,
    kind: session.kind,
    turn,
    text,
    ...(files ? { files } : {}),
    blobFolder: deps.blobFolder,
    outputFolder: join(deps.outputFolder, live.id),
    ...known,
    ...deps.readLimits(),
    permissions: permissionsOf({ ...live.state, session }, permissions),
    sandbox: permissions.sandbox,
    ...(jobs ? { jobs } : {}),
    ...(ended ? { endedJobs: ended } : {}),
    ...(session.workspace === undefined ? {} : { workspace: session.workspace }),
    startedAt: at,
    ...(context === undefined ? {} : { context }),
  };
}
