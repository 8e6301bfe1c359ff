/** Puts the one checked way in on Electron's channels: calls, and the ports of subscriptions. */
import { ipcMain, type MessagePortMain } from 'electron';
import type { WindowName } from '../../preload/contract/desktop-names';
import { ipcNames } from '../../preload/contract/ipc-names';
import { type BlobIpcDeps, createBlobIpc } from './blob-ipc';
import { createIpc, type IpcDeps, whoAsks } from './ipc';

export interface ListenDeps extends IpcDeps, BlobIpcDeps {
  openPort: (window: WindowName, port: MessagePortMain) => void;
}

export function listen(deps: ListenDeps): void {
  const handle = createIpc(deps);
  ipcMain.handle(ipcNames.call, (event, name: unknown, params: unknown) =>
    handle(event, name, params),
  );
  const take = createBlobIpc(deps);
  ipcMain.handle(ipcNames.blob, (event, name: unknown, bytes: unknown) => take(event, name, bytes));
  ipcMain.on(ipcNames.port, (event) => {
    const [port, ...more] = event.ports;
    const window = whoAsks(event, deps.windowOf);
    if (window === undefined || !port || more.length > 0) {
      for (const refused of event.ports) refused.close();
      deps.log('A port from outside the windows was refused', {});
      return;
    }
    deps.openPort(window, port);
  });
}
