/** Entry of the main window: opens the page, renders it, and tells the desktop once it can be typed in. */
import '../ui/style.css';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { WindowWithBridge } from '../../preload/contract/bridge-api';
import { connect } from '../stores/connection';
import type { Page } from '../stores/page';
import { startPage } from '../stores/start';
import { App } from './app';
import { NoBridge } from './no-bridge';
import { onNotice } from './notices';
import { whenPainted } from '../ui/when-painted';

const element = document.getElementById('root');
if (!element) throw new Error('index.html has no #root');
const root = createRoot(element);
const show = (screen: ReactNode) => root.render(<StrictMode>{screen}</StrictMode>);

function open(page: Page): void {
  startPage(page, onNotice);
  window.addEventListener('pagehide', () => page.stream.close());
  whenPainted(() => void page.bridge.desktop['desktop.ready']({}));
  show(<App />);
}

const { konsole } = window as Window & WindowWithBridge;
if (konsole) {
  open(connect(konsole));
} else if (location.protocol.startsWith('http')) {
  // Served by the gateway. On the desktop this part is never loaded.
  void import('../browser/browser').then(({ startInBrowser }) => startInBrowser({ show, open }));
} else {
  show(<NoBridge />);
}
