/** What the desktop tells the main window: go to a session, a kontask or a section, start a new session. */
import type { DesktopNotice } from '../../preload/contract/desktop';
import {
  showDecisions,
  showKontask,
  showKontasks,
  showNewSession,
  showSection,
  showSession,
} from '../stores/ui-store';

export function onNotice(notice: DesktopNotice): void {
  if (notice.type === 'open-session') showSession(notice.session);
  if (notice.type === 'open-kontask') showKontask(notice.kontask, undefined, notice.choice);
  if (notice.type === 'open-decisions') showDecisions();
  if (notice.type === 'open-section') {
    if (notice.section === 'kontasks') showKontasks();
    else showSection(notice.section);
  }
  if (notice.type === 'new-session') showNewSession();
}
