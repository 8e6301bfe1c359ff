/** One model out of many: a box that searches as it is typed in, and its list. Works by keyboard alone. */
import { Star } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { FocusEvent, KeyboardEvent } from 'react';
import type { Lane } from '../../../preload/contract/shapes';
import { updateSettings, useSettings } from '../../stores/settings-store';
import { cx } from '../../ui/class-names';
import { Input } from '../../ui/field';
import { modelLabel } from './model-groups';
import { listedModels, modelFacts } from './model-list';
import type { ListedModel } from './model-list';
import { useProviders } from './providers-store';
import { noteRecent, useRecent } from './recent-models';

export interface ModelPickerProps {
  lane: Lane;
  value: string;
  invalid: boolean;
  /** Resolves to whether it is taken; the list stays open where it is not. */
  onChoose: (id: string) => Promise<boolean>;
  /** Something else is typed, or nothing is to be chosen: what was wrong is over. */
  onEdit: () => void;
}

const none: readonly string[] = [];

export function ModelPicker({ lane, value, invalid, onChoose, onEdit }: ModelPickerProps) {
  const models = useSettings((state) => state.models);
  const favourites = useSettings((state) => state.settings?.models.favourites) ?? none;
  const providers = useProviders((state) => state.providers);
  const recent = useRecent((state) => state.recent);
  /** What is typed; absent: the list is closed. */
  const [query, setQuery] = useState<string>();
  const [at, setAt] = useState(0);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const open = query !== undefined;

  const groups = listedModels({ models, providers, favourites, recent, query: query ?? '' });
  const rows = groups.flatMap((group) => group.models);
  const typed = (query ?? '').trim();
  const typable = typed.includes('/') && !models.some((model) => model.id === typed);
  const count = rows.length + (typable ? 1 : 0);
  const active = Math.min(at, count - 1);
  // What is wrong with what was typed stands under the box.
  const listed = open && !(invalid && count === 0);
  // Near the window's lower edge the list would open out of sight.
  useEffect(() => {
    if (listed) list.current?.scrollIntoView?.({ block: 'nearest' });
  }, [listed]);
  useEffect(() => {
    if (open)
      list.current?.querySelector('[data-active=true]')?.scrollIntoView?.({ block: 'nearest' });
  });

  const choose = async (chosen: string) => {
    if (!(await onChoose(chosen))) return;
    noteRecent(chosen);
    setQuery(undefined);
  };
  const barred = (row: ListedModel) => (lane === 'main' ? row.model.quickOnly : undefined);
  const leave = () => {
    setQuery(undefined);
    onEdit();
  };
  const give = () => {
    const row = rows[active];
    if (row && barred(row) === undefined) void choose(row.model.id);
    // Without a slash it is no id; the konsole says what one looks like.
    else if (!row && typed !== '') void choose(typed);
  };
  const start = () => {
    if (open) return;
    setQuery('');
    const all = listedModels({ models, providers, favourites, recent, query: '' });
    const chosen = all.flatMap((group) => group.models).findIndex((row) => row.model.id === value);
    setAt(Math.max(0, chosen));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (!open) start();
      else if (count > 0) setAt((active + (event.key === 'ArrowDown' ? 1 : count - 1)) % count);
    } else if (event.key === 'Enter') {
      if (open) give();
      else start();
    } else if (event.key === 'Escape' && open) leave();
    else return;
    event.preventDefault();
  };
  const onBlur = (event: FocusEvent<HTMLDivElement>) => {
    if (open && !event.currentTarget.contains(event.relatedTarget)) leave();
  };
  const star = (model: string) =>
    void updateSettings({
      models: {
        favourites: favourites.includes(model)
          ? favourites.filter((one) => one !== model)
          : [...favourites, model],
      },
    });

  return (
    <div className="relative" onBlur={onBlur}>
      <Input
        role="combobox"
        aria-expanded={listed}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={open && active >= 0 ? `${id}-${active}` : undefined}
        aria-invalid={invalid}
        autoComplete="off"
        spellCheck={false}
        title={value}
        value={query ?? modelLabel(value, models)}
        placeholder="Search, or type provider/model"
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
          onEdit();
        }}
        onClick={start}
        onKeyDown={onKeyDown}
      />
      {listed && (
        <div
          ref={list}
          id={`${id}-list`}
          role="listbox"
          aria-label="Models"
          className="absolute z-20 mt-1 max-h-[340px] w-full overflow-y-auto rounded-card border border-line bg-raised py-1 shadow-lg"
        >
          {groups.map((group) => (
            <div key={group.key} role="group" aria-label={group.name}>
              <div aria-hidden className="px-3 pt-2 pb-1 text-small text-ink-3">
                {group.name}
              </div>
              {group.models.map((row) => {
                const own = rows.indexOf(row);
                return (
                  <Option
                    key={row.model.id}
                    id={`${id}-${own}`}
                    row={row}
                    active={own === active}
                    chosen={row.model.id === value}
                    barred={barred(row)}
                    favourite={favourites.includes(row.model.id)}
                    onStar={() => star(row.model.id)}
                    onChoose={() => void choose(row.model.id)}
                  />
                );
              })}
            </div>
          ))}
          {typable && (
            <button
              type="button"
              tabIndex={-1}
              id={`${id}-${rows.length}`}
              role="option"
              aria-selected={false}
              data-active={active === rows.length}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => void choose(typed)}
              className="block w-full cursor-pointer px-3 py-1.5 text-left break-words data-[active=true]:bg-hover"
            >
              Use <code>{typed}</code>
            </button>
          )}
          {count === 0 && (
            <p className="px-3 py-2 text-ink-3">
              No model is called so. Type its id as provider/model to use it all the same.
            </p>
          )}
        </div>
      )}
    </div>
  );
}

interface OptionProps {
  id: string;
  row: ListedModel;
  active: boolean;
  chosen: boolean;
  /** Why it cannot be chosen. */
  barred: string | undefined;
  favourite: boolean;
  onStar: () => void;
  onChoose: () => void;
}

function Option(props: OptionProps) {
  const { id, row, active, chosen, barred, favourite, onStar, onChoose } = props;
  const facts = modelFacts(row.model);
  return (
    <div data-active={active} className="flex items-start gap-1 px-1.5 data-[active=true]:bg-hover">
      <button
        type="button"
        tabIndex={-1}
        id={id}
        role="option"
        aria-selected={chosen}
        aria-disabled={barred !== undefined}
        // The search keeps the focus.
        onPointerDown={(event) => event.preventDefault()}
        onClick={() => barred === undefined && onChoose()}
        className="min-w-0 flex-1 cursor-pointer text-left px-1.5 py-1.5 break-words aria-disabled:cursor-default"
      >
        <span className={cx(chosen && 'font-medium', barred !== undefined && 'text-ink-3')}>
          {row.name}
        </span>{' '}
        <span className="text-ink-3">{row.provider}</span>
        {(barred ?? facts) !== '' && (
          <span
            className={cx(
              'num block text-small',
              barred === undefined ? 'text-ink-3' : 'text-ink-2',
            )}
          >
            {barred ?? facts}
          </span>
        )}
      </button>
      <button
        type="button"
        aria-label={`Favourite: ${row.name}`}
        aria-pressed={favourite}
        onPointerDown={(event) => event.preventDefault()}
        onClick={onStar}
        className="mt-1 shrink-0 rounded-control p-1.5 text-ink-3 hover:text-ink"
      >
        <Star size={14} aria-hidden fill={favourite ? 'currentColor' : 'none'} />
      </button>
    </div>
  );
}
