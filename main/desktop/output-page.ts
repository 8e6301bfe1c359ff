/**
 * A sandboxed window that shows an output as its frame does: the same page of the second origin, with the same policy. It
 * has no preload, so nothing in it can speak to Konsole; what it has to tell, it is asked for.
 */
import { BrowserWindow, type BrowserWindowConstructorOptions } from 'electron';
import { outputOrigin } from './app-path';
import { pagePreferences } from './page-options';

const address = `${outputOrigin}/kontask.html`;

/** What the page tells (renderer/features/kontasks/output/frame-messages.ts): a stranger's words. */
export type Told = { type: 'whole' } | { type: 'link'; url: string } | { type: 'failed' };

const longestAddress = 4_096;
/** More than one waits only while a person clicks faster than they are asked. */
const mostWaiting = 4;

/** Runs in the page, and is its parent there. */
const begin = (html: string) => `(() => {
  const { port1, port2 } = new MessageChannel();
  const heard = [];
  let hear;
  port1.onmessage = ({ data }) => {
    if (data.type === 'shown' || data.type === 'text') return;
    if (hear) hear(data);
    else if (heard.length < ${mostWaiting}) heard.push(data);
    hear = undefined;
  };
  globalThis.konsoleHears = () =>
    new Promise((resolve) => {
      if (heard.length > 0) resolve(heard.shift());
      else hear = resolve;
    });
  postMessage({ html: ${JSON.stringify(html)} }, '*', [port2]);
})()`;

export interface OutputPage {
  window: BrowserWindow;
  /** Loads it anew with this HTML. Rejects when it cannot be loaded. */
  pour: (html: string) => Promise<void>;
  /** The next thing that it tells; rejects when the page goes. */
  hear: () => Promise<Told | undefined>;
}

export function createOutputPage(options: BrowserWindowConstructorOptions): OutputPage {
  const window = new BrowserWindow({
    ...options,
    autoHideMenuBar: true,
    webPreferences: { ...pagePreferences(undefined), backgroundThrottling: false },
  });
  const { webContents } = window;
  return {
    window,
    async pour(html) {
      await window.loadURL(address);
      await webContents.executeJavaScript(begin(html));
    },
    hear: async () => readTold(await webContents.executeJavaScript('konsoleHears()')),
  };
}

export function readTold(data: unknown): Told | undefined {
  if (typeof data !== 'object' || data === null || !('type' in data)) return undefined;
  if (data.type === 'whole' || data.type === 'failed') return { type: data.type };
  if (data.type !== 'link' || !('url' in data) || typeof data.url !== 'string') return undefined;
  return data.url.length > longestAddress ? undefined : { type: 'link', url: data.url };
}
