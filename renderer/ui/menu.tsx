/** Menus: one behind a button, and one at a place that a list chose for one of its rows. The entries are plain values. */
import { ContextMenu as BaseContext } from '@base-ui/react/context-menu';
import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';
import { cx } from './class-names';

export type MenuEntry =
  | 'separator'
  | {
      label: string;
      onSelect: () => void;
      icon?: ReactNode;
      tone?: 'plain' | 'danger';
      disabled?: boolean;
    };

export const popupLook =
  'min-w-44 rounded-card border border-line bg-raised p-1 text-ui text-ink shadow-card outline-none';
export const itemLook =
  'flex items-center gap-2 rounded-control px-2.5 py-1.5 outline-none select-none ' +
  'data-[highlighted]:bg-hover data-[disabled]:opacity-55';

function Entries({ entries }: { entries: readonly MenuEntry[] }) {
  return entries.map((entry, index) => {
    if (entry === 'separator') {
      return <Base.Separator key={`line-${index}`} className="my-1 h-px bg-line" />;
    }
    return (
      <Base.Item
        key={entry.label}
        disabled={entry.disabled ?? false}
        onClick={entry.onSelect}
        className={cx(itemLook, entry.tone === 'danger' && 'text-bad')}
      >
        {entry.icon}
        {entry.label}
      </Base.Item>
    );
  });
}

export function Menu({
  trigger,
  entries,
}: {
  trigger: ReactElement;
  entries: readonly MenuEntry[];
}) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align="start" className="z-50">
          <Base.Popup className={popupLook}>
            <Entries entries={entries} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** Where a placed menu opens: at an element, or at a point of the page, px. */
export interface MenuPlace {
  /** It has the focus again once the menu is gone, if it is still there. */
  element: HTMLElement;
  point?: { x: number; y: number };
}

export interface PlacedMenuProps {
  open: boolean;
  place: MenuPlace;
  label: string;
  entries: readonly MenuEntry[];
  onClose: () => void;
}

/** One menu for many rows: it costs nothing until it is open. */
export function PlacedMenu({ open, place, label, entries, onClose }: PlacedMenuProps) {
  return (
    <Base.Root modal={false} open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Positioner
          anchor={anchorOf(place)}
          sideOffset={place.point ? 0 : 4}
          align="start"
          className="z-50"
        >
          <Base.Popup
            aria-label={label}
            finalFocus={() => (place.element.isConnected ? place.element : false)}
            className={popupLook}
          >
            <Entries entries={entries} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function anchorOf({ element, point }: MenuPlace) {
  if (!point) return element;
  return { getBoundingClientRect: () => new DOMRect(point.x, point.y, 0, 0) };
}

export function ContextMenu(props: { children: ReactElement; entries: readonly MenuEntry[] }) {
  return (
    <BaseContext.Root>
      <BaseContext.Trigger render={props.children} />
      <BaseContext.Portal>
        <BaseContext.Positioner className="z-50">
          <BaseContext.Popup className={popupLook}>
            <Entries entries={props.entries} />
          </BaseContext.Popup>
        </BaseContext.Positioner>
      </BaseContext.Portal>
    </BaseContext.Root>
  );
}
