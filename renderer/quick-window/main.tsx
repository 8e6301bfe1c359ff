/** Entry of the quick window: the question is painted and typable first, everything else arrives later. */
import './quick-window.css';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { WindowWithBridge } from '../../preload/contract/bridge-api';
import { recallConversation } from '../features/quick/conversation';
import { connect } from '../stores/connection';
import { startPage } from '../stores/start';
import { onNotice } from './notices';
import { QuickWindow } from './quick-window';

const { konsole } = window as Window & WindowWithBridge;
const root = document.getElementById('root');
if (!konsole || !root) throw new Error('This page belongs into the quick window of Konsole.');

const page = connect(konsole);
startPage(page, onNotice);
window.addEventListener('pagehide', () => page.stream.close());
recallConversation(location.hash);
flushSync(() => createRoot(root).render(<QuickWindow mac={/mac/i.test(navigator.platform)} />));
// Hidden windows paint no frame: what was just rendered is what is shown when it opens.
void konsole.desktop['desktop.ready']({});
