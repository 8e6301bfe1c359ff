/** What the desktop tells the main window: go to a session, start a new one. */
import type { DesktopNotice } from '../../preload/contract/desktop';
import { showNewSession, showSession } from '../stores/ui-store';

export function onNotice(notice: DesktopNotice): void {
  if (notice.type === 'open-session') showSession(notice.session);
  if (notice.type === 'new-session') showNewSession();
}
