/** Entry of the main window: opens the page, renders it, and tells the desktop once it can be typed in. */
import '../ui/style.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { WindowWithBridge } from '../../preload/contract/bridge-api';
import { connect } from '../stores/connection';
import { startPage } from '../stores/start';
import { App } from './app';
import { NoBridge } from './no-bridge';
import { onNotice } from './notices';
import { whenPainted } from './when-painted';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
const { konsole } = window as Window & WindowWithBridge;
if (konsole) {
  const page = connect(konsole);
  startPage(page, onNotice);
  window.addEventListener('pagehide', () => page.stream.close());
  whenPainted(() => void konsole.desktop['desktop.ready']({}));
}
createRoot(root).render(<StrictMode>{konsole ? <App /> : <NoBridge />}</StrictMode>);
