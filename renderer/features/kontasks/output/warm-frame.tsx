/**
 * A frame of our second origin that is told nothing and shown nowhere: while kontasks are looked at, the process that shows
 * outputs stands ready, and what it reads first is read.
 */
import { useUi } from '../../../stores/ui-store';
import { useLate } from '../../../ui/use-now';
import { frameAddress } from './frame-messages';

/** What was asked for is drawn first. */
const afterMs = 500;

export function WarmFrame() {
  const isWanted = useUi((ui) => ui.section === 'kontasks');
  const late = useLate(isWanted, afterMs);
  if (!late) return null;
  return (
    <iframe
      title="Ready for an output"
      aria-hidden
      tabIndex={-1}
      hidden
      sandbox="allow-scripts"
      referrerPolicy="no-referrer"
      src={frameAddress()}
    />
  );
}
