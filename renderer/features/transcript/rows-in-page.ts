/** The rows of the transcript as the page has them: which is first in sight, which must stay laid out. */
import type { RowTable } from './row-table';

/** A row and how far its top lies below the top of the view, px. */
export interface Anchor {
  id: string;
  top: number;
}

/** So many rows at most stay for a selection that reaches over them. */
const mostSelected = 100;

function* rowsOf(inner: Element): Generator<HTMLElement & { dataset: { turn: string } }> {
  for (const row of inner.children) {
    if (row instanceof HTMLElement && row.dataset.turn)
      yield row as HTMLElement & { dataset: { turn: string } };
  }
}

export function rowElement(inner: Element, id: string): HTMLElement | undefined {
  for (const row of rowsOf(inner)) if (row.dataset.turn === id) return row;
  return undefined;
}

/** Takes the heights of all rows that are laid out. */
export function measureRows(inner: Element, table: Pick<RowTable, 'measure'>): void {
  for (const row of rowsOf(inner)) {
    table.measure(row.dataset.turn, row.getBoundingClientRect().height);
  }
}

/** The first row of which something is in sight. */
export function anchorIn(outer: Element, inner: Element): Anchor | undefined {
  const edge = outer.getBoundingClientRect().top;
  for (const row of rowsOf(inner)) {
    const { top, bottom } = row.getBoundingClientRect();
    if (bottom > edge + 1) return { id: row.dataset.turn, top: top - edge };
  }
  return undefined;
}

/** Rows with the focus or a selection in them: they would lose it. */
export function keptRows(inner: Element | null): string[] {
  if (!inner) return [];
  const kept = new Set<string>();
  const focused = rowAround(inner, document.activeElement);
  if (focused) kept.add(focused);
  const selection = document.getSelection();
  if (selection && !selection.isCollapsed) {
    const ends = [selection.anchorNode, selection.focusNode].map((node) => rowAround(inner, node));
    const all = [...rowsOf(inner)].map((row) => row.dataset.turn);
    const [from = -1, to = -1] = ends
      .map((id) => (id ? all.indexOf(id) : -1))
      .sort((a, b) => a - b);
    if (from >= 0 && to - from <= mostSelected) {
      for (const id of all.slice(from, to + 1)) kept.add(id);
    } else {
      for (const id of ends) if (id) kept.add(id);
    }
  }
  return [...kept];
}

function rowAround(inner: Element, node: Node | null): string | undefined {
  if (!node || !inner.contains(node)) return undefined;
  const element = node instanceof Element ? node : node.parentElement;
  return element?.closest<HTMLElement>('[data-turn]')?.dataset.turn;
}
