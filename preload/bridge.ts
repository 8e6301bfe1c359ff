/**
 * What a window finds as `window.konsole`: one function a command and a desktop call, ports, notices.
 * The names come from the contract; there is no generic invoke and ipcRenderer itself never gets out.
 */
import type { BridgeApi, CommandFunctions, DesktopFunctions } from './contract/bridge-api';
import { commandNames } from './contract/command-names';
import type { DesktopNotice } from './contract/desktop';
import { desktopCallNames, desktopRules, type WindowName } from './contract/desktop-names';
import { type Answer, toAnswer } from './contract/errors';
import { ipcNames } from './contract/ipc-names';
import type { BlobInfo } from './contract/shapes';

/** The part of Electron's ipcRenderer that a bridge needs. */
export interface BridgeIpc {
  invoke(channel: string, ...args: unknown[]): Promise<unknown>;
  postMessage(channel: string, message: unknown, transfer: MessagePort[]): void;
  on(channel: string, listener: (event: unknown, notice: DesktopNotice) => void): unknown;
}

/** The page side of the preload: where a port is handed over. */
export interface BridgePage {
  readonly location: { readonly origin: string };
  postMessage(message: unknown, targetOrigin: string, transfer: Transferable[]): void;
}

export function createBridge(window: WindowName, ipc: BridgeIpc, page: BridgePage): BridgeApi {
  const listeners = new Set<(notice: DesktopNotice) => void>();
  ipc.on(ipcNames.notice, (_event, notice) => {
    for (const listener of listeners) listener(notice);
  });

  const call = async (name: string, params: unknown): Promise<Answer> => {
    try {
      return (await ipc.invoke(ipcNames.call, name, params)) as Answer;
    } catch (error) {
      return toAnswer(error);
    }
  };
  const callOf = (name: string) => [name, (params: unknown) => call(name, params)] as const;
  const allowed = desktopCallNames.filter((name) =>
    (desktopRules[name] as readonly WindowName[]).includes(window),
  );

  return {
    window,
    commands: Object.fromEntries(commandNames.map(callOf)) as unknown as CommandFunctions,
    desktop: Object.fromEntries(allowed.map(callOf)) as unknown as DesktopFunctions,
    blobs: {
      put: async (name, bytes) => {
        try {
          const answer = await ipc.invoke(ipcNames.blob, String(name), bytes);
          return answer as Answer<{ blob: BlobInfo }>;
        } catch (error) {
          return toAnswer(error);
        }
      },
      url: async (id) =>
        /^[a-z0-9]{8,64}$/.test(id) ? `${page.location.origin}/blobs/${id}` : undefined,
    },
    openPort: (id) => {
      const { port1, port2 } = new MessageChannel();
      ipc.postMessage(ipcNames.port, { id: String(id) }, [port1]);
      page.postMessage({ konsolePort: String(id) }, page.location.origin, [port2]);
    },
    onNotice: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
