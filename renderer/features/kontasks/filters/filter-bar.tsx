/** Above the kontasks: what is looked for, what they are narrowed to, and how many that leaves. */
import { useEffect, useRef } from 'react';
import { X } from 'lucide-react';
import { listedStatuses, sumOf } from '../../../stores/kontask-feeds';
import {
  clearFilter,
  loadFacets,
  setFilter,
  setQuery,
  useKontasks,
} from '../../../stores/kontasks-store';
import { announce } from '../../../ui/announce';
import { ChipButton } from '../../../ui/chip';
import { count } from '../../../ui/format';
import { pressIs } from '../../palette/keys';
import { dimensions, isEmptyFilter, optionsOf, withValue, wordOf } from './dimensions';
import { FacetMenu } from './facet-menu';
import { SavedFilters } from './saved-filters';

export function FilterBar() {
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-2 px-[30px] pb-3 max-[800px]:px-4">
      <SearchField />
      <Chips />
      <span className="flex-1" />
      <Found />
    </div>
  );
}

function SearchField() {
  const query = useKontasks((view) => view.query);
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || !pressIs('CommandOrControl+F', event)) return;
      if (document.querySelector('[role=dialog],[role=alertdialog]')) return;
      event.preventDefault();
      box.current?.focus();
      box.current?.select();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <input
      ref={box}
      type="search"
      aria-label="Search titles and output"
      placeholder="Search titles and output"
      aria-keyshortcuts="Control+F Meta+F"
      maxLength={500}
      value={query}
      onChange={(event) => setQuery(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || query === '') return;
        event.preventDefault();
        setQuery('');
      }}
      className="h-[34px] w-[280px] max-w-full rounded-control border border-line bg-transparent px-3 text-ui text-ink"
    />
  );
}

function Chips() {
  const filter = useKontasks((view) => view.filter);
  const query = useKontasks((view) => view.query);
  const facets = useKontasks((view) => view.facets);
  const counts = useKontasks((view) => view.counts);
  useEffect(() => void loadFacets(), []);
  const chosen = dimensions.flatMap(({ key, one }) =>
    (filter[key] ?? []).map((value) => ({ key, one, value })),
  );
  return (
    <div role="group" aria-label="Filters" className="flex flex-wrap items-center gap-2">
      {chosen.map(({ key, one, value }) => (
        <ChipButton
          key={`${key} ${value}`}
          aria-label={`Remove filter ${one}: ${wordOf(key, value)}`}
          onClick={() => setFilter(withValue(filter, key, value, false))}
        >
          <span className="max-w-[220px] truncate">{`${one}: ${wordOf(key, value)}`}</span>
          <X size={12} aria-hidden />
        </ChipButton>
      ))}
      {dimensions.map(({ key, one }) => (
        <FacetMenu
          key={key}
          trigger={<ChipButton aria-label={`Filter by ${one}`}>{`+ ${one}`}</ChipButton>}
          options={optionsOf(key, filter, facets, counts)}
          chosen={filter[key] ?? []}
          onToggle={(value, on) => setFilter(withValue(filter, key, value, on))}
          onOpen={() => void loadFacets()}
          empty={`No kontask says ${one === 'for' ? 'whom it is for' : `a ${one}`}.`}
        />
      ))}
      <SavedFilters />
      {!isEmptyFilter({ ...filter, query }) && <ChipButton onClick={clearFilter}>Clear</ChipButton>}
    </div>
  );
}

/** `4 of 1 204`. A screen reader hears it once it stands still. */
function Found() {
  const filter = useKontasks((view) => view.filter);
  const query = useKontasks((view) => view.query);
  const found = useKontasks((view) => sumOf(view.counts, listedStatuses(view.filter)));
  const all = useKontasks((view) => view.all);
  const ready = useKontasks((view) => view.phase !== 'loading');
  const narrowed = !isEmptyFilter({ ...filter, query });
  const words = narrowed ? `${count(found)} of ${count(all)}` : count(all);
  useEffect(() => {
    if (!narrowed) return;
    const timer = setTimeout(() => announce(`${words} kontasks`), 700);
    return () => clearTimeout(timer);
  }, [narrowed, words]);
  if (!ready) return null;
  return <span className="num text-ink-3">{words}</span>;
}
