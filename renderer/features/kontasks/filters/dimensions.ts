/** What kontasks can be narrowed by, and how a filter changes. Pure. */
import type {
  KontaskFacets,
  KontaskFilter,
  KontaskStatus,
} from '../../../../preload/contract/shapes';
import { statuses } from '../../../stores/kontask-feeds';
import type { Counts } from '../../../stores/kontask-feeds';
import { statusNames } from '../status';

export type Dimension = Exclude<keyof KontaskFilter, 'query'>;

/** In the order of the bar. `one` is said of a single value: "scope: vibetools". */
export const dimensions: ReadonlyArray<{ key: Dimension; one: string }> = [
  { key: 'status', one: 'status' },
  { key: 'scope', one: 'scope' },
  { key: 'tags', one: 'tag' },
  { key: 'type', one: 'type' },
  { key: 'createdBy', one: 'created by' },
  { key: 'targetUser', one: 'for' },
];

export const wordOf = (key: Dimension, value: string): string =>
  key === 'status' ? statusNames[value as KontaskStatus].toLowerCase() : value;

export interface Option {
  value: string;
  label: string;
  count?: number;
}

/** What there is to choose from; what is chosen and not there any more can still be taken away. */
export function optionsOf(
  key: Dimension,
  filter: KontaskFilter,
  facets: KontaskFacets | undefined,
  counts: Counts,
): Option[] {
  if (key === 'status') {
    return statuses.map((status) => ({
      value: status,
      label: statusNames[status],
      count: counts[status] ?? 0,
    }));
  }
  const known = facets?.[key] ?? [];
  const gone = (filter[key] ?? []).filter((value) => !known.some((one) => one.value === value));
  return [
    ...gone.map((value) => ({ value, label: value })),
    ...known.map(({ value, count }) => ({ value, label: value, count })),
  ];
}

export function withValue(
  filter: KontaskFilter,
  key: Dimension,
  value: string,
  on: boolean,
): KontaskFilter {
  const had: readonly string[] = filter[key] ?? [];
  const others = had.filter((one) => one !== value);
  const values = on ? [...others, value] : others;
  const { [key]: _was, ...rest } = filter;
  return values.length === 0 ? rest : { ...rest, [key]: values };
}

/** Nothing is narrowed. */
export const isEmptyFilter = (filter: KontaskFilter): boolean =>
  (filter.query ?? '').trim() === '' &&
  dimensions.every(({ key }) => (filter[key] ?? []).length === 0);

/** In words, for a name that is not there yet: "scope: vibetools, tag: websocket". */
export function filterWords(filter: KontaskFilter): string {
  const words = filter.query?.trim() ? [`“${filter.query.trim()}”`] : [];
  for (const { key, one } of dimensions)
    for (const value of filter[key] ?? []) words.push(`${one}: ${wordOf(key, value)}`);
  return words.join(', ');
}
