/** The main window: sidebar, the section that is shown with toasts below it, announcements. */
import { useEffect } from 'react';
import { DiagnosticsPage } from '../features/diagnostics/diagnostics-page';
import { useDecisionAnnouncements } from '../features/kontasks/announce-decisions';
import { KontaskPage } from '../features/kontasks/kontask-page';
import { KontasksPage } from '../features/kontasks/kontasks-page';
import { WarmFrame } from '../features/kontasks/output/warm-frame';
import { NewSessionPage } from '../features/sessions/new-session-page';
import { Overlays } from '../features/palette/overlays';
import { SessionPage } from '../features/sessions/session-page';
import { Sidebar } from '../features/sessions/sidebar';
import { SettingsPage } from '../features/settings/settings-page';
import { sentenceFor } from '../features/transcript/announcements';
import { useStreamAnnouncements } from '../features/transport/announce-stream';
import { sessionById, useIndex } from '../stores/index-store';
import { onLiveEvents } from '../stores/session-store';
import { useUi } from '../stores/ui-store';
import { announce, Announcer } from '../ui/announce';
import { SidePane } from '../ui/side-pane';
import { Toasts } from '../ui/toast';
import { Boundary } from './boundary';
import { NoticeBar } from './notice-bar';
import { useHeadingFocus } from './use-heading-focus';
import { useDropGuard } from './use-drop-guard';
import { useKeys } from './use-keys';
import { useOpening } from './use-opening';

const closeSidebar = () => useUi.setState({ sidebarOpen: false });

export function App() {
  const section = useUi((ui) => ui.section);
  const session = useUi((ui) => ui.session);
  const kontask = useUi((ui) => ui.kontask);
  const sidebarOpen = useUi((ui) => ui.sidebarOpen);
  const title = useIndex(sessionById(session))?.title;
  useKeys();
  useHeadingFocus(section === 'kontasks' && kontask !== undefined ? `kontask ${kontask}` : section);
  useDropGuard();
  useOpening();
  useStreamAnnouncements();
  useDecisionAnnouncements();
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
      <div className="flex min-w-0 flex-1 flex-col">
        <NoticeBar />
        <div className="flex min-h-0 flex-1">
          <Boundary subject={`${section} ${(section === 'kontasks' ? kontask : session) ?? ''}`}>
            <Shown />
          </Boundary>
        </div>
        <Toasts />
      </div>
      <WarmFrame />
      <Overlays />
      <Announcer />
    </div>
  );
}

function Shown() {
  const section = useUi((ui) => ui.section);
  const session = useUi((ui) => ui.session);
  const kontask = useUi((ui) => ui.kontask);
  if (section === 'kontasks') {
    return kontask === undefined ? <KontasksPage /> : <KontaskPage key={kontask} id={kontask} />;
  }
  if (section === 'settings') return <SettingsPage />;
  if (section === 'diagnostics') return <DiagnosticsPage />;
  return session === undefined ? <NewSessionPage /> : <SessionPage key={session} id={session} />;
}
