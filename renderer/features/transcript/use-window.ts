/** The window over the turns, for a component: what is laid out, and the control that knows where the reader is. */
import { useEffect, useLayoutEffect, useState, useSyncExternalStore } from 'react';
import type { Piece } from './row-table';
import { createWindowControl } from './window-control';
import type { WindowControl } from './window-control';
import type { Shown, WindowInput } from './window-types';

export interface Windowed extends Omit<Shown, 'mounted'> {
  control: WindowControl;
  pieces: readonly Piece[];
}

export function useWindow(input: WindowInput): Windowed {
  const [control] = useState(createWindowControl);
  const shown = useSyncExternalStore(control.subscribe, control.shown);
  const pieces = control.take(input, shown);
  // With every commit: it looks at the page only when other rows are laid out.
  useLayoutEffect(() => control.laidOut());
  useEffect(() => control.attach(), [control]);
  const { newBelow, away } = shown;
  return { control, pieces, newBelow, away };
}
