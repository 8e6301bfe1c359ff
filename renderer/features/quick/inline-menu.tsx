/**
 * A menu that lies in the page and makes the window grow: the window is no larger than what it shows, so that a menu
 * over it would be cut off at its edge. Keys are those of any menu; Esc closes it and not the window.
 */
import { Check } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { FocusEvent, KeyboardEvent, ReactNode, RefObject } from 'react';
import { cx } from '../../ui/class-names';

export interface MenuItem {
  key: string;
  label: string;
  /** Said after it, dimmed. */
  detail?: string;
  icon?: ReactNode;
  /** It is one of several of which one holds. */
  chosen?: boolean;
  run: () => void;
}

export interface MenuGroup {
  key: string;
  name?: string;
  items: readonly MenuItem[];
}

export interface InlineMenuProps {
  label: string;
  groups: readonly MenuGroup[];
  /** Said where there is nothing to choose. */
  empty?: string | undefined;
  /** The button that opened it, which has the focus again. */
  trigger: RefObject<HTMLElement | null>;
  onClose: () => void;
  className?: string;
}

const moves = { ArrowDown: 1, ArrowUp: -1 } as const;

export function InlineMenu(props: InlineMenuProps) {
  const { label, groups, empty, trigger, onClose, className } = props;
  const menu = useRef<HTMLDivElement>(null);
  const filled = groups.some(({ items }) => items.length > 0);

  useEffect(() => {
    // The words of an empty one are its only item.
    const items = itemsIn(menu.current).filter((item) => !filled || !item.ariaDisabled);
    const chosen = items.find((item) => item.getAttribute('aria-checked') === 'true');
    (chosen ?? items[0] ?? menu.current)?.focus();
    menu.current?.scrollIntoView?.({ block: 'nearest' });
  }, [filled]);

  const close = () => {
    onClose();
    trigger.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const items = itemsIn(menu.current);
    const at = items.findIndex((item) => item === document.activeElement);
    if (event.key === 'Escape' || event.key === 'Tab') close();
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp')
      items[(at + moves[event.key] + items.length) % items.length]?.focus();
    else if (event.key === 'Home') items[0]?.focus();
    else if (event.key === 'End') items.at(-1)?.focus();
    else if (isLetter(event)) startingWith(items, at, event.key)?.focus();
    else return;
    event.preventDefault();
  };
  const onBlur = (event: FocusEvent) => {
    const to = event.relatedTarget;
    // The focus that leaves the window comes back; that of its own button is the button's to answer.
    if (!to || event.currentTarget.contains(to) || trigger.current?.contains(to)) return;
    onClose();
  };

  return (
    <div
      ref={menu}
      role="menu"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onBlur={onBlur}
      className={cx(
        'max-h-[264px] overflow-y-auto rounded-card border border-line bg-raised p-1 outline-none',
        className,
      )}
    >
      {!filled && empty !== undefined && (
        <div
          role="menuitem"
          aria-disabled
          tabIndex={-1}
          className="px-2.5 py-1 text-ink-2 outline-none"
        >
          <span role="status">{empty}</span>
        </div>
      )}
      {groups.map(({ key, name, items }) =>
        items.length === 0 ? null : (
          <div
            key={key}
            role="group"
            aria-label={name}
            className="not-first:mt-1 not-first:border-t not-first:border-line-soft not-first:pt-1"
          >
            {name !== undefined && (
              <p aria-hidden className="px-2.5 pt-0.5 pb-0.5 text-small text-ink-2">
                {name}
              </p>
            )}
            {items.map((item) => (
              <Item key={item.key} item={item} choose={() => run(item, close)} />
            ))}
          </div>
        ),
      )}
    </div>
  );
}

/** Closed first: what is run may put the focus elsewhere. */
function run(item: MenuItem, close: () => void): void {
  close();
  item.run();
}

function Item({ item, choose }: { item: MenuItem; choose: () => void }) {
  const { label, detail, icon, chosen } = item;
  return (
    <button
      type="button"
      role={chosen === undefined ? 'menuitem' : 'menuitemradio'}
      aria-checked={chosen}
      tabIndex={-1}
      onClick={choose}
      className="flex w-full items-center gap-2 rounded-control px-2.5 py-1 text-left outline-none hover:bg-hover focus:bg-hover"
    >
      {icon}
      <span className="min-w-0 truncate" title={label}>
        {label}
      </span>
      {detail !== undefined && (
        <span className="num shrink-0 text-small whitespace-nowrap text-ink-2">{detail}</span>
      )}
      {chosen && <Check size={14} aria-hidden className="ml-auto shrink-0" />}
    </button>
  );
}

const itemsIn = (menu: HTMLElement | null): HTMLElement[] => [
  ...(menu?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? []),
];

const isLetter = (event: KeyboardEvent) =>
  event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey;

/** The next one after `at` whose words begin so. */
function startingWith(items: readonly HTMLElement[], at: number, letter: string) {
  const turned = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  return turned.find((item) =>
    item.textContent?.trim().toLowerCase().startsWith(letter.toLowerCase()),
  );
}
