/** Where there is no desktop around the page: pairs the browser, makes the bridge, and opens the page over SSE. */
import type { ReactNode } from 'react';
import type { BridgeApi } from '../../preload/contract/bridge-api';
import { createSseDriver } from '../../preload/stream/sse-driver';
import { connect, schedule } from '../stores/connection';
import type { Page } from '../stores/page';
import { createBrowserBridge } from './bridge';
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
    const { stream } = page;
    page = undefined;
    stream.close();
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
    show: (picture) => URL.createObjectURL(picture),
    forget: (address) => URL.revokeObjectURL(address),
    ask: (question) => window.prompt(question),
  });
  // Where the desktop's preload would have put it: links and code blocks look there.
  Object.defineProperty(window, 'konsole', { value: bridge satisfies BridgeApi });
  page = connect(bridge, {
    driver: createSseDriver({ fetch: request, token, schedule }),
    transport: 'sse',
  });
  page.stream.onHealth(({ status }) => {
    if (status === 'refused') unpaired();
  });
  open(page);
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
