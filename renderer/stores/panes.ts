/** Shows a pane that is away, and puts away one that is shown: folded over the page or beside it. */
import { setPaneShown, useLayout } from './layout-store';
import type { Side } from './layout-store';
import { useUi } from './ui-store';
import { isFolded } from '../ui/side-pane';

function togglePane(side: Side): void {
  const open = side === 'left' ? 'sidebarOpen' : 'inspectorOpen';
  if (isFolded(side)) useUi.setState((ui) => ({ [open]: !ui[open] }));
  else setPaneShown(side, !useLayout.getState()[side].shown);
}

export const toggleSidebar = () => togglePane('left');
export const toggleInspector = () => togglePane('right');
