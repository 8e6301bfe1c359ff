/** What a person asked: the words in their bubble, the files they gave, what they said while it ran. */
import { Check, Copy, RotateCcw } from 'lucide-react';
import type { Turn } from '../../../preload/contract/shapes';
import { safeOffset } from '../../../preload/contract/text';
import { IconButton } from '../../ui/button';
import { cx } from '../../ui/class-names';
import { plural } from '../../ui/format';
import { useWasCopied } from './copied-store';
import { ExcerptButtons, useExcerpt } from './fold';
import type { RevealAt } from './fold';
import { TurnFiles } from './turn-files';

/** A request over this many UTF-16 units is folded: nobody reads 5 MB in a bubble. */
const longRequest = 4_000;
const shortEnd = (text: string) => safeOffset(text, longRequest);

const bubble = 'rounded-[12px] bg-raised px-4 py-2.5 break-words whitespace-pre-wrap';

export interface RequestProps {
  turn: Turn;
  onCopy: () => void;
  reveal?: RevealAt | undefined;
}

export function Request({ turn, onCopy, reveal }: RequestProps) {
  const copied = useWasCopied(turn.id, 'message');
  if (turn.resumes !== undefined) return <Resumed />;
  return (
    <div className="group/request flex flex-col items-end gap-2">
      <div className="flex max-w-[88%] min-w-0 items-start gap-1">
        <span
          className={cx(
            'mt-1.5 shrink-0 group-hover/request:opacity-100 has-focus-visible:opacity-100',
            !copied && 'opacity-0',
          )}
        >
          <IconButton label="Copy message" size="small" onClick={onCopy}>
            {copied ? (
              <Check size={13} aria-hidden className="text-ok" />
            ) : (
              <Copy size={13} aria-hidden />
            )}
          </IconButton>
        </span>
        <Words turn={turn} reveal={reveal} />
      </div>
      {turn.files && turn.files.length > 0 && <TurnFiles files={turn.files} />}
    </div>
  );
}

function Words({ turn, reveal }: Omit<RequestProps, 'onCopy'>) {
  const part = useExcerpt(turn.text, shortEnd, reveal);
  return (
    <div className={`min-w-0 ${bubble}`}>
      <span data-request data-from={part.from}>
        {part.from > 0 && '…'}
        {part.shown}
        {(part.left > 0 || turn.cut) && '…'}
      </span>
      <ExcerptButtons part={part} />
      {turn.cut !== undefined && turn.cut > 0 && (
        <span className="mt-1 block text-small text-ink-3">
          {plural(turn.cut, 'more character')} went to the model
        </span>
      )}
    </div>
  );
}

/** The model got a fixed sentence; a person only pressed a button. */
function Resumed() {
  return (
    <p className="flex items-center gap-3 text-small text-ink-3">
      <span aria-hidden className="h-px flex-1 bg-line-soft" />
      <RotateCcw size={12} aria-hidden />
      Resumed
      <span aria-hidden className="h-px flex-1 bg-line-soft" />
    </p>
  );
}

/** What was said to the turn while it ran. */
export function Said({ text }: { text: string }) {
  const part = useExcerpt(text, shortEnd);
  return (
    <div className="ml-auto w-fit max-w-[80%]">
      <p className="mb-1 text-right text-small text-ink-3">You, while it ran</p>
      <div className={`${bubble} py-2`}>
        {part.shown}
        {part.left > 0 && '…'}
        <ExcerptButtons part={part} />
      </div>
    </div>
  );
}
