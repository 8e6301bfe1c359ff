/**
 * Presses on the rows of the list and the cards of the board, heard once for all of them. A row is what carries
 * `data-kontask`; what is pressed inside it (a choice, Start) keeps its own Enter and Space.
 */
import type { KontaskStatus, ListedKontask } from '../../../../preload/contract/shapes';
import { messageOf } from '../../../stores/commands';
import { statuses } from '../../../stores/kontask-feeds';
import { loadedKontask, shownFeeds, useKontasks } from '../../../stores/kontasks-store';
import {
  clearSelected,
  focusKontask,
  meantBy,
  selectAll,
  selectTo,
  toggleSelected,
} from '../../../stores/kontasks-selection';
import { showKontask } from '../../../stores/ui-store';
import { announce } from '../../../ui/announce';
import { onMac } from '../../../ui/kbd';
import { toast } from '../../../ui/toast';
import { openChoice } from '../board/choice-store';
import { deleteKontasks, setStatus } from './acts';
import { nameOf } from './words';
import { statusNames } from '../status';

const rowAt = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-kontask]') : null;
const idOf = (row: HTMLElement | null) => row?.getAttribute('data-kontask') ?? undefined;
const insideControl = (target: EventTarget | null) =>
  target instanceof Element && target.closest('button, a, input, textarea') !== null;
const held = (event: { ctrlKey: boolean; metaKey: boolean }) =>
  onMac() ? event.metaKey : event.ctrlKey;

/** For the `ref` of what holds the rows. */
export function hearRows(element: HTMLElement | null): (() => void) | undefined {
  if (!element) return undefined;
  const stop = new AbortController();
  const { signal } = stop;
  element.addEventListener('click', onRowClick, { signal });
  element.addEventListener('keydown', onRowKey, { signal });
  element.addEventListener('focusin', onRowFocus, { signal });
  return () => stop.abort();
}

function onRowFocus({ target }: FocusEvent): void {
  const id = idOf(rowAt(target));
  if (id !== undefined && useKontasks.getState().active !== id)
    useKontasks.setState({ active: id });
}

/** Plain: opens it; with Ctrl/Cmd or Shift: selects. */
function onRowClick(event: MouseEvent): void {
  const id = idOf(rowAt(event.target));
  if (id === undefined || insideControl(event.target)) return;
  if (held(event)) toggleSelected(id);
  else if (event.shiftKey) selectTo(id);
  else if (!window.getSelection()?.toString()) showKontask(id);
}

function onRowKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const row = rowAt(event.target);
  const inside = row !== null && event.target !== row;
  if (inside && /^(Enter| )$/.test(event.key)) return;
  const id = idOf(row) ?? useKontasks.getState().active;
  if (onPageKey(event) || (id !== undefined && onKeyOf(id, event))) event.preventDefault();
}

/** What does not need a row. */
function onPageKey(event: KeyboardEvent): boolean {
  if (held(event) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'a') {
    void everySelected();
    return true;
  }
  if (event.key === 'Escape' && useKontasks.getState().selected.size > 0) {
    clearSelected();
    return true;
  }
  return false;
}

async function everySelected(): Promise<void> {
  try {
    await selectAll();
    announce(`${useKontasks.getState().selected.size} selected`);
  } catch (error) {
    toast({ message: messageOf(error), tone: 'bad' });
  }
}

function onKeyOf(id: string, event: KeyboardEvent): boolean {
  const { key, shiftKey, altKey } = event;
  if (altKey && !event.ctrlKey && !event.metaKey) return onMoveKey(id, key);
  if (key === 'Backspace' && event.metaKey) return remove(id);
  if (event.ctrlKey || event.metaKey) return false;
  if (/^(Arrow(Up|Down|Left|Right)|Home|End)$/.test(key)) {
    const to = neighbour(id, key);
    if (to === undefined) return true;
    if (shiftKey) selectTo(id);
    focusKontask(to);
    if (shiftKey) selectTo(to);
    return true;
  }
  if (shiftKey) return false;
  if (key === 'Enter') showKontask(id);
  else if (key === ' ') toggleSelected(id);
  else if (key === 'Delete') remove(id);
  else if (/^[1-9]$/.test(key)) return openChoice(loadedKontask(id), Number(key) - 1);
  else return false;
  return true;
}

function remove(id: string): boolean {
  const meant = meantBy(id);
  const to = neighbour(id, 'ArrowDown') ?? neighbour(id, 'ArrowUp');
  if (to !== undefined && !meant.some((one) => one.id === to)) focusKontask(to);
  void deleteKontasks(meant);
  return true;
}

/** Alt+Left and Alt+Right: to the state before or after this one, in the order of the board. */
function onMoveKey(id: string, key: string): boolean {
  const step = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : 0;
  const kontask = loadedKontask(id);
  if (step === 0 || !kontask) return false;
  const order = columnsFor(kontask.status);
  const to = order[order.indexOf(kontask.status) + step];
  if (to === undefined) return true;
  moveTo(meantBy(id), to);
  focusKontask(id);
  return true;
}

/** On the board its open columns; in the list all states. */
function columnsFor(status: KontaskStatus): KontaskStatus[] {
  const open = shownFeeds().filter((key): key is KontaskStatus => key !== 'list');
  return open.includes(status) && open.length > 1 ? open : [...statuses];
}

export function moveTo(kontasks: readonly ListedKontask[], to: KontaskStatus): void {
  if (kontasks.every((one) => one.status === to)) return;
  announce(`${nameOf(kontasks)} moved to ${statusNames[to]}`);
  void setStatus(kontasks, to);
}

/** Up and down in its feed; left and right to the same place in the next column that has any. */
function neighbour(id: string, key: string): string | undefined {
  const { feeds } = useKontasks.getState();
  const columns = shownFeeds().map((feed) => feeds[feed]?.kontasks ?? []);
  const at = columns.findIndex((rows) => rows.some((one) => one.id === id));
  const rows = columns[at] ?? [];
  const place = rows.findIndex((one) => one.id === id);
  if (key === 'Home') return rows[0]?.id;
  if (key === 'End') return rows.at(-1)?.id;
  if (key === 'ArrowDown') return rows[place + 1]?.id;
  if (key === 'ArrowUp') return rows[place - 1]?.id;
  const step = key === 'ArrowRight' ? 1 : -1;
  for (let next = at + step; next >= 0 && next < columns.length; next += step) {
    const there = columns[next] ?? [];
    const one = there[Math.min(place, there.length - 1)];
    if (one) return one.id;
  }
  return undefined;
}
