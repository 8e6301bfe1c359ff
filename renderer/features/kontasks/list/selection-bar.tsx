/** What can be done to all that is selected, each with one undo. */
import { Archive, CircleDot, Download, Tag, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import type { ListedKontask } from '../../../../preload/contract/shapes';
import { statuses } from '../../../stores/kontask-feeds';
import { loadFacets, useKontasks } from '../../../stores/kontasks-store';
import { clearSelected } from '../../../stores/kontasks-selection';
import { Button, IconButton } from '../../../ui/button';
import { Dialog } from '../../../ui/dialog';
import { Field, Input } from '../../../ui/field';
import { count } from '../../../ui/format';
import { Menu } from '../../../ui/menu';
import { FacetMenu } from '../filters/facet-menu';
import { deleteKontasks, exportKontasks, setStatus, setTag } from './acts';
import { statusNames } from '../status';

const icon = { size: 14, 'aria-hidden': true } as const;

export function SelectionBar() {
  const selected = useKontasks((view) => view.selected);
  const [tagging, setTagging] = useState(false);
  if (selected.size === 0) return null;
  const them = [...selected.values()];
  return (
    <div
      role="toolbar"
      aria-label="Selected kontasks"
      className="flex shrink-0 flex-wrap items-center gap-2 border-t border-line bg-panel px-[30px] py-2 max-[800px]:px-4"
    >
      <span className="num mr-1 font-medium">{count(selected.size)} selected</span>
      <Menu
        trigger={
          <Button size="small" icon={<CircleDot {...icon} />}>
            Status
          </Button>
        }
        entries={statuses.map((status) => ({
          label: statusNames[status],
          onSelect: () => void setStatus(them, status),
        }))}
      />
      <Button
        size="small"
        icon={<Archive {...icon} />}
        onClick={() => void setStatus(them, 'archived')}
      >
        Archive
      </Button>
      <Tags them={them} onNew={() => setTagging(true)} />
      <Button size="small" icon={<Download {...icon} />} onClick={() => void exportKontasks(them)}>
        Export
      </Button>
      <Button
        size="small"
        tone="danger"
        icon={<Trash2 {...icon} />}
        onClick={() => void deleteKontasks(them)}
      >
        Delete
      </Button>
      <span className="flex-1" />
      <IconButton size="small" label="Select none" keys="Esc" onClick={clearSelected}>
        <X size={14} aria-hidden />
      </IconButton>
      {tagging && <TagDialog them={them} onClose={() => setTagging(false)} />}
    </div>
  );
}

/** A tick says that all of them have the tag; a press gives it to all, or takes it from all. */
function Tags({ them, onNew }: { them: readonly ListedKontask[]; onNew: () => void }) {
  const facets = useKontasks((view) => view.facets);
  const having = new Map<string, number>();
  for (const one of them)
    for (const tag of one.tags ?? []) having.set(tag, (having.get(tag) ?? 0) + 1);
  const known = (facets?.tags ?? []).map(({ value }) => value);
  const values = [...new Set([...having.keys(), ...known])];
  return (
    <FacetMenu
      trigger={
        <Button size="small" icon={<Tag {...icon} />}>
          Tags
        </Button>
      }
      options={values.map((value) => ({ value, label: value, count: having.get(value) ?? 0 }))}
      chosen={values.filter((value) => having.get(value) === them.length)}
      onToggle={(value, on) => void setTag(them, value, on)}
      onOpen={() => void loadFacets()}
      empty="There is no tag yet."
      more={{ label: 'New tag…', run: onNew }}
    />
  );
}

function TagDialog({ them, onClose }: { them: readonly ListedKontask[]; onClose: () => void }) {
  const [tag, setTagText] = useState('');
  const clean = tag.trim();
  return (
    <Dialog open onClose={onClose} title="New tag">
      <form
        className="mt-4 space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (clean === '') return;
          onClose();
          void setTag(them, clean, true);
        }}
      >
        <Field label="Tag">
          <Input maxLength={100} value={tag} onChange={(event) => setTagText(event.target.value)} />
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={clean === ''}>
            Add
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
