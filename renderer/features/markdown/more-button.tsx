/** Where a very long answer goes on: shows its next or its earlier part. */
import { Button } from '../../ui/button';

export function MoreButton(props: { side: 'before' | 'after'; left: number; onClick: () => void }) {
  const { side, left, onClick } = props;
  const size = left >= 1e6 ? `${(left / 1e6).toFixed(1)} MB` : `${Math.ceil(left / 1000)} KB`;
  return (
    <p className="my-3 flex items-center gap-3 text-small text-ink-3">
      <Button size="small" onClick={onClick}>
        {side === 'before' ? 'Show the part before' : 'Show the next part'}
      </Button>
      {size} of this answer {side === 'before' ? 'come before' : 'follow'}
    </p>
  );
}
