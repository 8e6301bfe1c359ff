/**
 * Which row is drawn by which element: one that comes takes the element of one that went, in order, so that another answer
 * changes texts and makes no elements. Pure but for what it remembers of the last time.
 */

/** `pinned`: its element is given to no other, as it has the focus. */
export type Slots = (ids: readonly string[], pinned?: string) => ReadonlyMap<string, number>;

export function createSlots(): Slots {
  let held: ReadonlyMap<string, number> = new Map();
  let next = 0;
  return (ids, pinned) => {
    const here = new Set(ids);
    const free = [...held].filter(([id]) => !here.has(id) && id !== pinned).map(([, slot]) => slot);
    let taken = 0;
    const slotOf = (id: string) => held.get(id) ?? free[taken++] ?? next++;
    const now = new Map(ids.map((id) => [id, slotOf(id)]));
    // What is pinned and out of sight keeps its slot to itself for as long as it is so.
    const kept = pinned === undefined || here.has(pinned) ? undefined : held.get(pinned);
    held = kept === undefined ? now : new Map([...now, [pinned as string, kept]]);
    return now;
  };
}
