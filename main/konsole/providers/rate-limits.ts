/** What the head of an answer says is left of a provider's limits. Pure. */
import type { RateLimit } from '../../../preload/contract/shapes';
import { bounded, type Get, msUntil } from './server-time';

/** As the headers of Anthropic (`anthropic-ratelimit-<what>-<field>`) and of OpenAI and its like (`x-ratelimit-<field>-<what>`) name it. */
const counted = ['requests', 'tokens', 'input-tokens', 'output-tokens'] as const;

/** Empty where nothing is told, or nothing that can be read. `now` in epoch ms, and so `resetAt`: by this computer's clock. */
export function rateLimitsOf(headers: { get: Get }, now: number): RateLimit[] {
  return counted.flatMap((what) => {
    const field = (name: string) =>
      headers.get(`anthropic-ratelimit-${what}-${name}`) ??
      headers.get(`x-ratelimit-${name}-${what}`) ??
      undefined;
    const limit = count(field('limit'));
    const remaining = count(field('remaining'));
    if (limit === undefined || remaining === undefined) return [];
    const span = spanOf(field('reset'), (name) => headers.get(name), now);
    const told: RateLimit = { what: what.replace('-', ' '), limit, remaining };
    if (span !== undefined) told.resetAt = now + span;
    return [told];
  });
}

function count(text: string | undefined): number | undefined {
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}

const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** ms until a date, seconds, epoch seconds or ms, or a span such as "1m30.5s"; undefined where it cannot be so. */
function spanOf(text: string | undefined, get: Get, now: number): number | undefined {
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  if (Number.isFinite(value)) {
    // What is larger than ten years of seconds is a moment, not a span.
    if (value > 1e12) return msUntil(value, get, now);
    return value > 315_000_000 ? msUntil(value * 1_000, get, now) : bounded(value * 1_000);
  }
  if (/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text)) {
    let span = 0;
    for (const [, amount, unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
      span += Number(amount) * (units[unit] ?? 0);
    }
    return bounded(Math.round(span));
  }
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : msUntil(date, get, now);
}
