/** A small rounded fact: a workspace, a model. Text only; a chip that acts is a button with this look. */
import type { ComponentProps } from 'react';
import { cx } from './class-names';

export type ChipTone = 'plain' | 'waits' | 'bad';

const shape =
  'inline-flex max-w-full items-center gap-1.5 truncate rounded-full border px-2.5 py-0.5 text-small';

const tones: Record<ChipTone, string> = {
  plain: 'border-line-soft bg-raised text-ink-2',
  waits: 'border-main/55 bg-main-wash text-main-ink',
  bad: 'border-bad/60 bg-bad-wash font-semibold text-bad',
};

export function Chip({ className, ...rest }: ComponentProps<'span'>) {
  return <span {...rest} className={cx(shape, tones.plain, className)} />;
}

export interface ChipButtonProps extends ComponentProps<'button'> {
  tone?: ChipTone;
}

export function ChipButton({ className, tone = 'plain', ...rest }: ChipButtonProps) {
  const hover = tone === 'plain' ? 'hover:bg-hover hover:text-ink' : 'hover:brightness-110';
  return <button type="button" {...rest} className={cx(shape, tones[tone], hover, className)} />;
}
