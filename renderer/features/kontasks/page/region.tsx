/** One part of the page: its name, what stands beside it, and while the layout is edited the buttons that move it. */
import { createContext, useContext } from 'react';
import type { ReactNode } from 'react';
import type { KontaskRegion } from '../../../../preload/contract/shapes';
import { cx } from '../../../ui/class-names';
import { regionNames } from './layout';

/** What stands above each region while the layout is edited. */
export const RegionTools = createContext<((region: KontaskRegion) => ReactNode) | undefined>(
  undefined,
);

export interface RegionProps {
  region: KontaskRegion;
  /** At the right of its name. */
  aside?: ReactNode;
  /** In a frame of its own, name and all. */
  framed?: boolean;
  children: ReactNode;
}

export function Region({ region, aside, framed = false, children }: RegionProps) {
  const tools = useContext(RegionTools);
  return (
    <section
      aria-label={regionNames[region]}
      className={cx(
        'min-w-0',
        framed && 'rounded-panel border border-line-soft bg-panel px-5 py-4',
        tools && 'outline-1 outline-offset-8 outline-line outline-dashed',
      )}
    >
      <div className="mb-2.5 flex min-h-6 flex-wrap items-center gap-2">
        <h2 className="min-w-0 flex-1 text-title font-semibold">{regionNames[region]}</h2>
        {tools ? tools(region) : aside}
      </div>
      {children}
    </section>
  );
}

/** The quiet frame around what is read as it stands. */
export const box = 'rounded-card border border-line-soft bg-panel px-4 py-3';
