/** Preload of the quick window: shows it the bridge and nothing else. */
import { contextBridge, ipcRenderer } from 'electron';
import { createBridge } from './bridge';

contextBridge.exposeInMainWorld('konsole', createBridge('quick', ipcRenderer, window));
