/** Which windows there are, and how to tell them something. The register of every sender that IPC listens to. */
import type { BrowserWindow } from 'electron';
import type { DesktopNotice } from '../../preload/contract/desktop';
import type { WindowName } from '../../preload/contract/desktop-names';
import { ipcNames } from '../../preload/contract/ipc-names';

export function createWindows() {
  const byName = new Map<WindowName, BrowserWindow>();
  const byId = new Map<number, WindowName>();

  return {
    register(name: WindowName, window: BrowserWindow): void {
      const { id } = window.webContents;
      byName.set(name, window);
      byId.set(id, name);
      window.once('closed', () => {
        byId.delete(id);
        if (byName.get(name) === window) byName.delete(name);
      });
    },
    nameOf: (webContentsId: number): WindowName | undefined => byId.get(webContentsId),
    get: (name: WindowName): BrowserWindow | undefined => byName.get(name),
    tell(name: WindowName, notice: DesktopNotice): void {
      const window = byName.get(name);
      // A page that died is loaded again and asks for what it needs.
      if (!window || window.isDestroyed() || window.webContents.isCrashed()) return;
      const page = window.webContents;
      const send = () => page.send(ipcNames.notice, notice);
      // A page that is still on its way hears nothing yet.
      if (page.isLoadingMainFrame()) page.once('did-finish-load', send);
      else send();
    },
    tellAll(notice: DesktopNotice): void {
      for (const name of byName.keys()) this.tell(name, notice);
    },
  };
}

export type Windows = ReturnType<typeof createWindows>;
