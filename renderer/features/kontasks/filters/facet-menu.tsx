/** A menu of values that are there or not, each with how many have it. It stays open while a person picks several. */
import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { ReactElement } from 'react';
import { count } from '../../../ui/format';
import { itemLook, popupLook } from '../../../ui/menu';
import type { Option } from './dimensions';

export interface FacetMenuProps {
  trigger: ReactElement;
  options: readonly Option[];
  chosen: readonly string[];
  onToggle: (value: string, on: boolean) => void;
  onOpen?: () => void;
  /** Said where there is nothing to choose from. */
  empty: string;
  /** Below the values: a way to others. */
  more?: { label: string; run: () => void };
}

export function FacetMenu(props: FacetMenuProps) {
  const { trigger, options, chosen, onToggle, onOpen, empty, more } = props;
  return (
    <Base.Root modal={false} onOpenChange={(open) => open && onOpen?.()}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align="start" className="z-50">
          <Base.Popup
            className={`${popupLook} max-h-[min(420px,var(--available-height))] max-w-[340px] overflow-y-auto`}
          >
            {options.length === 0 && <p className="px-2.5 py-1.5 text-ink-2">{empty}</p>}
            {options.map(({ value, label, count: many }) => {
              const on = chosen.includes(value);
              return (
                <Base.CheckboxItem
                  key={value}
                  checked={on}
                  label={label}
                  onCheckedChange={(next) => onToggle(value, next)}
                  className={`${itemLook} min-w-0`}
                >
                  <span className="w-3.5 shrink-0">{on && <Check size={14} aria-hidden />}</span>
                  <span className="min-w-0 flex-1 truncate" title={label}>
                    {label}
                  </span>
                  {many !== undefined && (
                    <span className="num text-small text-ink-3">{count(many)}</span>
                  )}
                </Base.CheckboxItem>
              );
            })}
            {more && (
              <>
                {options.length > 0 && <Base.Separator className="my-1 h-px bg-line" />}
                <Base.Item onClick={more.run} className={itemLook}>
                  {more.label}
                </Base.Item>
              </>
            )}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
