/** Where a very long answer goes on: shows its next or its earlier part. */
import { Button } from '../../ui/button';

export interface MoreButtonProps {
  side: 'before' | 'after';
  left: number;
  onClick: () => void;
  /** What it is a part of. */
  of?: string;
}

export function MoreButton({ side, left, onClick, of = 'answer' }: MoreButtonProps) {
  const size = left >= 1e6 ? `${(left / 1e6).toFixed(1)} MB` : `${Math.ceil(left / 1000)} KB`;
  return (
    <p className="my-3 flex items-center gap-3 text-small text-ink-3">
      <Button size="small" onClick={onClick}>
        {side === 'before' ? 'Show the part before' : 'Show the next part'}
      </Button>
      {size} of this {of} {side === 'before' ? 'come before' : 'follow'}
    </p>
  );
}
