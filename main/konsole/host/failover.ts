/**
 * When a model does not answer, the next one of the lane's list is asked, before a word of this answer was written. A side
 * question wants an answer now: it goes over as soon as the provider has refused or was silent past a limit. A main turn
 * goes over when its own model has failed for good. Changes the order of the turn, which is the host's own copy.
 */
import { limits } from '../../../preload/contract/limits';
import type { TurnError } from '../../../preload/contract/shapes';
import { oneLine } from '../../../preload/contract/text';
import type { Emitter } from './emitter';
import type { Alternative, TurnOrder } from './protocol';

/** What another model would meet in the same way, or what no provider has done. */
const stays = new Set<TurnError['code']>([
  'too-long',
  'refused',
  'workspace',
  'host-died',
  'app-closed',
  'stopped',
  'over-budget',
  'internal',
]);

export interface FailoverDeps {
  order: TurnOrder;
  emitter: Emitter;
}

/** How long the provider may take to its first event, ms; undefined where that is no reason to ask somebody else. */
export function firstEventLimit(
  order: Pick<TurnOrder, 'kind' | 'alternatives'>,
): number | undefined {
  return isHasty(order) && order.alternatives?.length ? limits.quickSilentMs : undefined;
}

/** Whether the next model is asked before the same one is asked again. */
export const isHasty = ({ kind }: Pick<TurnOrder, 'kind'>): boolean => kind === 'chat';

/** Who is asked now that `error` has ended a request, which had written the blocks `opened`; undefined: nobody else. */
export function successor(
  { order, emitter }: FailoverDeps,
  error: TurnError,
  opened: readonly string[] = [],
): Alternative | undefined {
  if (!isOfProvider(error) || hasWords(emitter, opened)) return undefined;
  return order.alternatives?.[0];
}

/** Whether the error tells of the provider that was asked. */
export const isOfProvider = ({ code }: TurnError): boolean => !stays.has(code);

/** From here on the order is for `next`. */
export function goOver(
  { order, emitter }: FailoverDeps,
  next: Alternative,
  error: TurnError,
): void {
  const from = `${order.provider.id}/${order.model}`;
  order.provider = next.provider;
  order.model = next.model;
  order.alternatives = order.alternatives?.filter((one) => one !== next) ?? [];
  delete order.contextTokens;
  if (next.contextTokens !== undefined) order.contextTokens = next.contextTokens;
  delete order.reads;
  if (next.reads) order.reads = next.reads;
  delete order.effort;
  if (next.effort !== undefined) order.effort = next.effort;
  const reason = oneLine(error.message).slice(0, 300);
  emitter.event({ type: 'turn.moved', turn: order.turn, from, model: next.name, reason });
}

/** Thinking that nobody answered from is made anew by another model; words that a person has read stay. */
function hasWords(emitter: Emitter, opened: readonly string[]): boolean {
  return emitter
    .turn()
    .blocks.some(({ id, kind, text }) => kind !== 'thinking' && text !== '' && opened.includes(id));
}
