/** Figures put into words: against what must be reached, and against the baseline. Pure. */
import type { FigureSpec, Unit } from './figures';

export type Values = Readonly<Record<string, number>>;

export function valueText(value: number, unit: Unit): string {
  const size = Math.abs(value);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  const plain = value.toFixed(digits);
  if (unit === 'events/s') return `${plain.replace(/\B(?=(\d{3})+(?!\d))/g, ' ')} ${unit}`;
  if (unit === 'times') return `${plain} ×`;
  return `${plain} ${unit}`;
}

/** Positive when `now` is worse than `was`, in the unit. */
const worsening = (spec: FigureSpec, now: number, was: number) =>
  spec.better === 'less' ? now - was : was - now;

export const isReached = (spec: FigureSpec, value: number): boolean =>
  spec.limit === undefined || worsening(spec, value, spec.limit) <= 0;

/** Undefined where nothing must be reached. */
export function reachWords(spec: FigureSpec, value: number): string | undefined {
  const { limit, unit } = spec;
  if (limit === undefined) return undefined;
  const bound = `${spec.better === 'less' ? 'at most' : 'at least'} ${valueText(limit, unit)}`;
  const distance = worsening(spec, value, limit);
  const by = `${valueText(Math.abs(distance), unit)}, ${percentText(Math.abs(distance) / limit)}`;
  if (distance <= 0) return `reached (${bound}), ${by} to spare`;
  return `NOT reached (${bound}), missed by ${by}`;
}

export interface Comparison {
  words: string;
  verdict: 'same' | 'better' | 'worse';
}

export function compareWith(spec: FigureSpec, now: number, was: number): Comparison {
  const worse = worsening(spec, now, was);
  const share = was === 0 ? Number.POSITIVE_INFINITY : Math.abs(now - was) / Math.abs(was);
  const inNoise = Math.abs(worse) <= Math.max(spec.floor, spec.noise * Math.abs(was));
  const before = `was ${valueText(was, spec.unit)}`;
  if (now === was) return { words: `${before}: the same`, verdict: 'same' };
  const change = Number.isFinite(share)
    ? `${percentText(share)} ${direction(spec, now > was)}`
    : direction(spec, now > was);
  if (inNoise) return { words: `${before}: ${change}, within noise`, verdict: 'same' };
  const verdict = worse > 0 ? 'worse' : 'better';
  return { words: `${before}: ${change}, ${verdict} beyond noise`, verdict };
}

function direction(spec: FigureSpec, grew: boolean): string {
  if (spec.unit === 'ms') return grew ? 'slower' : 'faster';
  if (spec.unit === 'events/s') return grew ? 'faster' : 'slower';
  return grew ? 'more' : 'less';
}

function percentText(share: number): string {
  const percent = share * 100;
  return `${percent >= 10 || percent === 0 ? Math.round(percent) : percent.toFixed(1)} %`;
}

/**
 * What fails the run: a figure that had to be reached, was reached by the baseline, and is now missed by more
 * than its noise. One sentence each.
 */
export function lostGround(specs: readonly FigureSpec[], now: Values, baseline: Values): string[] {
  const lost: string[] = [];
  for (const spec of specs) {
    const { limit } = spec;
    const value = now[spec.id];
    const was = baseline[spec.id];
    if (limit === undefined || value === undefined || was === undefined) continue;
    if (!isReached(spec, was)) continue;
    const margin = Math.max(spec.floor, spec.noise * limit);
    if (worsening(spec, value, limit) <= margin) continue;
    lost.push(
      `${spec.words}: ${valueText(value, spec.unit)}; the baseline reached it with ` +
        `${valueText(was, spec.unit)}. Missed by more than the noise margin of ${valueText(margin, spec.unit)}.`,
    );
  }
  return lost;
}
