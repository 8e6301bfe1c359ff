/** What start-up found and a person should know: one line each above the page, until it is put away. */
import { Info, X } from 'lucide-react';
import { useState } from 'react';
import { useDesktop } from '../stores/desktop-store';
import { IconButton } from '../ui/button';

export function NoticeBar() {
  const notices = useDesktop((state) => state.info?.notices);
  const [putAway, setPutAway] = useState<readonly string[]>([]);
  const shown = (notices ?? []).filter(({ id }) => !putAway.includes(id));
  if (shown.length === 0) return null;
  return (
    <section aria-label="Notices of this start" className="shrink-0 bg-panel">
      <ul aria-label="Notices" className="border-b border-line-soft">
        {shown.map(({ id, message }) => (
          <li key={id} className="flex items-start gap-2.5 px-5 py-2">
            <Info size={15} aria-hidden className="mt-[3px] shrink-0 text-info" />
            <span role="status" className="min-w-0 flex-1 break-words text-ink-2">
              {message}
            </span>
            <IconButton
              size="small"
              label="Put this notice away"
              onClick={() => setPutAway([...putAway, id])}
            >
              <X size={14} aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
