/** What the desktop says of itself: version, hotkey, secrets, notices of start-up. Renewed on `info-changed`. */
import { create } from 'zustand';
import type { DesktopInfo } from '../../preload/contract/desktop';
import { desktopOrToast } from './commands';

export const useDesktop = create<{ info?: DesktopInfo }>()(() => ({}));

export async function loadDesktop(): Promise<void> {
  const info = await desktopOrToast('desktop.info', {});
  if (info) useDesktop.setState({ info });
}

/** Whether this page has no desktop around it. */
export const isBrowser = ({ info }: { info?: DesktopInfo }): boolean =>
  info?.platform === 'browser';
