/**
 * Tells a press of the hotkey from the repeats of one that is held. An X server repeats a held key some 25 times a
 * second, and Electron says each like a press of its own: the quick window would come and go for as long. No Electron.
 */
export interface KeysHere {
  /** Codes of the keys that are down, without those like Ctrl; undefined when it cannot be known. */
  keysDown(): Promise<readonly number[] | undefined>;
  wait(ms: number): Promise<void>;
}

/** Looks so often whether the hotkey was let go; far below what a person needs to press it again, ms. */
const pause = 15;

/** What is to be told of each press and each repeat. */
export function pressesOnly({ keysDown, wait }: KeysHere, pressed: () => void): () => void {
  let held = false;

  async function letGo(): Promise<void> {
    // One that is up already when this is answered was a short press, and is not repeated.
    const keys = (await keysDown()) ?? [];
    for (let down = keys; keys.some((key) => down.includes(key)); ) {
      await wait(pause);
      down = (await keysDown()) ?? [];
    }
  }

  return () => {
    if (held) return;
    held = true;
    void letGo().finally(() => {
      held = false;
    });
    pressed();
  };
}
