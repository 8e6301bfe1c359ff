/** Starts what a window shows: opens the page, follows index, pool and health, loads settings, hears notices. */
import type { DesktopNotice } from '../../preload/contract/desktop';
import { followFallbacks } from './fallback-store';
import { followHealth } from './health-store';
import { followIndex } from './index-store';
import { loadDesktop } from './desktop-store';
import { openPage } from './page';
import type { Page } from './page';
import { followPool } from './pool-store';
import { followSettings, loadModels, loadSettings } from './settings-store';

/**
 * `onNotice` hears what the desktop tells this window. Returns how to stop everything but the stream.
 * Nothing here waits: what is loaded arrives in the stores.
 */
export function startPage(page: Page, onNotice: (notice: DesktopNotice) => void): () => void {
  openPage(page);
  const { bridge, stream } = page;
  const wake = () => stream.wake();
  const stops = [
    followHealth(stream),
    followFallbacks(bridge.window),
    followIndex(stream),
    followPool(stream),
    followSettings(),
    bridge.onNotice((notice) => {
      if (notice.type === 'wake') wake();
      if (notice.type === 'info-changed') void renew();
      onNotice(notice);
    }),
  ];
  window.addEventListener('focus', wake);
  window.addEventListener('online', wake);
  void renew();
  return () => {
    window.removeEventListener('focus', wake);
    window.removeEventListener('online', wake);
    for (const stop of stops) stop();
  };
}

async function renew(): Promise<void> {
  await Promise.all([loadSettings(), loadDesktop(), loadModels()]);
}
