/** The models that are asked instead, in order: moved up and down, and removed. The focus stays with what was moved. */
import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { useLayoutEffect, useRef } from 'react';
import { announce } from '../../ui/announce';
import { IconButton } from '../../ui/button';
import { isDemo } from '../../ui/format';
import { useSettings } from '../../stores/settings-store';
import { useProviders } from './providers-store';
import { modelLabel } from './model-groups';

export interface FallbackRowsProps {
  /** What the list is called. */
  label: string;
  models: readonly string[];
  /** Resolves to whether it holds now. */
  write: (models: readonly string[]) => Promise<boolean>;
}

export function FallbackRows({ label, models, write }: FallbackRowsProps) {
  const catalogue = useSettings((state) => state.models);
  const providers = useProviders((state) => state.providers);
  const list = useRef<HTMLOListElement>(null);
  /** The button that is to have the focus once the list is another than `models`. */
  const focusNext = useRef<{ model: string; does: string; models: readonly string[] }>(undefined);
  useLayoutEffect(() => {
    const wish = focusNext.current;
    if (!wish || wish.models === models) return;
    focusNext.current = undefined;
    const row = [...(list.current?.children ?? [])].find(
      (child) => child instanceof HTMLElement && child.dataset.model === wish.model,
    );
    const button = row?.querySelector<HTMLElement>(`[data-does=${wish.does}]`);
    if (button !== document.activeElement) button?.focus();
  });

  const move = async (model: string, to: number, does: string) => {
    if (to < 0 || to >= models.length) return;
    const rest = models.filter((one) => one !== model);
    focusNext.current = { model, does, models };
    if (await write(rest.toSpliced(to, 0, model)))
      announce(`Moved to place ${to + 1} of ${models.length}`);
    else focusNext.current = undefined;
  };
  const remove = async (model: string, at: number) => {
    const next = models[at + 1] ?? models[at - 1];
    if (next !== undefined) focusNext.current = { model: next, does: 'remove', models };
    if (await write(models.filter((one) => one !== model))) announce('Model removed');
    else focusNext.current = undefined;
  };

  if (models.length === 0) return null;
  return (
    <ol ref={list} aria-label={label} className="mt-2 space-y-0.5">
      {models.map((model, at) => {
        const name = modelLabel(model, catalogue);
        const provider = model.slice(0, model.indexOf('/'));
        const known = providers?.find(({ id }) => id === provider);
        return (
          <li key={model} data-model={model} className="flex items-start gap-1">
            <span className="num w-5 shrink-0 text-ink-3">{at + 1}.</span>
            <span className="min-w-0 flex-1">
              <span className="block truncate" title={model}>
                {name} <span className="text-ink-3">{known?.name ?? provider}</span>
              </span>
              {providers && !known && !isDemo(model) && (
                <span className="block text-small text-bad">
                  There is no provider “{provider}”. Add it above, or remove this.
                </span>
              )}
            </span>
            {models.length > 1 && (
              <>
                <IconButton
                  size="small"
                  data-does="up"
                  label={`Move ${name} up`}
                  aria-disabled={at === 0}
                  onClick={() => void move(model, at - 1, 'up')}
                >
                  <ArrowUp size={13} aria-hidden />
                </IconButton>
                <IconButton
                  size="small"
                  data-does="down"
                  label={`Move ${name} down`}
                  aria-disabled={at === models.length - 1}
                  onClick={() => void move(model, at + 1, 'down')}
                >
                  <ArrowDown size={13} aria-hidden />
                </IconButton>
              </>
            )}
            <IconButton
              size="small"
              data-does="remove"
              label={`Remove ${name}`}
              onClick={() => void remove(model, at)}
            >
              <X size={13} aria-hidden />
            </IconButton>
          </li>
        );
      })}
    </ol>
  );
}
