/** Outputs in windows of their own: one for each title, a few at most, closed by Esc. */
import { clipboard, dialog, nativeTheme, shell, type BrowserWindow } from 'electron';
import { KonsoleError } from '../../preload/contract/errors';
import { checkLink } from './links';
import { bringToFront } from './main-window';
import { createOutputPage, type OutputPage } from './output-page';
import { backgrounds } from './page-options';

/** The one that was shown longest ago goes for another. */
const mostWindows = 8;
const longestTitle = 120;

export interface OutputWindows {
  /** Rejects with what a person can do when it cannot be shown. */
  show: (title: string, html: string) => Promise<void>;
}

export function createOutputWindows(): OutputWindows {
  /** In the order in which they were shown. */
  const pages = new Map<string, OutputPage>();

  function pageOf(title: string): OutputPage {
    const there = pages.get(title);
    pages.delete(title);
    const page = there ?? open(title);
    pages.set(title, page);
    for (const [other, { window }] of pages) {
      if (pages.size <= mostWindows) break;
      pages.delete(other);
      window.destroy();
    }
    return page;
  }

  function open(title: string): OutputPage {
    const page = createOutputPage({
      width: 900,
      height: 720,
      minWidth: 320,
      minHeight: 240,
      title: oneLine(title),
      backgroundColor: backgrounds[nativeTheme.shouldUseDarkColors ? 'dark' : 'light'],
    });
    const { window } = page;
    window.on('page-title-updated', (event) => event.preventDefault());
    window.webContents.on(
      'before-input-event',
      (event, { type, key, control, meta, alt, shift }) => {
        const isPlain = !control && !meta && !alt && !shift;
        const isClose = (control || meta) && !alt && !shift && key.toLowerCase() === 'w';
        if (type !== 'keyDown' || !((key === 'Escape' && isPlain) || isClose)) return;
        event.preventDefault();
        window.close();
      },
    );
    window.once('closed', () => {
      if (pages.get(title) === page) pages.delete(title);
    });
    return page;
  }

  async function follow(page: OutputPage): Promise<void> {
    for (;;) {
      // Ends when the page goes: then there is nobody to hear.
      const told = await page.hear().catch(() => undefined);
      if (told === undefined || told.type === 'failed') return;
      if (told.type === 'link') await offerLink(page.window, told.url);
    }
  }

  return {
    async show(title, html) {
      const page = pageOf(title);
      try {
        await page.pour(html);
      } catch {
        if (!page.window.isDestroyed()) page.window.destroy();
        throw new KonsoleError('internal', 'The window could not be opened. Try it once more.');
      }
      bringToFront(page.window);
      void follow(page);
    },
  };
}

/** Nothing in that page is trusted, so a person reads the whole address before it is opened. */
async function offerLink(window: BrowserWindow, url: string): Promise<void> {
  try {
    const address = checkLink(url);
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: 'Open this address?',
      detail: address,
      buttons: ['Open', 'Copy', 'Cancel'],
      defaultId: 0,
      cancelId: 2,
    });
    if (response === 0) await shell.openExternal(address);
    if (response === 1) await clipboard.writeText(address);
  } catch (error) {
    if (window.isDestroyed()) return;
    const detail = error instanceof KonsoleError ? error.message : 'The system could not open it.';
    await dialog.showMessageBox(window, { type: 'error', message: 'Not opened', detail });
  }
}

/** A title of others' making, as a window's title. */
const oneLine = (title: string): string =>
  title
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, longestTitle) || 'Output';
