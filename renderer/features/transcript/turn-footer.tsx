/** Under a turn that ended: how long it took, and what can be copied and made of it. */
import { Check, Copy, Ellipsis, ListPlus } from 'lucide-react';
import type { Turn } from '../../../preload/contract/shapes';
import { IconButton } from '../../ui/button';
import { duration, plural } from '../../ui/format';
import { Menu } from '../../ui/menu';
import type { MenuEntry } from '../../ui/menu';
import { canMake } from '../kontasks/make';
import { useWasCopied } from './copied-store';
import type { CopyPart, TranscriptActions } from './turn-actions';
import { answerOf } from './turn-text';

const hasAnswer = (turn: Turn) => answerOf(turn) !== '';

/** All that can be done with a turn, as right click shows it. */
export function turnEntries(turn: Turn, actions: TranscriptActions): MenuEntry[] {
  const entries = copyEntries(turn, (part) => actions.copy(turn, part, 'menu'));
  if (!canMake(turn)) return entries;
  const onSelect = () => actions.makeKontask(turn);
  return [...entries, 'separator', { label: 'Make kontask', onSelect }];
}

/** What can be copied of a turn; the same behind its button and on right click. */
function copyEntries(turn: Turn, copy: (part: CopyPart) => void): MenuEntry[] {
  const entries: MenuEntry[] = [];
  if (turn.resumes === undefined)
    entries.push({ label: 'Copy message', onSelect: () => copy('message') });
  if (hasAnswer(turn)) entries.push({ label: 'Copy answer', onSelect: () => copy('answer') });
  entries.push({ label: 'Copy whole turn', onSelect: () => copy('turn') });
  return entries;
}

export interface TurnFooterProps {
  turn: Turn;
  actions: Pick<TranscriptActions, 'copy' | 'makeKontask'>;
}

export function TurnFooter({ turn, actions }: TurnFooterProps) {
  const { timing } = turn;
  const copy = (part: CopyPart) => actions.copy(turn, part, 'footer');
  const copied = useWasCopied(turn.id, 'footer');
  // What failed at once has no time worth telling.
  const facts = timing && timing.totalMs >= 100 ? [duration(timing.totalMs)] : [];
  if (timing && timing.toolCallCount > 0) facts.push(plural(timing.toolCallCount, 'tool call'));
  return (
    <footer className="flex h-6 items-center gap-1 text-small text-ink-3">
      {facts.length > 0 && <span className="num pr-1">{facts.join(' · ')}</span>}
      {hasAnswer(turn) && (
        <IconButton label="Copy answer" size="small" onClick={() => copy('answer')}>
          <Copy size={13} aria-hidden />
        </IconButton>
      )}
      {canMake(turn) && (
        <IconButton label="Make kontask" size="small" onClick={() => actions.makeKontask(turn)}>
          <ListPlus size={14} aria-hidden />
        </IconButton>
      )}
      <Menu
        entries={copyEntries(turn, copy)}
        trigger={
          <IconButton label="More to copy" size="small">
            <Ellipsis size={14} aria-hidden />
          </IconButton>
        }
      />
      {copied && (
        <span aria-hidden className="flex items-center gap-1 pl-1">
          <Check size={13} className="text-ok" /> Copied
        </span>
      )}
    </footer>
  );
}
