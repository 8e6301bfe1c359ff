/** What no kontask may hold, whatever its fields are: names that reach prototypes, endless depth, numbers beyond all. Pure. */

/** Objects and lists within each other. */
export const deepest = 60;
/** Names of a path that are told. */
const namesTold = 8;

interface Place {
  value: unknown;
  depth: number;
  name?: string | number;
  inside?: Place;
}

/** Undefined where there is nothing of the kind. Walks without recursion, so that depth cannot hurt it. */
export function hostileIn(whole: object): { field: string; message: string } | undefined {
  const open: Place[] = [{ value: whole, depth: 1 }];
  for (let place = open.pop(); place; place = open.pop()) {
    const { value, depth } = place;
    if (typeof value === 'number' && !Number.isFinite(value)) {
      return said(place, 'is a number that is too large: write a smaller one, or text.');
    }
    if (typeof value !== 'object' || value === null) continue;
    if (depth > deepest) {
      return said(place, `lies deeper than ${deepest} objects and lists: make it flatter.`);
    }
    const inside = place;
    if (Array.isArray(value)) {
      for (const [name, one] of value.entries()) {
        open.push({ value: one, depth: depth + 1, name, inside });
      }
      continue;
    }
    for (const name of Object.keys(value)) {
      const next: Place = {
        value: (value as Record<string, unknown>)[name],
        depth: depth + 1,
        name,
        inside,
      };
      if (name === '__proto__') {
        return said(next, 'is a name that no field may have: rename it, or take it out.');
      }
      open.push(next);
    }
  }
  return undefined;
}

function said(place: Place, message: string): { field: string; message: string } {
  const names: string[] = [];
  for (let at: Place | undefined = place; at?.name !== undefined; at = at.inside) {
    names.unshift(String(at.name).slice(0, 100));
  }
  const cut = names.length > namesTold ? [...names.slice(0, namesTold), '…'] : names;
  return { field: cut.join('.'), message };
}
