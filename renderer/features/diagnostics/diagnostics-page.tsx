/** What Konsole knows of itself: notices of start-up, the pool, stream and journal, its log. */
import { SidebarButton } from '../sessions/session-header';
import { Facts, Notices } from './facts';
import { LogTail } from './log-tail';
import { Pool } from './pool';

export function DiagnosticsPage() {
  return (
    <main className="min-w-0 flex-1 overflow-y-auto">
      <div className="max-w-[920px] space-y-8 px-10 py-6 max-[800px]:px-4">
        <div className="flex items-center gap-2">
          <SidebarButton />
          <h1 tabIndex={-1} className="text-page font-semibold outline-none">
            Diagnostics
          </h1>
        </div>
        <Notices />
        <Pool />
        <Facts />
        <LogTail />
      </div>
    </main>
  );
}
