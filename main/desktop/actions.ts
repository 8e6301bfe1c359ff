/** What stands behind the desktop calls of the windows: dialogs, clipboard, links, showing and hiding. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type BrowserWindow, clipboard, dialog, shell } from 'electron';
import type { DesktopInfo, DesktopParams } from '../../preload/contract/desktop';
import type { WindowName } from '../../preload/contract/desktop-names';
import { KonsoleError } from '../../preload/contract/errors';
import type { BlobInfo } from '../../preload/contract/shapes';
import { chooseFiles, giveFiles } from './choose-files';
import type { DesktopActions } from './ipc';
import { checkLink } from './links';
import { createOutputWindows } from './output-windows';
import { readText } from './read-text';
import { savePdf } from './save-pdf';

export interface ActionDeps {
  info: () => DesktopInfo;
  mainWindow: () => BrowserWindow;
  /** At a session or a section, where one is named. */
  showMain: (at: DesktopParams<'desktop.show-main'>) => void;
  showQuick: () => void;
  hideQuick: () => void;
  resizeQuick: (height: number) => void;
  pinQuick: (pinned: boolean) => void;
  /** Runs a dialog of the quick window, which stays meanwhile though the focus is the dialog's. */
  overQuick: <Result>(dialog: (window: BrowserWindow) => Promise<Result>) => Promise<Result>;
  put: (name: string, bytes: Uint8Array) => Promise<BlobInfo>;
  /** Whether what is selected in another window is told here. */
  readsSelection: boolean;
  ready: (window: WindowName) => void;
}

export function createActions(deps: ActionDeps): DesktopActions {
  const outputs = createOutputWindows();
  return {
    'desktop.info': () => deps.info(),
    'desktop.choose-folder': async () => {
      const chosen = await dialog.showOpenDialog(deps.mainWindow(), {
        title: 'Choose the folder to work in',
        properties: ['openDirectory', 'createDirectory'],
      });
      const folder = chosen.filePaths[0];
      return chosen.canceled || folder === undefined ? {} : { path: folder };
    },
    'desktop.open-link': async ({ url }) => {
      const address = checkLink(url);
      try {
        await shell.openExternal(address);
      } catch {
        throw new KonsoleError(
          'internal',
          'The system could not open this link. Copy it and open it yourself.',
        );
      }
      return {};
    },
    'desktop.copy': async ({ text }) => {
      await clipboard.writeText(text);
      return {};
    },
    'desktop.save-text': async ({ name, text }) => {
      const chosen = await dialog.showSaveDialog(deps.mainWindow(), {
        defaultPath: safeName(name),
      });
      if (chosen.canceled || !chosen.filePath) return {};
      try {
        await writeFile(chosen.filePath, text);
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
        throw new KonsoleError(
          'internal',
          `The file could not be written (${code}). Choose another place.`,
        );
      }
      return { path: chosen.filePath };
    },
    'desktop.save-pdf': async ({ name, html }) => {
      const file = await savePdf(deps.mainWindow(), safeName(name), html);
      return file === undefined ? {} : { path: file };
    },
    'desktop.show-output': async ({ title, html }) => {
      await outputs.show(title, html);
      return {};
    },
    'desktop.show-main': (at) => {
      deps.showMain(at);
      return {};
    },
    'desktop.show-quick': () => {
      deps.showQuick();
      return {};
    },
    'desktop.hide-quick': () => {
      deps.hideQuick();
      return {};
    },
    'desktop.resize-quick': ({ height }) => {
      deps.resizeQuick(height);
      return {};
    },
    'desktop.pin-quick': ({ pinned }) => {
      deps.pinQuick(pinned);
      return {};
    },
    'desktop.read-text': ({ from }) => readText(from, clipboard, deps.readsSelection),
    // Held by the dialog alone: a slow disk must not keep the window from being put away.
    'desktop.choose-files': async () => giveFiles(await deps.overQuick(chooseFiles), deps.put),
    'desktop.ready': (_params, window) => {
      deps.ready(window);
      return {};
    },
  };
}

/** A page proposes a name, never a place. */
export function safeName(name: string): string {
  const plain = path.basename(name.replace(/[\\:*?"<>|\p{Cc}\p{Cf}]/gu, '-')).replace(/^\.+/, '');
  return plain.slice(0, 120) || 'konsole.txt';
}
