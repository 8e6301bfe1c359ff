/** What a person looks at: section, session, open panes. In memory; the address keeps section and session over a reload. */
import { create } from 'zustand';

export type Section = 'sessions' | 'kontasks' | 'diagnostics' | 'settings';

export interface UiView {
  section: Section;
  /** The session shown; absent for a new one that the first Send makes. */
  session?: string;
  /** The kontask whose page is shown in the section Kontasks; absent: all of them. */
  kontask?: string;
  /** Where a person came from to that page, for the way back; absent: the list. */
  cameFrom?: { session: string };
  /** The label of the choice that a person picked outside the window: the page shows what it sends, and takes it away. */
  picked?: string;
  /** The list of kontasks opens with its form for a new one, or with those that need a decision; it takes these away. */
  newKontask?: true;
  onlyDecisions?: true;
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

/** All kontasks, as they were last looked at. */
export function showKontasks(): void {
  goToKontasks({});
}

/** All kontasks, with the form for a new one. */
export function openNewKontask(): void {
  goToKontasks({ newKontask: true });
}

/** Those kontasks that need a decision. */
export function showDecisions(): void {
  goToKontasks({ onlyDecisions: true });
}

/**
 * The page of one. `cameFrom`: the session in which a person was, and wants to be again. `picked`: the label of a
 * choice whose value is to be shown at once.
 */
export function showKontask(
  kontask: string,
  cameFrom?: { session: string },
  picked?: string,
): void {
  goToKontasks({
    kontask,
    ...(cameFrom ? { cameFrom } : {}),
    ...(picked === undefined ? {} : { picked }),
  });
}

/** The page of one, and the way back to the session that is shown now. */
export function showKontaskFromHere(kontask: string): void {
  const { section, session } = useUi.getState();
  showKontask(kontask, section === 'sessions' && session ? { session } : undefined);
}

type Kontasks = Pick<UiView, 'kontask' | 'cameFrom' | 'picked' | 'newKontask' | 'onlyDecisions'>;

function goToKontasks(there: Kontasks): void {
  useUi.setState(
    ({
      kontask: _kontask,
      cameFrom: _from,
      picked: _picked,
      newKontask: _new,
      onlyDecisions: _only,
      ...rest
    }) => ({ ...rest, section: 'kontasks', sidebarOpen: false, ...there }),
    true,
  );
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
  const { section, session, kontask } = useUi.getState();
  history.replaceState(null, '', hashOf(section, session, kontask));
}

function hashOf(section: Section, session: string | undefined, kontask: string | undefined) {
  if (section === 'sessions' && session) return `#session/${session}`;
  if (section === 'kontasks' && kontask) return `#kontask/${encodeURIComponent(kontask)}`;
  return `#${section}`;
}

/** Reads the address after a reload. False when it names nothing. */
export function recall(hash: string): boolean {
  const session = /^#session\/([\w-]{1,64})$/.exec(hash)?.[1];
  const kontask = /^#kontask\/([\w.%~!*'()-]{1,600})$/.exec(hash)?.[1];
  if (session) showSession(session);
  else if (kontask) recallKontask(decoded(kontask));
  else if (hash === '#kontasks') showKontasks();
  else if (hash === '#diagnostics' || hash === '#settings')
    showSection(hash === '#settings' ? 'settings' : 'diagnostics');
  else return false;
  return true;
}

/** The desktop may have gone there before the address was read: then it is there already, with where it came from. */
function recallKontask(kontask: string): void {
  const { section, kontask: shown } = useUi.getState();
  if (section !== 'kontasks' || shown !== kontask) showKontask(kontask);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
