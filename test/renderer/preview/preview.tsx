/** The main window over a konsole in memory, in the state that the address names: for looking at, not a test. */
import '../../../renderer/ui/style.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from '../../../renderer/main-window/app';
import { onNotice } from '../../../renderer/main-window/notices';
import { startPage } from '../../../renderer/stores/start';
import { createFakeKonsole } from '../support/fake-bridge';
import { actingScenes } from './acting-scenes';
import { scenes as plainScenes } from './scenes';
import { transcriptScenes } from './transcript-scenes';

const konsole = createFakeKonsole();
const scenes = { ...plainScenes, ...transcriptScenes, ...actingScenes };
const scene = scenes[new URLSearchParams(location.search).get('scene') ?? 'running'];
if (!scene) throw new Error(`No such scene. There are: ${Object.keys(scenes).join(', ')}`);
scene(konsole);
startPage(konsole.page, onNotice);
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
Object.assign(window, { preview: konsole });
