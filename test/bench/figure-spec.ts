/** What a figure of the bench is, and how rows of a list become figures. */

export type Unit = 'ms' | 'MB' | '% of a core' | 'times' | 'events/s';

export interface FigureSpec {
  readonly id: string;
  /** The measurement that takes it. */
  readonly of: string;
  readonly words: string;
  readonly unit: Unit;
  readonly better: 'less' | 'more';
  /** What must be reached: at most this, or at least this where more is better. */
  readonly limit?: number;
  /** A change up to this share of the older value is noise. */
  readonly noise: number;
  /** A change up to this, in the unit, is noise too: small figures vary by more than their share. */
  readonly floor: number;
}

export type Row = [id: string, words: string, unit: Unit, more?: Partial<FigureSpec>];

const usual = { ms: 1, MB: 4, '% of a core': 0.1, times: 0.1, 'events/s': 2_000 } as const;

export function rows(of: string, list: readonly Row[]): FigureSpec[] {
  return list.map(([id, words, unit, more]) => ({
    id: `${of}.${id}`,
    of,
    words,
    unit,
    better: unit === 'events/s' ? 'more' : 'less',
    noise: 0.15,
    floor: usual[unit],
    ...more,
  }));
}
