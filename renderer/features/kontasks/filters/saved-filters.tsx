/** Filters that were saved under a name: to use again, to rename, to delete. They are kept in the settings. */
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { KontaskFilter } from '../../../../preload/contract/shapes';
import { setFilter, useKontasks } from '../../../stores/kontasks-store';
import { updateSettings, useSettings } from '../../../stores/settings-store';
import { Button, IconButton } from '../../../ui/button';
import { ChipButton } from '../../../ui/chip';
import { Dialog } from '../../../ui/dialog';
import { Field, Input } from '../../../ui/field';
import { Menu } from '../../../ui/menu';
import type { MenuEntry } from '../../../ui/menu';
import { toast } from '../../../ui/toast';
import { filterWords, isEmptyFilter } from './dimensions';

interface Saved {
  name: string;
  filter: KontaskFilter;
}

const none: readonly Saved[] = [];
const mostNameChars = 80;
const mostSaved = 50;

const write = (filters: readonly Saved[]) => updateSettings({ kontasks: { filters } });

export function SavedFilters() {
  const saved = useSettings((state) => state.settings?.kontasks.filters) ?? none;
  const filter = useKontasks((view) => view.filter);
  const query = useKontasks((view) => view.query);
  const [open, setOpen] = useState<'save' | 'edit'>();
  const whole = query.trim() === '' ? filter : { ...filter, query: query.trim() };
  const entries: MenuEntry[] = saved.map((one) => ({
    label: one.name,
    onSelect: () => setFilter({ query: '', ...one.filter }),
  }));
  if (saved.length > 0) entries.push('separator');
  entries.push({
    label: 'Save this filter…',
    disabled: isEmptyFilter(whole) || saved.length >= mostSaved,
    onSelect: () => setOpen('save'),
  });
  if (saved.length > 0)
    entries.push({ label: 'Rename or delete…', onSelect: () => setOpen('edit') });
  return (
    <>
      <Menu trigger={<ChipButton>Saved filters</ChipButton>} entries={entries} />
      {open === 'save' && (
        <SaveDialog filter={whole} saved={saved} onClose={() => setOpen(undefined)} />
      )}
      {open === 'edit' && <EditDialog saved={saved} onClose={() => setOpen(undefined)} />}
    </>
  );
}

interface SaveProps {
  filter: KontaskFilter;
  saved: readonly Saved[];
  onClose: () => void;
}

/** A name that is there already is written anew. */
function SaveDialog({ filter, saved, onClose }: SaveProps) {
  const [name, setName] = useState('');
  const clean = name.trim();
  const same = saved.some((one) => one.name === clean);
  const save = async () => {
    if (clean === '') return;
    const others = saved.filter((one) => one.name !== clean);
    if (await write([...others, { name: clean, filter }])) {
      toast({ message: `Saved the filter “${clean}”.` });
      onClose();
    }
  };
  return (
    <Dialog open onClose={onClose} title="Save this filter" description={filterWords(filter)}>
      <form
        className="mt-4 space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Field label="Name" hint={same ? 'A filter of this name is there: it is replaced.' : ''}>
          <Input
            maxLength={mostNameChars}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={clean === ''}>
            {same ? 'Replace' : 'Save'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function EditDialog({ saved, onClose }: { saved: readonly Saved[]; onClose: () => void }) {
  const rename = (at: number, name: string) => {
    const clean = name.trim();
    const known = saved[at];
    if (!known || clean === '' || clean === known.name) return;
    if (saved.some((one) => one.name === clean)) {
      toast({ message: `There is a filter “${clean}” already.`, tone: 'bad' });
      return;
    }
    void write(saved.with(at, { ...known, name: clean }));
  };
  const remove = async (at: number) => {
    const gone = saved[at];
    if (!gone || !(await write(saved.toSpliced(at, 1)))) return;
    toast({
      message: `Deleted the filter “${gone.name}”.`,
      action: { label: 'Undo', undo: true, run: () => void bringBack(gone, at) },
    });
    if (saved.length === 1) onClose();
  };
  return (
    <Dialog open onClose={onClose} title="Saved filters" width={520}>
      <ul className="mt-4 space-y-3">
        {saved.map((one, at) => (
          <li key={one.name} className="flex items-start gap-2">
            <div className="min-w-0 flex-1">
              <Input
                aria-label={`Name of ${one.name}`}
                maxLength={mostNameChars}
                defaultValue={one.name}
                onBlur={(event) => rename(at, event.target.value)}
                onKeyDown={(event) =>
                  event.key === 'Enter' && rename(at, event.currentTarget.value)
                }
              />
              <p className="mt-1 truncate text-small text-ink-3">{filterWords(one.filter)}</p>
            </div>
            <IconButton label={`Delete ${one.name}`} onClick={() => void remove(at)}>
              <Trash2 size={15} aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
      <div className="mt-5 flex justify-end">
        <Button onClick={onClose}>Done</Button>
      </div>
    </Dialog>
  );
}

/** To where it was among those that are there now. */
function bringBack(gone: Saved, at: number): Promise<boolean> {
  const now = useSettings.getState().settings?.kontasks.filters ?? [];
  const others = now.filter((one) => one.name !== gone.name);
  return write(others.toSpliced(Math.min(at, others.length), 0, gone));
}
