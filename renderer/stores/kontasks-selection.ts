/** Which kontasks are selected, and where the focus goes: by id, so that it stays when rows move. */
import type { ListedKontask } from '../../preload/contract/shapes';
import { command } from './commands';
import { loadedKontask, loadedKontasks, questionOf, useKontasks } from './kontasks-store';

const { getState, setState } = useKontasks;

/** The most that one selection holds. */
const mostSelected = 10_000;
const pageRows = 200;

export function toggleSelected(id: string): void {
  const kontask = loadedKontask(id);
  if (!kontask) return;
  const selected = new Map(getState().selected);
  if (!selected.delete(id)) selected.set(id, kontask);
  setState({ selected, anchor: id, active: id });
}

/** From where the last one was selected to this one, in the order of the page. */
export function selectTo(id: string): void {
  const { anchor, active, selected } = getState();
  const rows = loadedKontasks();
  const from = rows.findIndex((one) => one.id === (anchor ?? active ?? id));
  const to = rows.findIndex((one) => one.id === id);
  if (to < 0) return;
  const [first, last] = from < 0 ? [to, to] : [Math.min(from, to), Math.max(from, to)];
  const next = new Map(selected);
  for (const one of rows.slice(first, last + 1)) next.set(one.id, one);
  setState({ selected: next, active: id, anchor: anchor ?? active ?? id });
}

export function clearSelected(): void {
  if (getState().selected.size > 0) setState({ selected: new Map() });
}

/** All that the filter finds, loaded or not. Rejects with KonsoleError. */
export async function selectAll(): Promise<void> {
  const { filter, query } = getState();
  const found = new Map<string, ListedKontask>();
  let before: string | undefined;
  do {
    const page = await command('kontask.list', {
      ...questionOf('list'),
      limit: pageRows,
      ...(before === undefined ? {} : { before }),
    });
    for (const one of page.kontasks) found.set(one.id, one);
    before = page.next;
  } while (before !== undefined && found.size < mostSelected);
  // Another filter meanwhile: what was found is of the one before.
  const now = getState();
  if (now.filter === filter && now.query === query) setState({ selected: found });
}

/** What is done next is done to these: the selected ones if this is one of them, else to it alone. */
export function meantBy(id: string): ListedKontask[] {
  const { selected } = getState();
  if (selected.has(id)) return [...selected.values()];
  const one = loadedKontask(id);
  return one ? [one] : [];
}

/** The row that is drawn for it takes the focus, now or once it is there. */
export function focusKontask(id: string): void {
  setState({ active: id, wanted: id });
}
