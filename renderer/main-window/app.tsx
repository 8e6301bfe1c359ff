/** The main window: sidebar, the section that is shown, toasts, announcements. */
import { useEffect } from 'react';
import { DiagnosticsPage } from '../features/diagnostics/diagnostics-page';
import { FirstRun } from '../features/first-run/first-run';
import { NewSessionPage } from '../features/sessions/new-session-page';
import { SessionPage } from '../features/sessions/session-page';
import { SidebarButton } from '../features/sessions/session-header';
import { Sidebar } from '../features/sessions/sidebar';
import { SettingsPage } from '../features/settings/settings-page';
import { sentenceFor } from '../features/transcript/announcements';
import { sessionById, useIndex } from '../stores/index-store';
import { onLiveEvents } from '../stores/session-store';
import { useSettings } from '../stores/settings-store';
import { useUi } from '../stores/ui-store';
import { announce, Announcer } from '../ui/announce';
import { isDemo } from '../ui/format';
import { SidePane } from '../ui/side-pane';
import { Toasts } from '../ui/toast';
import { Boundary } from './boundary';
import { useKeys } from './use-keys';
import { useOpening } from './use-opening';

const closeSidebar = () => useUi.setState({ sidebarOpen: false });

export function App() {
  const section = useUi((ui) => ui.section);
  const session = useUi((ui) => ui.session);
  const sidebarOpen = useUi((ui) => ui.sidebarOpen);
  const title = useIndex(sessionById(session))?.title;
  useKeys();
  useOpening();
  useEffect(
    () =>
      onLiveEvents((_session, events) => {
        const sentence = sentenceFor(events);
        if (sentence) announce(sentence);
      }),
    [],
  );
  useEffect(() => {
    document.title = section === 'sessions' && title ? `${title} · Konsole` : 'Konsole';
  }, [section, title]);
  return (
    <div className="flex h-full">
      <SidePane side="left" label="Sidebar" open={sidebarOpen} onClose={closeSidebar}>
        <Sidebar />
      </SidePane>
      <Boundary subject={`${section} ${session ?? ''}`}>
        <Shown />
      </Boundary>
      <Toasts />
      <Announcer />
    </div>
  );
}

function Shown() {
  const section = useUi((ui) => ui.section);
  const session = useUi((ui) => ui.session);
  const first = useFirstRun();
  if (section === 'settings') {
    return (
      <main className="min-w-0 flex-1 overflow-y-auto">
        <div className="px-4 pt-4 min-[800px]:hidden">
          <SidebarButton />
        </div>
        <SettingsPage />
      </main>
    );
  }
  if (section === 'diagnostics') return <DiagnosticsPage />;
  if (first) {
    return (
      <main className="min-w-0 flex-1 overflow-y-auto">
        <FirstRun onDone={() => useUi.setState({ firstRunLeft: true })} />
      </main>
    );
  }
  return session === undefined ? <NewSessionPage /> : <SessionPage key={session} id={session} />;
}

/** Nothing but the demo can answer, and nobody has said yet that this is fine. */
function useFirstRun(): boolean {
  const left = useUi((ui) => ui.firstRunLeft);
  const said = useSettings((state) => state.settings?.said);
  const model = useSettings((state) => state.effective?.main);
  return !left && said !== undefined && !said.includes('first-run') && isDemo(model);
}
