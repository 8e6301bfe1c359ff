/**
 * Tells a press of the hotkey from the repeats of one that is held. An X server repeats a held key some 25 times a
 * second, and Electron says each like a press of its own: the quick window would come and go for as long. No Electron.
 *
 * Whatever is in doubt is a press: one that a person made must never be lost.
 */
export interface KeysHere {
  /** Codes of the keys that are down, without those like Ctrl; undefined when it cannot be known. */
  keysDown(): Promise<readonly number[] | undefined>;
  wait(ms: number): Promise<void>;
  /** Ms from any point. */
  now(): number;
}

/** Looks so often whether the hotkey is still down, ms. */
const pause = 15;
/** A key is not repeated sooner than this after it was pressed, ms. */
const soonest = 150;
/**
 * What was seen longer ago says nothing of the first repeat: it may have been let go and pressed again since, ms. Once a
 * repeat was seen, more of them are due until it is seen up.
 */
const fresh = 250;

/** What is to be told of each press and each repeat. */
export function pressesOnly({ keysDown, wait, now }: KeysHere, pressed: () => void): () => void {
  let pressedAt = Number.NEGATIVE_INFINITY;
  /** When it was last seen down; undefined once it was seen up. */
  let downAt: number | undefined;
  let presses = 0;
  let repeats = false;

  async function follow(press: number): Promise<void> {
    let keys: readonly number[] | undefined;
    while (press === presses) {
      const asked = now();
      const down = (await keysDown()) ?? [];
      if (press !== presses) return;
      keys ??= down;
      // One that is up already when this is answered was a short press, and is not repeated.
      const isDown = keys.some((key) => down.includes(key));
      downAt = isDown ? asked : undefined;
      if (!isDown) return;
      await wait(pause);
    }
  }

  return () => {
    const at = now();
    const isDown = downAt !== undefined && (repeats || at - downAt <= fresh);
    repeats = isDown && at - pressedAt >= soonest;
    if (repeats) return;
    pressedAt = at;
    downAt = undefined;
    presses += 1;
    void follow(presses);
    pressed();
  };
}
