/** Starts the quick window's page. The question is painted and typable first; everything else arrives later. */
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { WindowWithBridge } from '../../preload/contract/bridge-api';
import { createWindowPortDriver } from '../../preload/stream/port-driver';
import { createStream } from '../../preload/stream/stream';
import { focusQuestion, recallConversation } from '../features/quick/conversation';
import { startPage } from '../stores/start';
import { QuickWindow } from './quick-window';
import './quick-window.css';

const page: Window & WindowWithBridge = window;
const bridge = page.konsole;
const root = document.getElementById('root');
if (!bridge || !root) throw new Error('This page belongs into the quick window of Konsole.');

const stream = createStream({
  driver: createWindowPortDriver(page),
  transport: 'direct',
  now: Date.now,
  schedule(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  random: Math.random,
});

startPage({ bridge, stream }, (notice) => {
  if (notice.type === 'quick-shown') focusQuestion();
});
recallConversation(location.hash);
flushSync(() => createRoot(root).render(<QuickWindow mac={/mac/i.test(navigator.platform)} />));
void bridge.desktop['desktop.ready']({});
