/** The settings: what is wrong in the file first, then one group after the other. Changes hold at once. */
import { CircleAlert } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { loadSettings, useSettings } from '../../stores/settings-store';
import { useDesktop } from '../../stores/desktop-store';
import { Button } from '../../ui/button';
import { useLate } from '../../ui/use-now';
import { SidebarButton } from '../sessions/session-header';
import { Appearance } from './appearance';
import { Budgets } from './budgets';
import { Hotkey } from './hotkey';
import { Models } from './models';
import { Permissions } from './permissions';
import { Providers } from './providers';
import { Transport } from './transport';
import { Workspace } from './workspace';

export function SettingsPage() {
  const [failed, setFailed] = useState(false);
  const load = useCallback(() => void loadSettings().then((done) => setFailed(!done)), []);
  useEffect(load, [load]);
  const loaded = useSettings((state) => state.settings !== undefined);
  const late = useLate(!loaded && !failed);
  return (
    <main className="min-w-0 flex-1 overflow-y-auto">
      <div className="max-w-[760px] px-10 py-6 max-[800px]:px-4">
        <div className="mb-6 flex items-center gap-2">
          <SidebarButton />
          <h1 tabIndex={-1} className="text-page font-semibold outline-none">
            Settings
          </h1>
        </div>
        {late && <p className="text-ink-3">Loading…</p>}
        {failed && !loaded && (
          <div className="space-y-2">
            <p className="text-bad">The settings could not be read.</p>
            <Button onClick={load}>Try again</Button>
          </div>
        )}
        {loaded && (
          <>
            <Problems />
            <Providers />
            <Models />
            <Budgets />
            <Transport />
            <Hotkey />
            <Permissions />
            <Workspace />
            <Appearance />
            <Version />
          </>
        )}
      </div>
    </main>
  );
}

function Problems() {
  const problems = useSettings((state) => state.problems);
  const home = useDesktop((state) => state.info?.home);
  if (problems.length === 0) return null;
  return (
    <div
      role="group"
      aria-label="Problems in settings.json"
      className="mb-6 rounded-card border border-bad/60 bg-bad-wash px-3.5 py-3"
    >
      <p className="flex items-start gap-2">
        <CircleAlert size={16} aria-hidden className="mt-[2px] shrink-0 text-bad" />
        <span className="min-w-0 break-words">
          Something in {home ? <code>{home}/settings.json</code> : 'settings.json'} could not be
          used. The default is in use instead until it is mended.
        </span>
      </p>
      <ul className="mt-2 space-y-1 pl-6">
        {problems.map((problem) => (
          <li key={`${problem.field} ${problem.message}`} className="break-words">
            {problem.field !== '' && <code>{problem.field}</code>} {problem.message}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Version() {
  const info = useDesktop((state) => state.info);
  if (!info) return null;
  return (
    <p className="mt-2 text-small break-words text-ink-3">
      Konsole {info.version} · Electron {info.electron} · data in {info.home}
    </p>
  );
}
