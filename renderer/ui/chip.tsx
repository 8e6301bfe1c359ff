/** A small rounded fact: a workspace, a model. Text only; a chip that acts is a button with this look. */
import type { ComponentProps } from 'react';
import { cx } from './class-names';

const look =
  'inline-flex max-w-full items-center gap-1.5 truncate rounded-full border border-line-soft bg-raised px-2.5 py-0.5 text-small text-ink-2';

export function Chip({ className, ...rest }: ComponentProps<'span'>) {
  return <span {...rest} className={cx(look, className)} />;
}

export function ChipButton({ className, ...rest }: ComponentProps<'button'>) {
  return (
    <button
      type="button"
      {...rest}
      className={cx(look, 'hover:bg-hover hover:text-ink', className)}
    />
  );
}
