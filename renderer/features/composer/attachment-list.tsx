/** The files that go along: what each is, how far it is, and the way to take it back or try it again. */
import { RotateCw, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { addAgain, removeAttachment } from '../../stores/attachments';
import type { Attachment } from '../../stores/attachments';
import { thePage } from '../../stores/page';
import { Button, IconButton } from '../../ui/button';
import { cx } from '../../ui/class-names';
import { FileIcon } from '../../ui/file-icon';
import { fileSize } from '../../ui/format';

export interface AttachmentListProps {
  place: string;
  attachments: readonly Attachment[];
}

export function AttachmentList({ place, attachments }: AttachmentListProps) {
  if (attachments.length === 0) return null;
  return (
    <ul
      aria-label="Attached files"
      className="flex max-h-[min(148px,26vh)] flex-wrap gap-1.5 overflow-y-auto px-3 pt-2.5"
    >
      {attachments.map((entry) => (
        <AttachmentItem key={entry.key} place={place} entry={entry} />
      ))}
    </ul>
  );
}

function AttachmentItem({ place, entry }: { place: string; entry: Attachment }) {
  const { key, name, size, state, reason, again, blob } = entry;
  const failed = state === 'failed';
  return (
    <li
      className={cx(
        'flex max-w-full min-w-0 items-center gap-2 rounded-control border bg-raised py-0.5 pr-1 pl-2 text-small',
        failed ? 'border-bad' : 'border-line-soft',
      )}
    >
      {blob?.type.startsWith('image/') ? (
        <Thumbnail id={blob.id} />
      ) : (
        <FileIcon type={blob?.type} size={13} className="text-ink-3" />
      )}
      <span
        // Which file it is must be read beside a long reason, too.
        className={cx('truncate', failed ? 'max-w-[40%] shrink-0' : 'max-w-[240px]')}
        title={name}
      >
        {name}
      </span>
      <span
        role={failed ? 'alert' : undefined}
        className={cx('min-w-0', failed ? 'break-words text-bad' : 'whitespace-nowrap text-ink-3')}
      >
        {failed ? reason : state === 'adding' ? 'adding…' : fileSize(size)}
      </span>
      {again && (
        <Button
          size="small"
          aria-label={`Try again: ${name}`}
          icon={<RotateCw size={12} aria-hidden />}
          onClick={() => addAgain(place, key)}
        >
          Try again
        </Button>
      )}
      <IconButton
        label={`Remove ${name}`}
        size="small"
        onClick={() => removeAttachment(place, key)}
      >
        <X size={13} aria-hidden />
      </IconButton>
    </li>
  );
}

/** The picture itself, small; nothing where it is gone. Its name stands beside it. */
function Thumbnail({ id }: { id: string }) {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    let gone = false;
    void thePage()
      .bridge.blobs.url(id)
      .then((url) => {
        if (!gone) setAddress(url);
      });
    return () => {
      gone = true;
    };
  }, [id]);
  const look = 'size-8 shrink-0 rounded-[4px] bg-hover object-cover';
  return address ? <img src={address} alt="" className={look} /> : <span className={look} />;
}
