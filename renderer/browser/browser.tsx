/** Where there is no desktop around the page: pairs the browser, makes the bridge, and opens the page over SSE or a WebSocket. */
import type { ReactNode } from 'react';
import type { BridgeApi } from '../../preload/contract/bridge-api';
import { createSocketDriver } from '../../preload/stream/socket-driver';
import { createSseDriver } from '../../preload/stream/sse-driver';
import { pageTransport } from '../features/transport/ways';
import { connect, schedule } from '../stores/connection';
import type { Page } from '../stores/page';
import { useSettings } from '../stores/settings-store';
import { createBrowserBridge } from './bridge';
import { showInTab } from './output-tab';
import { createPageDriver } from './page-driver';
import { PairScreen } from './pair-screen';
import { forgetPaired, keepPaired, pair, type Paired, readPaired, takeTicket } from './pairing';

export interface BrowserStart {
  show: (screen: ReactNode) => void;
  /** Starts the page and shows the window's own content. */
  open: (page: Page) => void;
}

const request = (path: string, init: RequestInit) => fetch(path, init);

export function startInBrowser({ show, open }: BrowserStart): void {
  // A page that comes back from the browser's memory has a stream that was closed when it left.
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });
  const ticket = takeTicket(location, history);
  if (ticket !== undefined) {
    show(<PairScreen onPair={() => pairWith(ticket)} />);
    return;
  }
  const paired = readPaired(sessionStorage);
  if (paired) openPaired(paired, { show, open });
  else show(<PairScreen />);
}

async function pairWith(ticket: string): Promise<string> {
  const paired = await pair(request, ticket);
  if ('problem' in paired) return paired.problem;
  keepPaired(sessionStorage, paired);
  location.reload();
  return new Promise(() => undefined);
}

function openPaired({ token, home }: Paired, { show, open }: BrowserStart): void {
  let page: Page | undefined;
  const unpaired = () => {
    if (!page) return;
    page.stream.close();
    page = undefined;
    forgetPaired(sessionStorage);
    show(<PairScreen ended />);
  };
  const bridge = createBrowserBridge({
    fetch: request,
    token,
    home,
    unpaired,
    openLink: (url) => void window.open(url, '_blank', 'noopener,noreferrer'),
    // Over plain HTTP from another machine a browser has no clipboard at all: that rejects too.
    copy: async (text) => navigator.clipboard.writeText(text),
    save: saveText,
    showOutput: showInTab,
    show: (picture) => URL.createObjectURL(picture),
    forget: (address) => URL.revokeObjectURL(address),
    ask: (question) => window.prompt(question),
  });
  // Where the desktop's preload would have put it: links and code blocks look there.
  Object.defineProperty(window, 'konsole', { value: bridge satisfies BridgeApi });
  const { driver, want } = createPageDriver({
    sse: createSseDriver({ fetch: request, token, schedule }),
    websocket: createSocketDriver({ open: () => openSocket(token) }),
    now: Date.now,
  });
  page = connect(bridge, { driver, transport: 'sse' });
  const { stream } = page;
  // The page is there before its settings: it begins over SSE, and moves where they say so.
  useSettings.subscribe(({ settings }) => {
    if (settings && want(pageTransport(settings.lanes.main.transport))) stream.move();
  });
  stream.onHealth(({ status }) => {
    if (status === 'refused') unpaired();
  });
  open(page);
}

/** A browser can set no headers here: the token goes in the list of subprotocols, of which the server takes the first. */
function openSocket(token: string): WebSocket {
  const address = new URL('/v1/socket?batch=1', location.href);
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return new WebSocket(address, ['konsole.1', `bearer.${token}`]);
}

/** As a download, under the name that is offered. */
function saveText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text]));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken it by the next turn of its own loop; a minute is ample.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
