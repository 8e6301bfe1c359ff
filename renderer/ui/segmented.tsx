/** A few exclusive choices side by side. A radio group: arrows move, the chosen one is the tab stop. */
import { useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { cx } from './class-names';

export interface SegmentedProps<Value extends string> {
  label: string;
  /** Absent: none is chosen, and the first is the tab stop. */
  value: Value | undefined;
  options: ReadonlyArray<{ value: Value; label: string }>;
  onChange: (value: Value) => void;
  disabled?: boolean;
}

const steps: Record<string, number> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
};

export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const { label, value, options, onChange, disabled = false } = props;
  const group = useRef<HTMLDivElement>(null);
  const none = options.every((option) => option.value !== value);
  const move = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = options.findIndex((option) => option.value === value);
    const from = at < 0 && step < 0 ? 0 : at;
    const to = (from + step + options.length) % options.length;
    const next = options[to];
    if (!next) return;
    onChange(next.value);
    group.current?.querySelectorAll<HTMLButtonElement>('[role=radio]')[to]?.focus();
  };
  return (
    <div
      ref={group}
      role="radiogroup"
      aria-label={label}
      onKeyDown={move}
      className="inline-flex max-w-full flex-wrap overflow-hidden rounded-control border border-line bg-raised"
    >
      {options.map((option, index) => {
        const chosen = option.value === value;
        return (
          <button
            key={option.value}
            type="button"
            role="radio"
            aria-checked={chosen}
            tabIndex={chosen || (none && index === 0) ? 0 : -1}
            disabled={disabled}
            onClick={() => onChange(option.value)}
            className={cx(
              'h-8 px-3.5 focus-visible:-outline-offset-2',
              index > 0 && 'border-l border-line',
              chosen ? 'bg-main-wash font-semibold text-main-ink' : 'text-ink hover:bg-hover',
            )}
          >
            {option.label}
          </button>
        );
      })}
    </div>
  );
}
