/** Which windowing system Konsole's windows are on: it decides what a window may do and who is told of keys. Pure. */

export type SessionKind = 'x11' | 'xwayland' | 'wayland' | 'mac' | 'windows';

/** Since this version Electron opens its windows natively on Wayland, where the session is one. */
const nativeOnWayland = 38;

/** `ozone` is Chromium's own switch `--ozone-platform`, which is the last word; empty where it is not given. */
export function sessionKind(
  platform: string,
  env: Readonly<Record<string, string | undefined>>,
  electronMajor: number,
  ozone: string,
): SessionKind {
  if (platform === 'darwin') return 'mac';
  if (platform === 'win32') return 'windows';
  const told = env.XDG_SESSION_TYPE;
  const display = (env.WAYLAND_DISPLAY ?? '') !== '';
  if (told !== 'wayland' && (told === 'x11' || !display)) return 'x11';
  const native = ozone === '' ? electronMajor >= nativeOnWayland : ozone === 'wayland';
  return native ? 'wayland' : 'xwayland';
}
