/** One kontask on the board. */
import { Check } from 'lucide-react';
import { memo } from 'react';
import type { ListedKontask } from '../../../../preload/contract/shapes';
import { Button } from '../../../ui/button';
import { Chip, ChipButton } from '../../../ui/chip';
import { cx } from '../../../ui/class-names';
import { isAgent } from '../page/agent';
import { startKontask } from '../list/acts';
import { useRow } from '../list/use-row';
import { footOf } from '../list/words';
import { openChoice } from './choice-store';
import { RunningLine, useRunningSince } from './running-line';

export interface CardProps {
  kontask: ListedKontask;
  /** Epoch ms, of this minute. */
  now: number;
  stop: boolean;
  /** The events of its session are followed. */
  follow: boolean;
}

/** Tags beyond these are counted. */
const mostTags = 4;
const mostChoices = 9;

export const Card = memo(function Card({ kontask, now, stop, follow }: CardProps) {
  const { id, title, status, scope, tags = [], targetUser, chosen } = kontask;
  const { ref, selected } = useRow(id);
  const since = useRunningSince(status === 'in_progress' ? kontask.session : undefined);
  const tab = stop ? 0 : -1;
  const canStart = status === 'pending' && isAgent(targetUser);
  const more = tags.length - mostTags;
  const hasChips = tags.length > 0 || targetUser !== undefined || scope !== undefined;
  return (
    <div className="pb-2.5">
      <article
        ref={ref}
        aria-label={title}
        data-kontask={id}
        data-selected={selected || undefined}
        tabIndex={tab}
        draggable
        className={cx(
          'space-y-2 rounded-card border px-3.5 py-3 hover:border-line',
          status === 'needs_decision' ? 'border-main/55' : 'border-line-soft',
          selected ? 'bg-main-wash ring-1 ring-main ring-inset' : 'bg-panel',
        )}
      >
        <h3 className="line-clamp-3 font-medium break-words text-ink">{title}</h3>
        {selected && <span className="hidden-text">Selected</span>}
        {hasChips && (
          <div className="flex flex-wrap gap-1.5">
            {scope !== undefined && <Chip>{scope}</Chip>}
            {tags.slice(0, mostTags).map((tag) => (
              <Chip key={tag}>{tag}</Chip>
            ))}
            {more > 0 && <Chip>{`+${more}`}</Chip>}
            {targetUser !== undefined && <Chip>{`for ${targetUser}`}</Chip>}
          </div>
        )}
        {chosen === undefined ? (
          <Choices kontask={kontask} tab={tab} />
        ) : (
          <p className="flex items-start gap-1.5 text-small text-ink-2">
            <Check size={13} aria-hidden className="mt-[3px] shrink-0 text-ok" />
            <span className="min-w-0 break-words">Chosen: {chosen}</span>
          </p>
        )}
        {canStart && (
          <Button tabIndex={tab} onClick={() => void startKontask(kontask)}>
            Start
          </Button>
        )}
        {since !== undefined && kontask.session !== undefined ? (
          <RunningLine session={kontask.session} startedAt={since} follow={follow} />
        ) : (
          <p className="num text-small text-ink-3 empty:hidden">{footOf(kontask, now)}</p>
        )}
      </article>
    </div>
  );
});

function Choices({ kontask, tab }: { kontask: ListedKontask; tab: number }) {
  const { choices = [], status } = kontask;
  const over = status === 'archived' || status === 'cancelled';
  if (choices.length === 0 || over) return null;
  return (
    <div role="group" aria-label="Choices" className="flex flex-wrap gap-1.5">
      {choices.slice(0, mostChoices).map(({ label, primary }, at) => (
        <ChipButton
          // Two may be called the same.
          key={`${at} ${label}`}
          tabIndex={tab}
          tone={primary ? 'waits' : 'plain'}
          aria-keyshortcuts={String(at + 1)}
          onClick={() => openChoice(kontask, at)}
        >
          <span
            aria-hidden
            className="rounded-[4px] border border-line px-1.5 font-mono text-[10.5px] leading-4"
          >
            {at + 1}
          </span>
          <span className="truncate">{label}</span>
        </ChipButton>
      ))}
    </div>
  );
}

/** px of a card before it was drawn, by what is on it. */
export function guessCard({
  title,
  tags,
  scope,
  targetUser,
  choices,
  chosen,
}: ListedKontask): number {
  const lines = Math.min(3, Math.ceil(title.length / 30));
  const chips =
    (tags?.length ?? 0) + (scope === undefined ? 0 : 1) + (targetUser === undefined ? 0 : 1);
  const picks = chosen === undefined ? (choices?.length ?? 0) : 0;
  return 56 + lines * 21 + Math.ceil(Math.min(chips, 6) / 3) * 32 + Math.ceil(picks / 2) * 32;
}
