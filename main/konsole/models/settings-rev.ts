/** Counts how often what `settings.get` tells became another, for those who show it. Pure. */

export interface SettingsNow {
  /** Another object whenever the settings changed. */
  settings: object;
  /** What turns really use. */
  effective: { main: string; quick: string };
}

/** Asked as often as somebody likes; 1 is what holds at the first asking. */
export function createSettingsRev(now: () => SettingsNow): () => number {
  let rev = 0;
  let before: SettingsNow | undefined;
  return () => {
    const { settings, effective } = now();
    const same =
      settings === before?.settings &&
      effective.main === before.effective.main &&
      effective.quick === before.effective.quick;
    before = { settings, effective };
    if (!same) rev += 1;
    return rev;
  };
}
