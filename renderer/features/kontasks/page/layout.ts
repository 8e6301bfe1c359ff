/** Which regions a kontask's page shows, and in which order. Pure. */
import type { Kontask, KontaskRegion } from '../../../../preload/contract/shapes';

/** Of a type that nobody made a layout for. */
export const defaultLayout: readonly KontaskRegion[] = [
  'output',
  'actions',
  'request',
  'raw',
  'timing',
  'details',
];

/** Accessible names; tests and screen readers rely on them. */
export const regionNames: Record<KontaskRegion, string> = {
  output: 'Output',
  actions: 'Quick actions',
  request: 'Original request',
  details: 'Details',
  timing: 'Timing',
  raw: 'Raw data',
};

export interface Layout {
  regions: readonly KontaskRegion[];
  /** Whose it is: its own, that of its type, or nobody's. */
  from: 'kontask' | 'type' | 'default';
}

type Layouts = Readonly<Record<string, readonly KontaskRegion[]>>;

export function layoutOf(kontask: Kontask, layouts: Layouts): Layout {
  const own = kontask.context?.layout;
  if (own) return { regions: known(own), from: 'kontask' };
  const ofType = Object.hasOwn(layouts, kontask.type) ? layouts[kontask.type] : undefined;
  if (ofType) return { regions: known(ofType), from: 'type' };
  return { regions: defaultLayout, from: 'default' };
}

/** Each once, and only those there are. */
const known = (regions: readonly KontaskRegion[]) =>
  [...new Set(regions)].filter((region) => Object.hasOwn(regionNames, region));

/** Short facts stand at the right where there is room for two columns. */
export const isAside = (region: KontaskRegion): boolean =>
  region === 'timing' || region === 'details';

export const hiddenOf = (regions: readonly KontaskRegion[]): KontaskRegion[] =>
  defaultLayout.filter((region) => !regions.includes(region));

/** Past the next one of its column, which is where a person sees it go; unchanged at the end. */
export function moved(
  regions: readonly KontaskRegion[],
  region: KontaskRegion,
  step: 1 | -1,
): readonly KontaskRegion[] {
  const to = neighbour(regions, region, step);
  if (to === undefined) return regions;
  const rest = regions.filter((other) => other !== region);
  const at = rest.indexOf(to) + (step > 0 ? 1 : 0);
  return [...rest.slice(0, at), region, ...rest.slice(at)];
}

export function neighbour(
  regions: readonly KontaskRegion[],
  region: KontaskRegion,
  step: 1 | -1,
): KontaskRegion | undefined {
  const column = regions.filter((other) => isAside(other) === isAside(region));
  const at = column.indexOf(region);
  return at < 0 ? undefined : column[at + step];
}

/** Hidden ones come back at the end of their column. */
export function toggled(
  regions: readonly KontaskRegion[],
  region: KontaskRegion,
): readonly KontaskRegion[] {
  return regions.includes(region)
    ? regions.filter((other) => other !== region)
    : [...regions, region];
}
