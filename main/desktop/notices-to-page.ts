/**
 * Tells one page what the desktop has to say. No Electron.
 *
 * A page hears nothing while it is loaded, and forgets what it heard just before: a reload goes to the address that the
 * browser knew when it began, which may be older than where the page was just led. So the last place that a page was
 * led to is owed until the page says, by a new address, that it went somewhere; a page that is loaded meanwhile is
 * told again.
 */
import type { DesktopNotice } from '../../preload/contract/desktop';
import { ipcNames } from '../../preload/contract/ipc-names';

/** The part of Electron's webContents that this needs. */
export interface NoticedPage {
  isDestroyed(): boolean;
  isCrashed(): boolean;
  /** Another document is on its way; not so while only the address of this one changes. */
  isLoadingMainFrame(): boolean;
  send(channel: string, notice: DesktopNotice): void;
  on(event: 'did-finish-load', listener: () => void): unknown;
  /** The address of the same document changed. */
  on(
    event: 'did-navigate-in-page',
    listener: (event: unknown, url: string, isMainFrame: boolean) => void,
  ): unknown;
}

const leads: ReadonlySet<DesktopNotice['type']> = new Set([
  'open-session',
  'open-kontask',
  'open-section',
  'open-decisions',
  'new-session',
] satisfies DesktopNotice['type'][]);

export function createNoticesTo(page: NoticedPage) {
  /** Everything that waits for a page which is on its way, in the order in which it was said. */
  let waiting: DesktopNotice[] = [];
  /** Where the page is to be. */
  let owed: DesktopNotice | undefined;

  page.on('did-navigate-in-page', (_event, _url, isMainFrame) => {
    if (isMainFrame && !page.isLoadingMainFrame()) owed = undefined;
  });
  page.on('did-finish-load', () => {
    const said = owed && !waiting.includes(owed) ? [...waiting, owed] : waiting;
    waiting = [];
    for (const notice of said) page.send(ipcNames.notice, notice);
  });

  return (notice: DesktopNotice): void => {
    if (page.isDestroyed()) return;
    const isLead = leads.has(notice.type);
    if (isLead) owed = notice;
    // A page that died is loaded again, and asks for all it needs but where to go.
    if (page.isCrashed()) return;
    if (!page.isLoadingMainFrame()) page.send(ipcNames.notice, notice);
    else waiting = [...waiting.filter((one) => !isLead || !leads.has(one.type)), notice];
  };
}
