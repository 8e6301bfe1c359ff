/** Stores as they are before a page starts, so that no test sees the one before it. */
import { emptyIndex } from '../../../preload/contract/index-state';
import { closeChoice } from '../../../renderer/features/kontasks/board/choice-store';
import { closeImport } from '../../../renderer/features/kontasks/list/import-store';
import { forgetLog } from '../../../renderer/features/diagnostics/log-store';
import { forgetArchived } from '../../../renderer/features/sessions/archived-store';
import { inspectLast } from '../../../renderer/features/inspector/inspected-store';
import { closePalette } from '../../../renderer/features/palette/palette-store';
import { forgetRows } from '../../../renderer/features/sessions/rows-store';
import { forgetSearch } from '../../../renderer/features/sessions/search-store';
import { forgetAttachments } from '../../../renderer/stores/attachments';
import { useDesktop } from '../../../renderer/stores/desktop-store';
import { forgetDrafts } from '../../../renderer/stores/draft-store';
import { useFallbacks } from '../../../renderer/stores/fallback-store';
import { closeFind } from '../../../renderer/stores/find-store';
import { useHealth } from '../../../renderer/stores/health-store';
import { useIndex } from '../../../renderer/stores/index-store';
import { forgetKontasks } from '../../../renderer/stores/kontasks-store';
import { forgetJump } from '../../../renderer/stores/jump-store';
import { forgetKontask } from '../../../renderer/stores/kontask-store';
import { forgetLayout } from '../../../renderer/stores/layout-store';
import { usePool } from '../../../renderer/stores/pool-store';
import { forgetMode } from '../../../renderer/stores/mode-choice';
import { forgetChoices } from '../../../renderer/stores/model-choice';
import { forgetRequests } from '../../../renderer/features/composer/requests';
import { forgetSessions } from '../../../renderer/stores/session-store';
import { useSettings } from '../../../renderer/stores/settings-store';
import { useUi } from '../../../renderer/stores/ui-store';

export function resetStores(): void {
  forgetSessions();
  forgetDrafts();
  forgetAttachments();
  forgetRequests();
  forgetChoices();
  forgetMode();
  forgetArchived();
  forgetRows();
  forgetSearch();
  forgetLog();
  closeFind();
  forgetJump();
  forgetKontasks();
  closeImport();
  closeChoice();
  forgetKontask();
  forgetLayout();
  closePalette();
  inspectLast();
  useIndex.setState({ ...emptyIndex(), loaded: false }, true);
  usePool.setState({}, true);
  useHealth.setState({}, true);
  useFallbacks.setState({ lanes: [] });
  useDesktop.setState({}, true);
  useSettings.setState({ problems: [], models: [] }, true);
  useUi.setState(
    {
      section: 'sessions',
      sidebarOpen: false,
      inspectorOpen: false,
      firstRunLeft: false,
      firstRunShown: false,
    },
    true,
  );
  window.history.replaceState(null, '', '#');
}
