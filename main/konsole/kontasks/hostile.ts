/** What no kontask may hold, whatever its fields are: names that reach prototypes, endless depth, numbers beyond all. Pure. */

/** Objects and lists within each other. */
const deepest = 60;
/** Names of a path that are told. */
const namesTold = 8;
const refused = '__proto__';

interface Place {
  value: object;
  depth: number;
  name?: string | number;
  inside?: Place;
}

/**
 * Undefined where there is nothing of the kind. Walks without recursion, so that depth cannot hurt it, and keeps places of
 * objects and lists alone, so that millions of numbers do not fill the memory.
 */
export function hostileIn(whole: object): { field: string; message: string } | undefined {
  const open: Place[] = [{ value: whole, depth: 1 }];
  for (let inside = open.pop(); inside; inside = open.pop()) {
    const { value: owner, depth } = inside;
    // The places of a list are counted: three million of them as names would take seconds.
    const names = Array.isArray(owner) ? undefined : Object.keys(owner);
    const values: readonly unknown[] = Array.isArray(owner) ? owner : Object.values(owner);
    for (let at = 0; at < values.length; at += 1) {
      const value = values[at];
      const isHeld = typeof value === 'object' && value !== null;
      const isBeyond = typeof value === 'number' && !Number.isFinite(value);
      if (!isHeld && !isBeyond && names?.[at] !== refused) continue;
      const name = names?.[at] ?? at;
      if (name === refused) {
        return said(inside, name, 'is a name that no field may have: rename it, or take it out.');
      }
      if (!isHeld) {
        return said(inside, name, 'is a number that is too large: write a smaller one, or text.');
      }
      if (depth >= deepest) {
        const message = `lies deeper than ${deepest} objects and lists: make it flatter.`;
        return said(inside, name, message);
      }
      open.push({ value, depth: depth + 1, name, inside });
    }
  }
  return undefined;
}

function said(
  inside: Place,
  name: string | number,
  message: string,
): { field: string; message: string } {
  const names = [cut(name)];
  for (let at: Place | undefined = inside; at?.name !== undefined; at = at.inside) {
    names.unshift(cut(at.name));
  }
  const told = names.length > namesTold ? [...names.slice(0, namesTold), '…'] : names;
  return { field: told.join('.'), message };
}

const cut = (name: string | number) => String(name).slice(0, 100);
