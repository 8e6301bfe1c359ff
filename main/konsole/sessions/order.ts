/** What a host is told to run: the turn, its conversation, how its model is reached and what its tools may do. Pure. */
import { join } from 'node:path';
import type { Session } from '../../../preload/contract/shapes';
import type { Budgets, ToldLimits, TurnOrder } from '../host/protocol';
import { permissionsOf } from './permissions';
import type { Ahead, Live, RunnerDeps } from './types';

export type KnownOrder = Pick<
  TurnOrder,
  'provider' | 'model' | 'history' | 'contextTokens' | 'reads' | 'effort' | 'alternatives'
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

type OrderDeps = Pick<
  RunnerDeps,
  'blobFolder' | 'outputFolder' | 'readLimits' | 'permissions' | 'models' | 'budgets' | 'spent'
>;

export function turnOrder(deps: OrderDeps, facts: OrderFacts): TurnOrder {
  const { live, session, turn, at, known, context } = facts;
  const { jobs, ended } = live.state;
  const { text = '', files } = facts.message ?? {};
  const permissions = deps.permissions();
  const limits = limitsOf(deps, known);
  const budgets = budgetsOf(deps);
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
    ...(limits.length === 0 ? {} : { limits }),
    ...(budgets ? { budgets } : {}),
  };
}

/** Of every provider that the turn may ask. */
function limitsOf(
  { models }: OrderDeps,
  { provider, alternatives = [] }: KnownOrder,
): ToldLimits[] {
  const ways = [provider, ...alternatives.map((one) => one.provider)];
  const told = new Map(ways.map((way) => [way.id, models.limitsOf(way)]));
  return [...told].flatMap(([id, limits]) => (limits ? [{ provider: id, limits }] : []));
}

function budgetsOf({ budgets, spent }: OrderDeps): Budgets | undefined {
  const { turnUsd, dayUsd } = budgets();
  if (turnUsd === undefined && dayUsd === undefined) return undefined;
  return {
    ...(turnUsd === undefined ? {} : { turnUsd }),
    ...(dayUsd === undefined ? {} : { dayUsd }),
    spentTodayUsd: dayUsd === undefined ? 0 : spent.usd(),
  };
}
