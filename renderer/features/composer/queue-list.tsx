/** What waits its turn, in order; after a stop it waits for a person, who lets it go on. */
import { X } from 'lucide-react';
import { commandOrToast } from '../../stores/commands';
import { Button, IconButton } from '../../ui/button';
import { plural } from '../../ui/format';
import { cutText, oneLine } from '../../../preload/contract/text';
import type { Queued } from '../../../preload/contract/shapes';

export interface QueueListProps {
  session: string;
  queue: readonly Queued[];
  paused: boolean;
}

export function QueueList({ session, queue, paused }: QueueListProps) {
  if (queue.length === 0) return null;
  return (
    <div className="border-b border-line-soft px-3.5 pt-2.5 pb-2">
      <div className="flex items-center gap-2">
        <p className="flex-1 text-small text-ink-3">
          {paused
            ? `${plural(queue.length, 'message')} held back after the stop`
            : `Queued: ${queue.length === 1 ? 'goes next' : `${queue.length} go next, in this order`}`}
        </p>
        {paused && (
          <Button size="small" onClick={() => void commandOrToast('queue.go', { session })}>
            Go on
          </Button>
        )}
      </div>
      <ul aria-label="Queue" className="mt-1 max-h-[min(128px,22vh)] overflow-y-auto">
        {queue.map((entry) => (
          <li key={entry.turn} className="flex items-center gap-2">
            <span className="min-w-0 flex-1 truncate">
              {cutText(oneLine(entry.text.slice(0, 500)), 200)}
            </span>
            {entry.blobs && entry.blobs.length > 0 && (
              <span className="shrink-0 text-small text-ink-3">
                {plural(entry.blobs.length, 'file')}
              </span>
            )}
            <IconButton
              label="Remove from queue"
              size="small"
              onClick={() => void commandOrToast('queue.remove', { session, turn: entry.turn })}
            >
              <X size={13} aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
    </div>
  );
}
