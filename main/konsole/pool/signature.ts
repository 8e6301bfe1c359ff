/**
 * What a host is warm for, as one text that can be compared: made of the parts that a request is made of. A key is in
 * it as a mark of which one it is, never as itself. Pure.
 */
import { createHash } from 'node:crypto';
import type { TurnOrder } from '../host/protocol';

/** What a turn needs of a host; the kind decides its prompt and its tools, and a cached prompt is bound to the effort. */
export type Wanted = Pick<TurnOrder, 'provider' | 'model' | 'kind' | 'effort'>;

export function signatureOf({ provider, model, kind, effort = '' }: Wanted): string {
  const {
    id,
    kind: wire,
    baseUrl = '',
    key,
    proxy,
    noWay,
    certificates = '',
    tier = '',
  } = provider;
  const way = [revisionOf(key), revisionOf(proxy), noWay?.message ?? '', certificates, tier];
  return JSON.stringify([id, wire, baseUrl, ...way, model, effort, kind]);
}

function revisionOf(key: string | undefined): string {
  if (key === undefined) return '';
  return createHash('sha256').update(`konsole key\0${key}`).digest('hex').slice(0, 16);
}
