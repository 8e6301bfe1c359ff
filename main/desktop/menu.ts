/** The application menu: the standard roles, so that copy, paste, zoom and quit have their keys. The pages own all other keys. */
import { Menu, type MenuItemConstructorOptions } from 'electron';

/** `devTools`: only in a build that is not packaged. */
export function setApplicationMenu(options: { devTools: boolean }): void {
  const view: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ];
  if (options.devTools)
    view.push({ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' });
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
    ...(process.platform === 'darwin'
      ? []
      : [{ label: '&File', submenu: [{ role: 'close' as const }, { role: 'quit' as const }] }]),
    { role: 'editMenu' },
    { label: '&View', submenu: view },
    { role: 'windowMenu' },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
