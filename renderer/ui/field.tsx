/** A labelled control with its hint and its error, and the text input and select that go in it. */
import { createContext, useContext, useId } from 'react';
import type { ComponentProps, ReactNode } from 'react';
import { cx } from './class-names';

interface FieldIds {
  control: string;
  hint?: string;
}
const Ids = createContext<FieldIds | undefined>(undefined);

export interface FieldProps {
  label: string;
  hint?: ReactNode;
  /** What is wrong and what to do; it takes the hint's place. */
  error?: string | undefined;
  /** Label at the left in a column of its own (settings), or above (dialogs). */
  layout?: 'row' | 'stack';
  children: ReactNode;
}

export function Field({ label, hint, error, layout = 'stack', children }: FieldProps) {
  const id = useId();
  const said = error ?? hint;
  const ids = said ? { control: id, hint: `${id}-hint` } : { control: id };
  return (
    <Ids value={ids}>
      <div
        className={
          layout === 'row'
            ? 'grid items-baseline gap-x-4 gap-y-1 sm:grid-cols-[146px_minmax(0,1fr)]'
            : 'flex flex-col gap-1'
        }
      >
        <label htmlFor={id} className="text-ink-2">
          {label}
        </label>
        <div className="min-w-0">
          {children}
          {said && (
            <p
              id={ids.hint}
              role={error ? 'alert' : undefined}
              className={cx('mt-1 text-small', error ? 'text-bad' : 'text-ink-3')}
            >
              {said}
            </p>
          )}
        </div>
      </div>
    </Ids>
  );
}

const control =
  'h-[34px] w-full min-w-0 rounded-control border border-line bg-raised px-2.5 text-ui text-ink ' +
  'disabled:opacity-55 aria-invalid:border-bad';

/** The ids of the field around it, for a control of one's own. */
export function useFieldProps(): { id?: string; 'aria-describedby'?: string } {
  const ids = useContext(Ids);
  if (!ids) return {};
  return ids.hint ? { id: ids.control, 'aria-describedby': ids.hint } : { id: ids.control };
}

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input {...useFieldProps()} {...rest} className={cx(control, className)} />;
}

export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <select {...useFieldProps()} {...rest} className={cx(control, 'pr-7', className)}>
      {children}
    </select>
  );
}
