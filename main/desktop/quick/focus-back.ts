/**
 * Without a window manager nobody gives the keyboard back when the window that has it goes: the X server leaves it with
 * the root. So who had it before is remembered, and gets it again.
 */
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { homedir, hostname } from 'node:os';
import path from 'node:path';
import { authorityFor, localDisplay, openXServer, socketOf, type XServer } from './x-server';

export interface FocusBack {
  /**
   * Before the window is shown: who has the keyboard now. `open`: it was there already, and lost the keyboard, as to a
   * dialog of its own; where nobody has it now, whoever had it before the window still is the one. Resolves when that is
   * known, or was not told in time: a window that is shown before may be taken for the one itself, since the X server
   * takes our question and Electron's wish to show it in any order.
   */
  remember(open: boolean): Promise<void>;
  /** After it was hidden. `gone` says what its own id is: while that still has the keyboard, it is not hidden yet. */
  giveBack(own: number): void;
}

/** Looks so often whether the window is gone, every so many ms. */
const looks = 20;
const pause = 10;
/** The answer takes a millisecond or two; nobody waits longer than this for the window, ms. */
const patience = 30;

export function focusBack(
  server: Promise<Pick<XServer, 'focus' | 'setFocus' | 'hasWindowManager'> | undefined>,
  wait: (ms: number) => Promise<void>,
): FocusBack {
  let there: Awaited<typeof server>;
  void server.then((opened) => (there = opened));
  let before: Promise<number | undefined> = Promise.resolve(undefined);

  async function back(own: number, wanted: Promise<number | undefined>): Promise<void> {
    const window = await wanted;
    if (!there || window === undefined || window === own) return;
    if (await there.hasWindowManager()) return;
    for (let look = 0; look < looks; look += 1) {
      const now = await there.focus();
      if (now === undefined) return there.setFocus(window);
      // Somebody else took it, by a click for one.
      if (now !== own) return;
      await wait(pause);
    }
  }

  return {
    remember(open) {
      const earlier = open ? before : Promise.resolve(undefined);
      const now = there ? there.focus() : Promise.resolve(undefined);
      before = now.then((window) => window ?? earlier);
      return there
        ? Promise.race([now.then(() => undefined), wait(patience)])
        : now.then(() => undefined);
    },
    giveBack(own) {
      void back(own, before);
    },
  };
}

/** The X server of DISPLAY, if it is on this computer and lets us in; else nothing is given back. */
export async function xServerHere(
  env: Readonly<Record<string, string | undefined>>,
): Promise<XServer | undefined> {
  const display = localDisplay(env.DISPLAY);
  if (display === undefined) return undefined;
  const file = env.XAUTHORITY ?? path.join(homedir(), '.Xauthority');
  const authority = await readFile(file).then(
    (bytes) => authorityFor(bytes, display, hostname()),
    () => undefined,
  );
  const socket = connect({ path: socketOf(display) });
  // It is no reason for Konsole to stay.
  socket.unref();
  return openXServer(socket, authority).catch(() => undefined);
}
