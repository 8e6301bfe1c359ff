/** What a person looks at: section, session, open panes. In memory; the address keeps section and session over a reload. */
import { create } from 'zustand';

export type Section = 'sessions' | 'diagnostics' | 'settings';

export interface UiView {
  section: Section;
  /** The session shown; absent for a new one that the first Send makes. */
  session?: string;
  /** Panes that are folded away on narrow windows and opened over the page. */
  sidebarOpen: boolean;
  inspectorOpen: boolean;
  /** First run was left in this window, before its setting is written. */
  firstRunLeft: boolean;
  /** It was shown in this window: it stays until it is left, even if a key comes from elsewhere. */
  firstRunShown: boolean;
}

export const useUi = create<UiView>()(() => ({
  section: 'sessions',
  sidebarOpen: false,
  inspectorOpen: false,
  firstRunLeft: false,
  firstRunShown: false,
}));

export function showSection(section: Section): void {
  useUi.setState({ section, sidebarOpen: false });
  remember();
}

export function showSession(session: string): void {
  useUi.setState({ section: 'sessions', session, sidebarOpen: false });
  remember();
}

/** An empty page with the composer; Send makes the session. */
export function showNewSession(): void {
  useUi.setState(
    ({ session: _session, ...rest }) => ({ ...rest, section: 'sessions', sidebarOpen: false }),
    true,
  );
  remember();
}

function remember() {
  const { section, session } = useUi.getState();
  const hash = section === 'sessions' && session ? `#session/${session}` : `#${section}`;
  history.replaceState(null, '', hash);
}

/** Reads the address after a reload. False when it names nothing. */
export function recall(hash: string): boolean {
  const session = /^#session\/([\w-]{1,64})$/.exec(hash)?.[1];
  if (session) showSession(session);
  else if (hash === '#diagnostics' || hash === '#settings')
    showSection(hash === '#settings' ? 'settings' : 'diagnostics');
  else return false;
  return true;
}
