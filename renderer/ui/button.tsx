/** Buttons: plain, primary (amber), quick (violet), quiet and danger; and the square one with an icon and a name. */
import type { ComponentProps, ReactNode } from 'react';
import { cx } from './class-names';
import { keysOf } from './kbd';
import { Tooltip } from './tooltip';

export type ButtonTone = 'plain' | 'primary' | 'quick' | 'quiet' | 'danger';

const tones: Record<ButtonTone, string> = {
  plain: 'border-line bg-raised text-ink hover:bg-hover',
  primary: 'border-transparent bg-main text-on-main font-semibold hover:brightness-110',
  quick: 'border-transparent bg-quick text-on-quick font-semibold hover:brightness-110',
  quiet: 'border-transparent bg-transparent text-ink-2 hover:bg-hover hover:text-ink',
  danger: 'border-line bg-raised text-bad hover:bg-bad-wash',
};

const shape =
  'inline-flex items-center justify-center gap-1.5 rounded-control border select-none whitespace-nowrap ' +
  'disabled:opacity-55 disabled:pointer-events-none aria-disabled:opacity-55';

export interface ButtonProps extends ComponentProps<'button'> {
  tone?: ButtonTone;
  size?: 'small' | 'normal';
  icon?: ReactNode;
}

export function Button(props: ButtonProps) {
  const { tone = 'plain', size = 'normal', icon, children, className, ...rest } = props;
  const room = size === 'small' ? 'h-7 px-2.5 text-small' : 'h-[34px] px-3 text-ui';
  return (
    <button type="button" {...rest} className={cx(shape, room, tones[tone], className)}>
      {icon}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label'> {
  /** Its accessible name, and the text of its tooltip. */
  label: string;
  /** An accelerator that does the same, said in the tooltip. */
  keys?: string;
  tone?: ButtonTone;
  size?: 'small' | 'normal';
}

export function IconButton(props: IconButtonProps) {
  const { label, keys, tone = 'quiet', size = 'normal', className, children, ...rest } = props;
  const room = size === 'small' ? 'size-6' : 'size-8';
  return (
    <Tooltip text={keys === undefined ? label : `${label} (${keysOf(keys).join(' ')})`}>
      <button
        type="button"
        aria-label={label}
        {...rest}
        className={cx(shape, room, tones[tone], className)}
      >
        {children}
      </button>
    </Tooltip>
  );
}
