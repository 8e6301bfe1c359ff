/** One message in the queue: read in a line, changed in place, moved and removed. */
import { ArrowDown, ArrowUp, Pencil, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import type { Queued } from '../../../preload/contract/shapes';
import { cutText, oneLine } from '../../../preload/contract/text';
import { Button, IconButton } from '../../ui/button';
import { plural } from '../../ui/format';

export interface QueueRowProps {
  entry: Queued;
  /** Its place, from 0, and of how many. */
  at: number;
  of: number;
  /** As it reads while it is changed; absent: it is not. */
  draft: string | undefined;
  onEdit: () => void;
  onDraft: (text: string) => void;
  onSave: () => void;
  onCancel: () => void;
  onMove: (to: number) => void;
  onRemove: () => void;
}

export function QueueRow(props: QueueRowProps) {
  const { entry, at, of, draft, onEdit, onMove, onRemove } = props;
  const editing = draft !== undefined;
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    const element = row.current;
    if (!element || editing) return;
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
      event.preventDefault();
      onMove(event.key === 'ArrowUp' ? at - 1 : at + 1);
    };
    element.addEventListener('keydown', onKey);
    return () => element.removeEventListener('keydown', onKey);
  });
  return (
    <li
      ref={row}
      data-queued={entry.turn}
      // Alt with an arrow moves it from here.
      tabIndex={0}
      aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
      className="group flex flex-wrap items-center gap-x-1 rounded-control focus-visible:-outline-offset-2"
    >
      {draft === undefined ? (
        <>
          <span className="min-w-0 flex-1 truncate">
            {cutText(oneLine(entry.text.slice(0, 500)), 200)}
          </span>
          {entry.blobs && entry.blobs.length > 0 && (
            <span className="shrink-0 px-1 text-small text-ink-3">
              {plural(entry.blobs.length, 'file')}
            </span>
          )}
          {entry.cut === undefined ? (
            <IconButton label="Edit" size="small" onClick={onEdit}>
              <Pencil size={12} aria-hidden />
            </IconButton>
          ) : (
            <span
              className="shrink-0 px-1 text-small text-ink-3"
              title="Only its beginning is here. Remove it and write it again to change it."
            >
              too long to edit here
            </span>
          )}
          {of > 1 && (
            <>
              <IconButton
                label="Move up"
                size="small"
                aria-disabled={at === 0}
                onClick={() => onMove(at - 1)}
              >
                <ArrowUp size={13} aria-hidden />
              </IconButton>
              <IconButton
                label="Move down"
                size="small"
                aria-disabled={at === of - 1}
                onClick={() => onMove(at + 1)}
              >
                <ArrowDown size={13} aria-hidden />
              </IconButton>
            </>
          )}
          <IconButton label="Remove from queue" size="small" onClick={onRemove}>
            <X size={13} aria-hidden />
          </IconButton>
        </>
      ) : (
        <Editor {...props} draft={draft} />
      )}
    </li>
  );
}

function Editor({ draft, onDraft, onSave, onCancel }: QueueRowProps & { draft: string }) {
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const element = box.current;
    element?.focus();
    element?.setSelectionRange(element.value.length, element.value.length);
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) onSave();
    else if (event.key === 'Escape') onCancel();
    else return;
    // Esc twice would stop the turn.
    event.preventDefault();
  };
  return (
    <>
      <textarea
        ref={box}
        aria-label="Queued message"
        rows={1}
        value={draft}
        onChange={(event) => onDraft(event.target.value)}
        onKeyDown={onKeyDown}
        className="my-1 block max-h-[min(120px,20vh)] min-w-0 flex-1 basis-48 resize-none rounded-control border border-line bg-raised px-2 py-1 [field-sizing:content]"
      />
      <Button size="small" tone="primary" disabled={draft.trim() === ''} onClick={onSave}>
        Save
      </Button>
      <Button size="small" tone="quiet" onClick={onCancel}>
        Cancel
      </Button>
    </>
  );
}
