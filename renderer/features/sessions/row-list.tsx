/**
 * What holds the rows of sessions: one menu for all of them (right click, menu key, Shift+F10, the row's
 * button), and the keys that move, rename and delete.
 */
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { Session } from '../../../preload/contract/shapes';
import { useIndex } from '../../stores/index-store';
import { useUi } from '../../stores/ui-store';
import { PlacedMenu } from '../../ui/menu';
import type { MenuPlace } from '../../ui/menu';
import { useArchived } from './archived-store';
import { neighbourOf, rowAfterKey, rowsIn } from './row-keys';
import { entriesFor } from './row-menu';
import { startRenaming, useRows } from './rows-store';
import { deleteSession } from './session-actions';
import { titleOf } from './session-words';

/** The session of the row that something happened in, listed or archived. */
function sessionAt(target: EventTarget | null): Session | undefined {
  const id = target instanceof Element && target.closest('[data-session]')?.getAttribute(mark);
  if (!id) return undefined;
  const known = [...useIndex.getState().sessions, ...(useArchived.getState().sessions ?? [])];
  return known.find((session) => session.id === id);
}
const mark = 'data-session';

interface OpenMenu {
  session: Session;
  place: MenuPlace;
}

export interface RowListProps {
  children: ReactNode;
  className: string;
  /** Up from the first row leads here. The same function each time. */
  onLeaveUp: () => void;
}

export function RowList({ children, className, onLeaveUp }: RowListProps) {
  const list = useRef<HTMLDivElement>(null);
  const [menu, setMenu] = useState<OpenMenu>();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const openMenu = (target: EventTarget | null, point?: { x: number; y: number }): boolean => {
      const session = sessionAt(target);
      const row = target instanceof Element && target.closest(`[${mark}]`);
      const element = row && row.querySelector<HTMLElement>('button[data-row]');
      if (!session || !element) return false;
      setMenu({ session, place: point ? { element, point } : { element } });
      setOpen(true);
      return true;
    };
    return list.current ? listen(list.current, openMenu, onLeaveUp) : undefined;
  }, [onLeaveUp]);
  /** The row of a session that goes can have no focus after the menu: the one beside it has. */
  const toNeighbour = () => {
    const { current } = list;
    const element = current && menu && neighbourOf(rowsIn(current), menu.place.element);
    if (element) setMenu({ ...menu, place: { ...menu.place, element } });
  };
  return (
    <div ref={list} className={className}>
      {children}
      {menu && (
        <PlacedMenu
          open={open}
          place={menu.place}
          label={`More for ${titleOf(menu.session)}`}
          entries={entriesFor(menu.session, toNeighbour)}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  );
}

/** Heard once for all rows, however many there are. Returns how to stop. */
function listen(
  list: HTMLElement,
  openMenu: (target: EventTarget | null, point?: { x: number; y: number }) => boolean,
  onLeaveUp: () => void,
): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const onContextMenu = (event: MouseEvent) => {
    // Sent by a key it has no place; the keys are heard below.
    const byPointer = event.clientX !== 0 || event.clientY !== 0;
    const point = byPointer ? { x: event.clientX, y: event.clientY } : undefined;
    if (openMenu(event.target, point)) event.preventDefault();
  };
  const onClick = (event: MouseEvent) => {
    const more = event.target instanceof Element && event.target.closest('[data-more]');
    if (more) openMenu(more);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (onRowKey(event, list, openMenu, onLeaveUp)) event.preventDefault();
  };
  const onFocus = ({ target }: FocusEvent) => {
    const id = target instanceof Element && target.closest(`[${mark}]`)?.getAttribute(mark);
    if (id && useRows.getState().active !== id) useRows.setState({ active: id });
  };
  list.addEventListener('contextmenu', onContextMenu, { signal });
  list.addEventListener('click', onClick, { signal });
  list.addEventListener('keydown', onKeyDown, { signal });
  list.addEventListener('focusin', onFocus, { signal });
  return () => stop.abort();
}

/** True when the press was for the list. */
function onRowKey(
  event: KeyboardEvent,
  list: HTMLElement,
  openMenu: (target: EventTarget | null) => boolean,
  onLeaveUp: () => void,
): boolean {
  const { target, key } = event;
  if (!(target instanceof HTMLElement) || !target.matches('[data-row],[data-more]')) return false;
  if (key === 'ContextMenu' || (key === 'F10' && event.shiftKey)) return openMenu(target);
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
  const row = target.closest(`[${mark}]`)?.querySelector('[data-row]') ?? target;
  const rows = rowsIn(list);
  if (plain && /^(Arrow(Up|Down)|Home|End)$/.test(key)) {
    const to = rowAfterKey(rows, row, key);
    if (to) to.focus();
    else if (key === 'ArrowUp') onLeaveUp();
    return true;
  }
  const session = sessionAt(target);
  if (!session) return false;
  if (plain && key === 'F2') {
    startRenaming(session.id, 'row');
    return true;
  }
  // A Mac's keyboard has no Delete key of its own.
  if ((plain && key === 'Delete') || (key === 'Backspace' && event.metaKey)) {
    // The session that is shown gives way to a new one, whose message box takes the focus.
    if (useUi.getState().session !== session.id) neighbourOf(rows, row)?.focus();
    void deleteSession(session);
    return true;
  }
  return false;
}
