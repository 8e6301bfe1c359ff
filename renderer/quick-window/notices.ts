/** What the desktop tells the quick window: it is shown, or news of one of its conversations was clicked. */
import type { DesktopNotice } from '../../preload/contract/desktop';
import { focusQuestion, openConversation, useConversation } from '../features/quick/conversation';
import { setPinned } from '../features/quick/leaving';

export function onNotice(notice: DesktopNotice): void {
  if (notice.type === 'quick-shown') {
    // The desktop has unpinned what was put away, in whatever way.
    setPinned(notice.pinned === true);
    focusQuestion();
  }
  if (notice.type === 'open-session' && useConversation.getState().session !== notice.session) {
    openConversation(notice.session);
  }
}
