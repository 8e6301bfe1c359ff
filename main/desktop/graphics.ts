/**
 * Drawing on a machine without a graphics card (a virtual machine, a container, many a remote desktop). Left to
 * itself Chromium starts a process for the card, sees it fail, tries software GL and then draws with the processor
 * anyway. Windows wait meanwhile, some 0.4 s of a start on two cores, and the software GL, which nothing here uses,
 * stays in memory.
 */
import { existsSync, readdirSync } from 'node:fs';
import type { App } from 'electron';

/** Kernel devices of graphics cards beside /dev/dri: NVIDIA's own driver, WSL, older Mali and Adreno. */
const cards = ['/dev/nvidiactl', '/dev/dxg', '/dev/mali0', '/dev/kgsl-3d0'];

interface Devices {
  exists(path: string): boolean;
  /** Throws when there is no such folder. */
  list(folder: string): string[];
}

const real: Devices = { exists: existsSync, list: (folder) => readdirSync(folder) };

/** Whether there may be a card. Only Linux can be told otherwise for certain. */
export function mayHaveCard(platform: NodeJS.Platform, devices: Devices = real): boolean {
  if (platform !== 'linux') return true;
  if (cards.some((path) => devices.exists(path))) return true;
  try {
    return devices.list('/dev/dri').some((name) => /^(card|render)/.test(name));
  } catch (error) {
    // A folder that may not be read tells nothing.
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

/** Before Electron is ready. */
export function drawWithout(app: Pick<App, 'disableHardwareAcceleration' | 'commandLine'>): void {
  app.disableHardwareAcceleration();
  app.commandLine.appendSwitch('disable-software-rasterizer');
}
