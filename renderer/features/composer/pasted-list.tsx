/** Pastes too long for the text box: how long each is, how it begins, and the way to take it back. */
import { FileText, X } from 'lucide-react';
import { cutText, oneLine } from '../../../preload/contract/text';
import { IconButton } from '../../ui/button';
import { count } from '../../ui/format';

export interface PastedListProps {
  pasted: readonly string[];
  onRemove: (at: number) => void;
}

export function PastedList({ pasted, onRemove }: PastedListProps) {
  if (pasted.length === 0) return null;
  return (
    <ul aria-label="Pasted text" className="space-y-1 px-3 pt-2.5">
      {pasted.map((text, at) => (
        <li
          key={`${at}-${text.length}`}
          className="flex items-center gap-2 rounded-control border border-line-soft bg-raised py-0.5 pr-1 pl-2.5 text-small"
        >
          <FileText size={13} aria-hidden className="shrink-0 text-ink-3" />
          <span className="shrink-0">Pasted text, {count(text.length)} characters</span>
          <span className="min-w-0 flex-1 truncate text-ink-3">
            {cutText(oneLine(text.slice(0, 300)), 120)}
          </span>
          <IconButton label="Remove pasted text" size="small" onClick={() => onRemove(at)}>
            <X size={13} aria-hidden />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}
