/** Which of the process's arguments are meant for Konsole, and what a second start may ask for. */

/** `process.defaultApp` is true when Electron was started with a path to the app. */
export function appArguments(argv: readonly string[], defaultApp: boolean): string[] {
  const all = argv.slice(1);
  if (!defaultApp) return all;
  // `-r FILE` is a loader of the development runtime; the first plain argument is the app's path.
  for (let at = 0; at < all.length; at++) {
    if (all[at] === '-r' || all[at] === '--require') at += 1;
    else if (!all[at]?.startsWith('-')) return all.slice(at + 1);
  }
  return [];
}

/**
 * A second start is another program's word: of all that it says, only whether it is about Quick Turn
 * counts. Its paths, its folder and every other switch are left unread.
 */
export function wantsQuick(argv: readonly unknown[]): boolean {
  return argv.includes('--quick');
}
