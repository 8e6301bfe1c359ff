/** Editing a layout in place: each region has buttons that move or hide it, and the hidden ones wait below. */
import { ArrowDown, ArrowUp, EyeOff } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Kontask, KontaskRegion } from '../../../../preload/contract/shapes';
import { editKontask } from '../../../stores/kontask-store';
import { updateSettings } from '../../../stores/settings-store';
import { announce } from '../../../ui/announce';
import { Button, IconButton } from '../../../ui/button';
import { hiddenOf, moved, neighbour, regionNames, toggled } from './layout';
import type { Layout } from './layout';
import { useEscape } from './use-keys';
import { capitalised } from './words';

/** One that has a layout of its own keeps it; else that of its type is written. Without regions: the usual one again. */
export async function saveLayout(
  kontask: Kontask,
  from: Layout['from'],
  regions: readonly KontaskRegion[] | undefined,
): Promise<void> {
  const layout = regions ? [...regions] : null;
  if (from === 'kontask') await editKontask({ context: { layout } });
  else await updateSettings({ kontasks: { layouts: { [kontask.type]: layout } } });
}

export interface RegionButtonsProps {
  region: KontaskRegion;
  regions: readonly KontaskRegion[];
  onChange: (regions: readonly KontaskRegion[]) => void;
}

export function RegionButtons({ region, regions, onChange }: RegionButtonsProps) {
  const name = regionNames[region];
  const group = useRef<HTMLSpanElement>(null);
  /** A region that is put elsewhere in the page loses the focus on its way. */
  const pressed = useRef<{ label: string; was: readonly KontaskRegion[] }>(undefined);
  useEffect(() => {
    const { current } = pressed;
    if (!current || current.was === regions) return;
    pressed.current = undefined;
    group.current?.querySelector<HTMLElement>(`[aria-label="${current.label}"]`)?.focus();
  });
  const move = (step: 1 | -1, label: string) => {
    if (neighbour(regions, region, step) === undefined) return;
    pressed.current = { label, was: regions };
    announce(`${name} moved ${step < 0 ? 'up' : 'down'}`);
    onChange(moved(regions, region, step));
  };
  const up = `Move ${name} up`;
  const down = `Move ${name} down`;
  return (
    <span ref={group} className="inline-flex items-center">
      <IconButton
        size="small"
        label={up}
        aria-disabled={neighbour(regions, region, -1) === undefined}
        onClick={() => move(-1, up)}
      >
        <ArrowUp size={14} aria-hidden />
      </IconButton>
      <IconButton
        size="small"
        label={down}
        aria-disabled={neighbour(regions, region, 1) === undefined}
        onClick={() => move(1, down)}
      >
        <ArrowDown size={14} aria-hidden />
      </IconButton>
      <IconButton
        size="small"
        label={`Hide ${name}`}
        onClick={() => {
          announce(`${name} hidden`);
          onChange(toggled(regions, region));
          document.getElementById(barId)?.focus();
        }}
      >
        <EyeOff size={14} aria-hidden />
      </IconButton>
    </span>
  );
}

/** Where the focus goes from a region that is hidden. */
const barId = 'kontask-layout';

export interface LayoutBarProps {
  kontask: Kontask;
  layout: Layout;
  onChange: (regions: readonly KontaskRegion[] | undefined) => void;
  onDone: () => void;
}

export function LayoutBar({ kontask, layout, onChange, onDone }: LayoutBarProps) {
  const bar = useRef<HTMLDivElement>(null);
  useEscape(onDone);
  useEffect(() => bar.current?.focus(), []);
  const hidden = hiddenOf(layout.regions);
  const whose =
    layout.from === 'kontask'
      ? 'The layout of this kontask'
      : `The layout of all kontasks of type ${capitalised(kontask.type)}`;
  return (
    <div
      ref={bar}
      id={barId}
      role="group"
      aria-label="Layout"
      tabIndex={-1}
      className="flex flex-wrap items-center gap-2 rounded-card border border-line bg-raised px-4 py-2.5 outline-none"
    >
      <span className="min-w-0 flex-1 break-words">{whose}</span>
      {hidden.map((region) => (
        <Button
          key={region}
          size="small"
          onClick={() => {
            announce(`${regionNames[region]} shown`);
            onChange(toggled(layout.regions, region));
            bar.current?.focus();
          }}
        >
          Show {regionNames[region]}
        </Button>
      ))}
      {layout.from !== 'default' && (
        <Button
          size="small"
          tone="quiet"
          onClick={() => {
            announce('Layout reset');
            onChange(undefined);
            bar.current?.focus();
          }}
        >
          Reset
        </Button>
      )}
      <Button size="small" tone="primary" onClick={onDone}>
        Done
      </Button>
    </div>
  );
}
