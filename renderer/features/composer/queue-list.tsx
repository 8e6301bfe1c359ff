/** What waits its turn, in order, to be changed until then; after a stop it waits for a person, who lets it go on. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { commandOrToast, desktopOrToast } from '../../stores/commands';
import { usePlaceInLine } from '../../stores/pool-store';
import { announce } from '../../ui/announce';
import { Button } from '../../ui/button';
import { plural } from '../../ui/format';
import { toast } from '../../ui/toast';
import type { Queued } from '../../../preload/contract/shapes';
import { QueueRow } from './queue-row';
import { WaitsForHost } from './waits-for-host';

export interface QueueListProps {
  session: string;
  queue: readonly Queued[];
  paused: boolean;
}

/** A message that is being changed, and how it reads so far. */
interface Editing {
  turn: string;
  text: string;
  changed: boolean;
}

export function QueueList({ session, queue, paused }: QueueListProps) {
  const [editing, setEditing] = useState<Editing>();
  const where = usePlaceInLine(session);
  const list = useRef<HTMLUListElement>(null);
  /** The row that is to have the focus; `at`: once it is there. */
  const focusNext = useRef<{ turn: string; at?: number }>(undefined);

  const left = editing !== undefined && !queue.some((entry) => entry.turn === editing.turn);
  useEffect(() => {
    if (!left) return;
    setEditing(undefined);
    if (editing.changed) tellTooLate(editing.text);
  }, [left, editing]);

  // A row that changes its place, or is read again, has lost the focus on the way.
  useLayoutEffect(() => {
    const wish = focusNext.current;
    if (!wish || (wish.at !== undefined && queue[wish.at]?.turn !== wish.turn)) return;
    focusNext.current = undefined;
    const row = list.current?.querySelector<HTMLElement>(`[data-queued="${wish.turn}"]`);
    if (!row?.contains(document.activeElement)) row?.focus();
    row?.scrollIntoView?.({ block: 'nearest' });
  });

  const move = async (turn: string, to: number) => {
    if (to < 0 || to >= queue.length) return;
    focusNext.current = { turn, at: to };
    if (await commandOrToast('queue.move', { session, turn, to }))
      announce(`Moved to place ${to + 1} of ${queue.length}`);
    else focusNext.current = undefined;
  };
  const remove = async (turn: string) => {
    const at = queue.findIndex((entry) => entry.turn === turn);
    const next = queue[at + 1] ?? queue[at - 1];
    if (!(await commandOrToast('queue.remove', { session, turn }))) return;
    // What had the focus is gone: it goes to a neighbour, or back to where one writes.
    if (next) focusNext.current = { turn: next.turn };
    else document.querySelector<HTMLElement>('[aria-label=Message]')?.focus();
  };
  /** Resolves to whether it is done, or has nothing to do any more. */
  const save = async ({ turn, text, changed }: Editing): Promise<void> => {
    if (text.trim() === '') return announce('A message cannot be empty. Remove it instead.');
    if (changed && !(await commandOrToast('queue.edit', { session, turn, text }))) return;
    focusNext.current = { turn };
    setEditing(undefined);
    if (changed) announce('Saved');
  };

  if (queue.length === 0) return null;
  return (
    <div className="border-b border-line-soft px-3.5 pt-2.5 pb-2">
      <div className="flex items-center gap-2">
        <div className="min-w-0 flex-1">
          {where && <WaitsForHost where={where} />}
          {(paused || !where) && (
            <p className="text-small text-ink-3">
              {paused
                ? `${plural(queue.length, 'message')} held back after the stop`
                : `Queued: ${queue.length === 1 ? 'goes next' : `${queue.length} go next, in this order`}`}
            </p>
          )}
        </div>
        {paused && (
          <Button size="small" onClick={() => void commandOrToast('queue.go', { session })}>
            Go on
          </Button>
        )}
      </div>
      <ul ref={list} aria-label="Queue" className="mt-1 max-h-[min(160px,26vh)] overflow-y-auto">
        {queue.map((entry, at) => (
          <QueueRow
            key={entry.turn}
            entry={entry}
            at={at}
            of={queue.length}
            draft={editing?.turn === entry.turn ? editing.text : undefined}
            onEdit={() => setEditing({ turn: entry.turn, text: entry.text, changed: false })}
            onDraft={(text) => setEditing({ turn: entry.turn, text, changed: text !== entry.text })}
            onSave={() => editing && void save(editing)}
            onCancel={() => {
              focusNext.current = { turn: entry.turn };
              setEditing(undefined);
            }}
            onMove={(to) => void move(entry.turn, to)}
            onRemove={() => void remove(entry.turn)}
          />
        ))}
      </ul>
    </div>
  );
}

/** What was typed is not lost with the row it was typed in. */
function tellTooLate(text: string): void {
  toast({
    message: 'That message went before your change was saved.',
    stayMs: 20_000,
    action: {
      label: 'Copy my text',
      run: () => void desktopOrToast('desktop.copy', { text }),
    },
  });
}
