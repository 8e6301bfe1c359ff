/** Pages stay where they are: no navigation, redirect, new window, webview, or request that leaves the app. */
import type { App, Session, WebContents } from 'electron';
import { outputOrigin, pageOrigin } from './app-path';

type Log = (message: string, fields: Record<string, unknown>) => void;

/** A page may be loaded again (reload); it may not become another page. Hashes do not count. */
export function mayNavigate(current: string, target: string): boolean {
  const page = (address: string) => address.split('#', 1)[0];
  return target.startsWith(`${pageOrigin}/`) && page(current) === page(target);
}

/** A frame inside a page may become a page of our second origin, where nothing is trusted, and nothing else. */
export const mayFrame = (target: string): boolean => target.startsWith(`${outputOrigin}/`);

/** What the network layer of the windows may load; model traffic runs in hosts, outside of it. */
export function mayRequest(address: string): boolean {
  return (
    address.startsWith(`${pageOrigin}/`) ||
    address.startsWith(`${outputOrigin}/`) ||
    address.startsWith(`blob:${pageOrigin}/`) ||
    address.startsWith('data:') ||
    address.startsWith('devtools:')
  );
}

/** An address in a log: its scheme and host, never what a page may have hidden in the rest. */
export function brief(address: string): string {
  return (/^[a-z][a-z0-9+.-]*:(\/\/[^/?#]*)?/i.exec(address)?.[0] ?? '(unreadable)').slice(0, 120);
}

interface Navigation {
  preventDefault(): void;
  url: string;
  isMainFrame: boolean;
}

export function keepInPlace(contents: WebContents, log: Log): void {
  const refuse = (what: string) => (event: Navigation) => {
    if (event.isMainFrame ? mayNavigate(contents.getURL(), event.url) : mayFrame(event.url)) return;
    event.preventDefault();
    log('A page tried to leave its place and was refused', { what, address: brief(event.url) });
  };
  contents.on('will-frame-navigate', refuse('navigation'));
  contents.on('will-redirect', refuse('redirect'));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  // Only ever denies: links are opened by a click and the desktop.open-link call.
  contents.setWindowOpenHandler(({ url }) => {
    log('A page tried to open a window and was refused', { address: brief(url) });
    return { action: 'deny' };
  });
  // WebRTC would leak past the CSP.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}

/** Must be called before the first window is created. */
export function keepPagesInPlace(app: App, log: Log): void {
  app.on('web-contents-created', (_event, contents) => keepInPlace(contents, log));
}

export function refuseRequests(session: Session, log: Log): void {
  session.webRequest.onBeforeRequest((details, callback) => {
    const cancel = !mayRequest(details.url);
    if (cancel) {
      const fields = { address: brief(details.url), kind: details.resourceType };
      log('A page asked for something outside the app and was refused', fields);
    }
    callback({ cancel });
  });
}

/**
 * What the request filter does not see (a TURN server over TCP, for one) goes through a proxy that is not
 * there. Pages need no network at all; loopback is not spared, as it is by default.
 */
export const noWayOut = {
  mode: 'fixed_servers',
  proxyRules: 'http://127.0.0.1:1',
  proxyBypassRules: '<-loopback>',
} as const;
