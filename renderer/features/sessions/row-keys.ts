/** The keys of a list of rows: arrows, Home and End move the focus from row to row, whatever list each is in. */

const rowSelector = 'button[data-row]';

/** Every row inside, in the order of the page. */
export function rowsIn(list: Element): HTMLElement[] {
  return Array.from(list.querySelectorAll<HTMLElement>(rowSelector));
}

/** The row that the key leads to; undefined where it leads nowhere. */
export function rowAfterKey(
  rows: readonly HTMLElement[],
  from: Element | null,
  key: string,
): HTMLElement | undefined {
  const at = rows.findIndex((row) => row === from);
  if (key === 'Home') return rows[0];
  if (key === 'End') return rows.at(-1);
  if (key === 'ArrowDown') return rows[at + 1];
  if (key === 'ArrowUp') return at > 0 ? rows[at - 1] : undefined;
  return undefined;
}

/** What has the focus once this row is gone: the next session, else the one before, else what is there. */
export function neighbourOf(rows: readonly HTMLElement[], row: Element): HTMLElement | undefined {
  const at = rows.findIndex((other) => other === row);
  const [next, before] = [rows[at + 1], rows[at - 1]];
  return next?.closest('[data-session]') ? next : (before ?? next);
}
