/** What lies over the window when a key asks for it: loaded with the first press, not with the window. */
import { lazy, Suspense, useState } from 'react';
import { closePalette, usePalette } from './palette-store';

const Palette = lazy(async () => ({ default: (await import('./palette')).Palette }));
const Shortcuts = lazy(async () => ({ default: (await import('./shortcuts')).Shortcuts }));

export function Overlays() {
  const open = usePalette((palette) => palette.open);
  // Each is kept once it was open, so that closing it gives the focus back.
  const [used, setUsed] = useState({ commands: false, shortcuts: false });
  if (open && !used[open]) setUsed({ ...used, [open]: true });
  return (
    <Suspense fallback={null}>
      {used.commands && <Palette open={open === 'commands'} onClose={closePalette} />}
      {used.shortcuts && <Shortcuts open={open === 'shortcuts'} onClose={closePalette} />}
    </Suspense>
  );
}
