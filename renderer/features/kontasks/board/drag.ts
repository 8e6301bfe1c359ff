/** Dragging cards from column to column. What it looks like is put on the page without drawing it anew. */
import type { KontaskStatus } from '../../../../preload/contract/shapes';
import { meantBy } from '../../../stores/kontasks-selection';
import { moveTo } from '../list/item-events';

/** Known only while it is dragged: a page may not read what is dragged before it falls. */
let dragged: string | undefined;

/** For the `ref` of the board. */
export function hearDrags(board: HTMLElement | null): (() => void) | undefined {
  if (!board) return undefined;
  const stop = new AbortController();
  const { signal } = stop;
  board.addEventListener('dragstart', onDragStart, { signal });
  board.addEventListener('dragend', onDragEnd, { signal });
  board.addEventListener('dragover', onDragOver, { signal });
  board.addEventListener('drop', onDrop, { signal });
  return () => stop.abort();
}

function onDragStart(event: DragEvent): void {
  const card = event.target instanceof Element ? event.target.closest('[data-kontask]') : null;
  const id = card?.getAttribute('data-kontask');
  if (!id) return;
  dragged = id;
  if (!event.dataTransfer) return;
  event.dataTransfer.effectAllowed = 'move';
  // An own kind: elsewhere in the window it is nothing that could be dropped.
  event.dataTransfer.setData('application/x-konsole-kontask', id);
}

function onDragEnd(): void {
  dragged = undefined;
  mark(undefined);
}

const columnAt = (target: EventTarget | null) =>
  target instanceof Element ? target.closest<HTMLElement>('[data-column]') : null;

let marked: HTMLElement | undefined;

/** The column that a card hangs over. */
function mark(column: HTMLElement | undefined): void {
  if (marked === column) return;
  marked?.removeAttribute('data-over');
  column?.setAttribute('data-over', '');
  marked = column;
}

function onDragOver(event: DragEvent): void {
  if (dragged === undefined) return;
  const column = columnAt(event.target);
  mark(column ?? undefined);
  if (!column) return;
  event.preventDefault();
  if (event.dataTransfer) event.dataTransfer.dropEffect = 'move';
}

function onDrop(event: DragEvent): void {
  const column = columnAt(event.target);
  const id = dragged;
  onDragEnd();
  if (!column || id === undefined) return;
  event.preventDefault();
  moveTo(meantBy(id), column.getAttribute('data-column') as KontaskStatus);
}
