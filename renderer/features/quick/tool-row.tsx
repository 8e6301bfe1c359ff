/** Below the question: what it sees, what can be added, the conversations before, and whether the window stays. */
import { History, Pin, PinOff, Plus } from 'lucide-react';
import { useRef } from 'react';
import { Button, IconButton } from '../../ui/button';
import { useUnread } from '../composer/unread';
import { AddMenu } from './add-menu';
import { useCompare } from './compare';
import { placeOf, useConversation } from './conversation';
import { Earlier } from './earlier';
import { keepOpen, useLeaving } from './leaving';
import { closePanel, togglePanel, usePanel } from './panel';
import { quickKeys } from './keys';
import { Sees } from './sees';

export interface ToolRowProps {
  /** `<provider>/<model>` that is asked unless another one is chosen. */
  model: string | undefined;
}

export function ToolRow({ model }: ToolRowProps) {
  const place = placeOf(useConversation((state) => state.session));
  const chosen = useConversation((state) => state.model);
  const second = useCompare((state) => state.model);
  const asked = chosen ?? model;
  const unread = [useUnread(place, asked), useUnread(place, second)].filter(Boolean).join(' ');
  const panel = usePanel((state) => state.open);
  const pinned = useLeaving((state) => state.pinned);
  const add = useRef<HTMLButtonElement>(null);
  const earlier = useRef<HTMLButtonElement>(null);
  return (
    <>
      <div className="flex items-start gap-2">
        <Sees place={place} />
        <Button
          ref={add}
          size="small"
          tone="quiet"
          icon={<Plus size={13} aria-hidden />}
          aria-haspopup="menu"
          aria-expanded={panel === 'add'}
          onClick={() => togglePanel('add')}
          className="h-[26px] px-1.5"
        >
          Add
        </Button>
        <IconButton
          ref={earlier}
          size="small"
          label="Earlier conversations"
          keys={quickKeys.earlier}
          aria-haspopup="menu"
          aria-expanded={panel === 'earlier'}
          onClick={() => togglePanel('earlier')}
        >
          <History size={15} aria-hidden />
        </IconButton>
        <IconButton
          size="small"
          label="Keep open"
          keys={quickKeys.pin}
          aria-pressed={pinned}
          onClick={() => void keepOpen(!pinned)}
          className={pinned ? 'bg-quick-wash text-quick' : ''}
        >
          {pinned ? <PinOff size={14} aria-hidden /> : <Pin size={14} aria-hidden />}
        </IconButton>
      </div>
      {unread !== '' && (
        <p role="status" className="break-words text-small text-ink-2">
          {unread}
        </p>
      )}
      {panel === 'add' && <AddMenu trigger={add} onClose={closePanel} />}
      {panel === 'earlier' && <Earlier trigger={earlier} onClose={closePanel} />}
    </>
  );
}
