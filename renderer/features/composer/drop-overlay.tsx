/** What happens to files that are held over the page, said before they fall. */
import { Paperclip } from 'lucide-react';

export function DropOverlay({ words = 'Drop to add to your message' }: { words?: string }) {
  return (
    <div className="pointer-events-none fixed inset-0 z-40 flex items-center justify-center bg-[color-mix(in_srgb,var(--bg)_80%,transparent)] p-6">
      <p className="flex items-center gap-2.5 rounded-panel border border-dashed border-ink-3 bg-panel px-6 py-5 text-title shadow-card">
        <Paperclip size={17} aria-hidden className="text-ink-3" />
        {words}
      </p>
    </div>
  );
}
