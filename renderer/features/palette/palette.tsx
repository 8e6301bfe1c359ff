/** The palette: every action, session and model by a few letters of its name. Enter does it, Esc goes back. */
import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { Kbd } from '../../ui/kbd';
import { allEntries, groupsFor } from './entries';
import type { Entry, EntryGroup } from './entries';
import { usePalette } from './palette-store';

export interface PaletteProps {
  open: boolean;
  onClose: () => void;
}

export function Palette({ open, onClose }: PaletteProps) {
  const chosen = useRef<Entry>(undefined);
  /** The focus goes back to where it was before anything runs: what runs may move it on. */
  const afterClose = (isOpen: boolean) => {
    if (isOpen) return;
    const { from } = usePalette.getState();
    if (from instanceof HTMLElement && from.isConnected) from.focus({ preventScroll: true });
    const entry = chosen.current;
    chosen.current = undefined;
    entry?.run();
  };
  return (
    <Dialog.Root
      open={open}
      onOpenChange={(next) => !next && onClose()}
      onOpenChangeComplete={afterClose}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-[#000]/45" />
        <Dialog.Popup
          aria-label="Commands"
          finalFocus={false}
          className="fixed top-[min(12vh,120px)] left-1/2 z-40 flex max-h-[min(520px,calc(100vh-24px-min(12vh,120px)-var(--messages)))] w-[600px] max-w-[calc(100vw-24px)] -translate-x-1/2 flex-col overflow-hidden rounded-panel border border-line bg-panel shadow-card outline-none"
        >
          {open && (
            <Choice
              onChoose={(entry) => {
                chosen.current = entry;
                onClose();
              }}
            />
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Choice({ onChoose }: { onChoose: (entry: Entry) => void }) {
  const [query, setQuery] = useState('');
  const [entries] = useState(allEntries);
  const groups = useMemo(() => groupsFor(query, entries), [query, entries]);
  return (
    <Autocomplete.Root
      open
      inline
      mode="none"
      items={groups}
      value={query}
      onValueChange={(value, details) => {
        // Choosing an item is no reason to write its name.
        if (details.reason !== 'item-press') setQuery(value);
      }}
      itemToStringValue={(entry: Entry) => entry.name}
      autoHighlight="always"
      keepHighlight
    >
      <div className="flex shrink-0 items-center gap-2.5 border-b border-line-soft px-4">
        <Search size={15} aria-hidden className="shrink-0 text-ink-3" />
        <Autocomplete.Input
          aria-label="Command"
          placeholder="What to do, or where to go?"
          spellCheck={false}
          className="h-12 min-w-0 flex-1 bg-transparent text-title outline-none"
        />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto p-1.5 [scroll-padding-block:8px]">
        <Autocomplete.Empty>
          <p className="px-3 py-6 text-center text-ink-3 empty:hidden">
            Nothing here has that name. <Kbd keys="CommandOrControl+Shift+F" /> looks in the text of
            all sessions.
          </p>
        </Autocomplete.Empty>
        <Autocomplete.List aria-label="Commands">
          {(group: EntryGroup) => (
            <Autocomplete.Group key={group.value} items={group.items}>
              <Autocomplete.GroupLabel
                className={
                  query.trim() === '' ? 'px-2.5 pt-2.5 pb-1 text-small text-ink-3' : 'hidden-text'
                }
              >
                {group.value}
              </Autocomplete.GroupLabel>
              <Autocomplete.Collection>
                {(entry: Entry) => (
                  <Autocomplete.Item
                    key={entry.id}
                    value={entry}
                    disabled={entry.against !== undefined}
                    onClick={() => entry.against === undefined && onChoose(entry)}
                    className="flex min-h-[34px] items-center gap-3 rounded-control px-2.5 py-1 outline-none select-none data-[disabled]:text-ink-3 data-[highlighted]:bg-hover"
                  >
                    <span className="min-w-0 flex-1">
                      <span className="block truncate">{entry.name}</span>
                      {(entry.against ?? entry.about) !== undefined && (
                        <span className="block text-small text-ink-2">
                          {entry.against ?? entry.about}
                        </span>
                      )}
                    </span>
                    {entry.keys && <Kbd keys={entry.keys} />}
                    {!entry.keys && entry.note && entry.against === undefined && (
                      <span className="shrink-0 text-small text-ink-3 max-[480px]:hidden">
                        {entry.note}
                      </span>
                    )}
                  </Autocomplete.Item>
                )}
              </Autocomplete.Collection>
            </Autocomplete.Group>
          )}
        </Autocomplete.List>
      </div>
    </Autocomplete.Root>
  );
}
