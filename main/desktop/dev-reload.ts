/** For `npm run dev`: loads the windows again when the pages were built anew. Never in a packaged app. */
import { watch } from 'node:fs';
import { BrowserWindow } from 'electron';

/** Builds write many files: the last one counts. */
const settle = 300;

export function reloadOnBuild(pages: string): void {
  let timer: NodeJS.Timeout | undefined;
  watch(pages, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      for (const window of BrowserWindow.getAllWindows()) window.webContents.reloadIgnoringCache();
    }, settle);
  });
}
