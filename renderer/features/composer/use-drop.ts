/** Files dragged over the page: whether they hang above it, and what happens when they fall. */
import { useEffect, useRef, useState } from 'react';
import { carriesFiles, filesIn } from './dropped';
import type { Brought } from './dropped';

/** True while files from outside are held over the page. A dragged link or text stays what it is. */
export function useDrop(take: (brought: Brought) => void): boolean {
  const [over, setOver] = useState(false);
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  useEffect(() => {
    // A picture of this very page also says that it carries files.
    let own = false;
    const isOurs = (event: DragEvent) => !own && carriesFiles(event.dataTransfer);
    const onStart = () => {
      own = true;
    };
    const onEnd = () => {
      own = false;
      setOver(false);
    };
    const onOver = (event: DragEvent) => {
      if (!isOurs(event)) return;
      event.preventDefault();
      const blocked = document.querySelector('[role=dialog],[role=alertdialog]') !== null;
      if (event.dataTransfer) event.dataTransfer.dropEffect = blocked ? 'none' : 'copy';
      setOver(!blocked);
    };
    const onLeave = (event: DragEvent) => {
      // Between elements of the page there is always one that is entered.
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      if (!isOurs(event) || !event.dataTransfer) return;
      event.preventDefault();
      latest.current(filesIn(event.dataTransfer));
    };
    const listeners = { dragstart: onStart, dragend: onEnd, dragover: onOver } as const;
    for (const [name, run] of Object.entries(listeners)) {
      window.addEventListener(name, run as EventListener);
    }
    window.addEventListener('dragenter', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      for (const [name, run] of Object.entries(listeners)) {
        window.removeEventListener(name, run as EventListener);
      }
      window.removeEventListener('dragenter', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, []);
  return over;
}
