/** A menu of exclusive choices in named groups; the chosen one has a tick. More entries may follow below. */
import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { ReactElement } from 'react';
import { cx } from './class-names';
import { itemLook, popupLook } from './menu';

export interface Choice {
  value: string;
  label: string;
  /** Why it cannot be chosen. */
  against?: string | undefined;
  /** What should be known before it is chosen. */
  note?: string | undefined;
}

export interface ChoiceGroup {
  key: string;
  name: string;
  options: readonly Choice[];
}

export interface ChoiceMenuProps {
  /** The button that opens it. */
  trigger: ReactElement;
  value: string | undefined;
  groups: readonly ChoiceGroup[];
  onChoose: (value: string) => void;
  /** Something to do that is no choice: where to get more of them. */
  more?: { label: string; run: () => void };
  onOpen?: () => void;
  /** Said where there is nothing to choose from. */
  empty: string;
}

export function ChoiceMenu(props: ChoiceMenuProps) {
  const { trigger, value, groups, onChoose, more, onOpen, empty } = props;
  return (
    <Base.Root modal={false} onOpenChange={(open) => open && onOpen?.()}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align="end" className="z-50">
          <Base.Popup
            className={`${popupLook} max-h-[min(440px,var(--available-height))] max-w-[340px] overflow-y-auto`}
          >
            {groups.length === 0 && <p className="px-2.5 py-1.5 text-ink-2">{empty}</p>}
            <Base.RadioGroup
              value={value}
              onValueChange={(next: unknown) => typeof next === 'string' && onChoose(next)}
            >
              {groups.map((group) => (
                <Base.Group key={group.key}>
                  <Base.GroupLabel className="px-2.5 pt-2 pb-0.5 text-small text-ink-3">
                    {group.name}
                  </Base.GroupLabel>
                  {group.options.map((option) => (
                    <Base.RadioItem
                      key={option.value}
                      value={option.value}
                      closeOnClick
                      disabled={option.against !== undefined}
                      // The reason is there to be read: the name alone is dim.
                      className={`${itemLook} min-w-0 data-[disabled]:opacity-100`}
                    >
                      <span className="min-w-0 flex-1">
                        <span
                          className={cx(
                            'block truncate',
                            option.against !== undefined && 'text-ink-3',
                          )}
                          title={option.value}
                        >
                          {option.label}
                        </span>
                        {(option.against ?? option.note) !== undefined && (
                          <span className="block text-small text-ink-2">
                            {option.against ?? option.note}
                          </span>
                        )}
                      </span>
                      <span className="w-3.5 shrink-0">
                        {option.value === value && <Check size={14} aria-hidden />}
                      </span>
                    </Base.RadioItem>
                  ))}
                </Base.Group>
              ))}
            </Base.RadioGroup>
            {more && (
              <>
                <Base.Separator className="my-1 h-px bg-line" />
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
