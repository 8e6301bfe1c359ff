/** What the errors of OpenAI's API mean, by the codes that its bodies carry. Others that speak like it use the same. Pure. */
import type { About, Thrown } from '../errors';
import type { RefusalKind } from '../refusals';

const kinds: Readonly<Record<string, RefusalKind>> = {
  invalid_api_key: 'key',
  account_deactivated: 'key',
  invalid_organization: 'key',
  mismatched_organization: 'key',
  missing_scope: 'denied',
  insufficient_permissions: 'denied',
  unsupported_country_region_territory: 'denied',
  insufficient_quota: 'payment',
  quota_exceeded: 'payment',
  billing_hard_limit_reached: 'payment',
  billing_not_active: 'payment',
  model_not_found: 'no-model',
  context_length_exceeded: 'too-long',
  string_above_max_length: 'too-long',
  array_above_max_length: 'too-long',
  request_too_large: 'too-long',
  rate_limit_exceeded: 'rate',
  rate_limit_error: 'rate',
  slow_down: 'overloaded',
  engine_overloaded: 'overloaded',
  overloaded: 'overloaded',
  overloaded_error: 'overloaded',
  server_overloaded: 'overloaded',
  server_is_overloaded: 'overloaded',
  server_error: 'trouble',
  internal_error: 'trouble',
  internal_server_error: 'trouble',
};

export const readRefusal: NonNullable<About['reads']> = (thrown, words) => {
  const kind = kindOf(thrown, words);
  if (kind === undefined) return undefined;
  const afterMs = kind === 'rate' && !saysWhen(thrown) ? waitOf(words) : undefined;
  return afterMs === undefined ? { kind } : { kind, afterMs };
};

function kindOf(thrown: Thrown, words: string): RefusalKind | undefined {
  const { code, type } = told(thrown);
  // Most specific first: an empty account is told as a kind of 429, and it may be told as the type alone.
  const kind = lookUp(code) ?? lookUp(type);
  // "does not have access to model": the model is there, and not for this key.
  if (kind === 'no-model' && thrown.status === 403) return 'denied';
  // One request alone is over what a minute allows: waiting changes nothing.
  if (kind === 'rate' && /request too large/i.test(words)) return 'too-long';
  if (kind === 'payment' || kind === 'rate') return kind;
  if (/overloaded/i.test(words) && (kind === 'trouble' || kind === undefined)) {
    return isFault(thrown.status) ? 'overloaded' : kind;
  }
  if (thrown.status === 503) return 'overloaded';
  return kind;
}

const lookUp = (name: string) => (Object.hasOwn(kinds, name) ? kinds[name] : undefined);

/** True for a fault of the server, and for what came inside an answer. */
const isFault = (status: unknown) => typeof status !== 'number' || status === 429 || status >= 500;

function told({ error, code, type }: Thrown): { code: string; type: string } {
  const body = error as { error?: unknown } | null | undefined;
  const inner = (typeof body === 'object' && body ? (body.error ?? body) : {}) as Thrown;
  const text = (...values: unknown[]) =>
    values.find((one): one is string => typeof one === 'string' && one !== '') ?? '';
  return { code: text(inner?.code, code), type: text(inner?.type, type) };
}

/** Whether a header tells it, which is exact. */
function saysWhen({ headers }: Thrown): boolean {
  const has = (headers as Headers | undefined)?.has;
  if (typeof has !== 'function') return false;
  return ['retry-after-ms', 'retry-after'].some((name) => has.call(headers, name));
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** "Please try again in 1m2.5s", in ms. */
function waitOf(words: string): number | undefined {
  const span = /try again in ((?:\d+(?:\.\d+)?(?:ms|s|m|h))+)/i.exec(words)?.[1];
  if (span === undefined) return undefined;
  let ms = 0;
  for (const [, amount, unit = ''] of span.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/gi)) {
    ms += Number(amount) * (units[unit.toLowerCase()] ?? 0);
  }
  return Math.ceil(ms);
}
