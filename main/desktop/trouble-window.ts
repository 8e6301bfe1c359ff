/** Shows that Konsole could not open: a plain page in a plain window, and the same words on stderr. */
import { app, BrowserWindow, session } from 'electron';
import { serveApp } from './app-protocol';
import { pagePreferences } from './page-options';
import { type Trouble, troubleAddress } from './trouble-page';

/** Electron must be ready. Closing the window ends the app with code 1. */
export function showTrouble(trouble: Trouble, pages: string): BrowserWindow {
  process.stderr.write(`${trouble.title}. ${trouble.message} ${trouble.next}\n`);
  const others = BrowserWindow.getAllWindows();
  const window = new BrowserWindow({
    width: 640,
    height: 420,
    title: 'Konsole',
    autoHideMenuBar: true,
    webPreferences: pagePreferences(undefined),
  });
  window.once('closed', () => app.exit(1));
  for (const other of others) other.destroy();
  if (!session.defaultSession.protocol.isProtocolHandled('app')) {
    serveApp(session.defaultSession, pages);
  }
  void window.loadURL(troubleAddress(trouble)).catch(() => app.exit(1));
  return window;
}
