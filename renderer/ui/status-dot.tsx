/** A coloured dot beside a word that says the same: colour is never the only sign. */
import { cx } from './class-names';

export type DotTone = 'main' | 'quick' | 'ok' | 'bad' | 'info' | 'off';

const colours: Record<DotTone, string> = {
  main: 'bg-main',
  quick: 'bg-quick',
  ok: 'bg-ok',
  bad: 'bg-bad',
  info: 'bg-info',
  off: 'bg-part-other',
};

export function StatusDot({ tone, className }: { tone: DotTone; className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cx('inline-block size-[7px] shrink-0 rounded-full', colours[tone], className)}
    />
  );
}
