/** What the desktop tells the main window: go to a session or a section, start a new session. */
import type { DesktopNotice } from '../../preload/contract/desktop';
import { showNewSession, showSection, showSession } from '../stores/ui-store';

export function onNotice(notice: DesktopNotice): void {
  if (notice.type === 'open-session') showSession(notice.session);
  if (notice.type === 'open-section') showSection(notice.section);
  if (notice.type === 'new-session') showNewSession();
}
