/** How the konsole in memory finds kontasks. Pure. */
import type { Kontask, KontaskFacets, KontaskStatus } from '../../../preload/contract/shapes';

type Params = Record<string, unknown>;

export const isOneOf = (wanted: unknown, value: string | undefined) =>
  !Array.isArray(wanted) || wanted.length === 0 || wanted.includes(value);

export function fits(kontask: Kontask, filter: Params): boolean {
  const { title, description = '', context, tags = [] } = kontask;
  const query = typeof filter.query === 'string' ? filter.query : '';
  const words = query.toLowerCase().split(/\s+/);
  const text = `${title} ${description} ${context?.output ?? ''}`.toLowerCase();
  return (
    words.every((word) => text.includes(word)) &&
    ((filter.tags as string[] | undefined) ?? []).every((tag) => tags.includes(tag)) &&
    (['status', 'scope', 'type', 'createdBy', 'targetUser'] as const).every((name) =>
      isOneOf(filter[name], kontask[name]),
    )
  );
}

export function facetsOf(kontasks: readonly Kontask[]): KontaskFacets {
  const facet = (values: ReadonlyArray<string | undefined>) => {
    const counts = new Map<string, number>();
    for (const value of values)
      if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
    const entries = [...counts].map(([value, count]) => ({ value, count }));
    return entries.toSorted((a, b) => b.count - a.count);
  };
  return {
    scope: facet(kontasks.map((one) => one.scope)),
    tags: facet(kontasks.flatMap((one) => one.tags ?? [])),
    type: facet(kontasks.map((one) => one.type)),
    createdBy: facet(kontasks.map((one) => one.createdBy)),
    targetUser: facet(kontasks.map((one) => one.targetUser)),
  };
}

/** So many of every status, one status after the other, and the id behind which each goes on. */
export function firstOfEach<One extends { kontask: Kontask }>(
  found: readonly One[],
  limit: number,
) {
  const rows: One[] = [];
  const nexts: Partial<Record<KontaskStatus, string>> = {};
  for (const status of new Set(found.map(({ kontask }) => kontask.status))) {
    const ofIt = found.filter(({ kontask }) => kontask.status === status);
    const first = ofIt.slice(0, limit);
    rows.push(...first);
    const last = first.at(-1);
    if (last && first.length < ofIt.length) nexts[status] = last.kontask.id;
  }
  return { rows, nexts };
}
