/**
 * The main window over a konsole in memory, in the state that the address names, or with `window=quick` the quick
 * window: for looking at, not a test.
 */
import '../../../renderer/ui/style.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { recallConversation } from '../../../renderer/features/quick/conversation';
import { QuickWindow } from '../../../renderer/quick-window/quick-window';
import { App } from '../../../renderer/main-window/app';
import { onNotice } from '../../../renderer/main-window/notices';
import { startPage } from '../../../renderer/stores/start';
import { createFakeKonsole } from '../support/fake-bridge';
import { actingScenes } from './acting-scenes';
import { decisionScenes } from './decision-scenes';
import { kontaskScenes } from './kontask-scenes';
import { quickScenes } from './quick-scenes';
import { scenes as plainScenes } from './scenes';
import { transcriptScenes } from './transcript-scenes';
import { transportScenes } from './transport-scenes';

const asked = new URLSearchParams(location.search);
const quick = asked.get('window') === 'quick';
const konsole = createFakeKonsole({ window: quick ? 'quick' : 'main' });
const scenes = {
  ...plainScenes,
  ...transcriptScenes,
  ...actingScenes,
  ...quickScenes,
  ...transportScenes,
  ...decisionScenes,
  ...kontaskScenes,
};
const scene = scenes[asked.get('scene') ?? 'running'];
if (!scene) throw new Error(`No such scene. There are: ${Object.keys(scenes).join(', ')}`);
scene(konsole);
// A conversation is the session that the scene made last, where that is one.
const conversation = lastSession(konsole);
if (quick && konsole.stateOf(conversation ?? '')?.session.kind === 'chat')
  recallConversation(`#session/${conversation}`);
startPage(konsole.page, onNotice);
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(<StrictMode>{quick ? <QuickWindow mac={false} /> : <App />}</StrictMode>);
function lastSession({ stateOf }: typeof konsole): string | undefined {
  return Array.from({ length: 40 }, (_, at) => `s${at}`).findLast((id) => stateOf(id));
}
Object.assign(window, { preview: konsole });
