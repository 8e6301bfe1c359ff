/** One group of the settings: its name, its rows, a line above the next. */
import { useId } from 'react';
import type { ReactNode } from 'react';

export function Section({ name, children }: { name: string; children: ReactNode }) {
  const id = useId();
  return (
    <section
      role="group"
      aria-labelledby={id}
      className="border-b border-line py-6 first-of-type:pt-0 last-of-type:border-b-0"
    >
      <h2 id={id} className="mb-3 text-[14.5px] font-semibold">
        {name}
      </h2>
      <div className="space-y-3.5">{children}</div>
    </section>
  );
}

interface RowProps {
  name: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  /** The actions stand under the middle: there are many, or much is said beside them. */
  under?: boolean;
}

/** A name at the left, what it is in the middle, what can be done at the right; stacked where it is narrow. */
export function Row({ name, children, actions, under = false }: RowProps) {
  const columns = under
    ? 'sm:grid-cols-[146px_minmax(0,1fr)] sm:grid-rows-[auto_1fr]'
    : 'sm:grid-cols-[146px_minmax(0,1fr)_auto]';
  return (
    <div className={`grid items-baseline gap-x-4 gap-y-1.5 ${columns}`}>
      <div className={`min-w-0 break-words text-ink-2 ${under ? 'sm:row-span-2' : ''}`}>{name}</div>
      <div className="min-w-0">{children}</div>
      {actions && (
        <div className={`flex flex-wrap gap-1.5 ${under ? 'sm:col-start-2' : ''}`}>{actions}</div>
      )}
    </div>
  );
}

export function Hint({ children }: { children: ReactNode }) {
  return <p className="text-small text-ink-2">{children}</p>;
}
