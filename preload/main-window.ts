/** Preload of the main window: shows it the bridge and nothing else. */
import { contextBridge, ipcRenderer } from 'electron';
import { createBridge } from './bridge';

contextBridge.exposeInMainWorld('konsole', createBridge('main', ipcRenderer, window));
