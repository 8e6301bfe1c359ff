/** What a turn starts with: how its model is reached, what was said before it, and what a quick turn is told. */
import { KonsoleError } from '../../../preload/contract/errors';
import type { TurnError } from '../../../preload/contract/shapes';
import type { PastFact } from './digest';
import type { Facts } from './facts';
import { wholeHistory } from './history';
import type { KnownOrder } from './order';
import type { Live, RunnerDeps, Starting } from './types';
import { workspaceTrouble } from './workspace';

export type Gathered =
  | { ok: true; known: KnownOrder; past: readonly PastFact[] }
  | { ok: false; error: TurnError };

/** The session and the message as the turn begins with them, written down yet or not. */
export function wantedBy({ state }: Live, { turn, ahead }: Starting) {
  const message = ahead?.message ?? state.queue.find((one) => one.turn === turn);
  return { session: ahead?.session ?? state.session, message };
}

/** Rejects for a fault of ours alone: what the journal cannot read is an error that the turn ends with. */
export async function gather(
  deps: Pick<RunnerDeps, 'journal' | 'models' | 'budgets' | 'spent'>,
  facts: Pick<Facts, 'past'>,
  live: Live,
  starting: Starting,
): Promise<Gathered> {
  const { journal, models } = deps;
  const { session, message } = wantedBy(live, starting);
  const { model, kind, workspace } = session;
  const isChat = kind === 'chat';
  const read = async () => (await live.history) ?? wholeHistory(journal, live.id);
  try {
    // A quick turn does not wait for a drive that may not answer; its tools say so if they are used.
    const [way, alternatives, history, folder, past] = await Promise.all([
      models.resolve(model),
      models.alternatives(model, kind),
      starting.ahead?.history ?? read(),
      !isChat && workspace !== undefined ? workspaceTrouble(workspace) : undefined,
      isChat ? facts.past(message?.sees) : [],
      // Once in a run: from then on it is in memory.
      deps.budgets().dayUsd === undefined ? undefined : deps.spent.ready(),
    ]);
    if (!way.ok) return way;
    if (folder !== undefined) return { ok: false, error: { code: 'workspace', message: folder } };
    const { provider, model: name, contextTokens, reads, effort } = way;
    const known = {
      ...{ provider, model: name, history },
      ...(contextTokens === undefined ? {} : { contextTokens }),
      ...(reads ? { reads } : {}),
      ...(effort === undefined ? {} : { effort }),
      ...(alternatives.length === 0 ? {} : { alternatives }),
    };
    return { ok: true, known, past };
  } catch (error) {
    return { ok: false, error: internal(error) };
  }
}

/** What a `KonsoleError` says, as the error of a turn; anything else is thrown on. */
export function internal(error: unknown): TurnError {
  if (!(error instanceof KonsoleError)) throw error;
  return { code: 'internal', message: error.message };
}
