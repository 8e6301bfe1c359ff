/** Which windows there are, and how to tell them something. The register of every sender that IPC listens to. */
import type { BrowserWindow } from 'electron';
import type { DesktopNotice } from '../../preload/contract/desktop';
import type { WindowName } from '../../preload/contract/desktop-names';
import { createNoticesTo } from './notices-to-page';

interface Registered {
  window: BrowserWindow;
  tell: (notice: DesktopNotice) => void;
}

export function createWindows() {
  const byName = new Map<WindowName, Registered>();
  const byId = new Map<number, WindowName>();

  return {
    register(name: WindowName, window: BrowserWindow): void {
      const { id } = window.webContents;
      byName.set(name, { window, tell: createNoticesTo(window.webContents) });
      byId.set(id, name);
      window.once('closed', () => {
        byId.delete(id);
        if (byName.get(name)?.window === window) byName.delete(name);
      });
    },
    nameOf: (webContentsId: number): WindowName | undefined => byId.get(webContentsId),
    get: (name: WindowName): BrowserWindow | undefined => byName.get(name)?.window,
    tell(name: WindowName, notice: DesktopNotice): void {
      const registered = byName.get(name);
      if (registered && !registered.window.isDestroyed()) registered.tell(notice);
    },
    tellAll(notice: DesktopNotice): void {
      for (const name of byName.keys()) this.tell(name, notice);
    },
  };
}

export type Windows = ReturnType<typeof createWindows>;
