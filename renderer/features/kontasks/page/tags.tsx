/** The tags of a kontask: each can be taken away, another one added. */
import { X } from 'lucide-react';
import { useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { limits } from '../../../../preload/contract/limits';
import { oneLine } from '../../../../preload/contract/text';
import { editKontask } from '../../../stores/kontask-store';
import { announce } from '../../../ui/announce';

export function Tags({ tags }: { tags: readonly string[] }) {
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const add = () => {
    const fresh = text
      .split(',')
      .map((tag) => oneLine(tag).slice(0, 100))
      .filter((tag) => tag !== '' && !tags.includes(tag));
    setText('');
    if (fresh.length === 0) return;
    void editKontask({ tags: [...new Set([...tags, ...fresh])].slice(0, limits.kontaskTags) });
    announce(`Added ${fresh.join(', ')}`);
  };
  const remove = (tag: string) => {
    const left = tags.filter((other) => other !== tag);
    void editKontask({ tags: left.length > 0 ? left : null });
    announce(`Removed ${tag}`);
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' || event.key === ',') {
      event.preventDefault();
      add();
    }
    if (event.key === 'Escape') setText('');
  };
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      {tags.map((tag) => (
        <span
          key={tag}
          className="inline-flex max-w-full items-center gap-1 rounded-full border border-line-soft bg-raised py-0.5 pr-1 pl-2.5 text-small text-ink-2"
        >
          <span dir="auto" className="min-w-0 truncate" title={tag}>
            {tag}
          </span>
          <button
            type="button"
            aria-label={`Remove tag ${tag}`}
            onClick={() => remove(tag)}
            className="shrink-0 rounded-full p-0.5 text-ink-3 hover:bg-hover hover:text-ink"
          >
            <X size={11} aria-hidden />
          </button>
        </span>
      ))}
      <input
        ref={field}
        type="text"
        aria-label="Add a tag"
        placeholder="Add a tag"
        value={text}
        maxLength={400}
        dir="auto"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={add}
        className="h-6 w-24 min-w-0 rounded-control border border-transparent bg-transparent px-1.5 text-small hover:border-line focus:border-line focus:bg-raised"
      />
    </div>
  );
}
