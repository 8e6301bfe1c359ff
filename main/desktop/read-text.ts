/** Text that a person has copied or selected elsewhere, read when they ask for it and never before. */
import type { DesktopResult } from '../../preload/contract/desktop';
import { KonsoleError } from '../../preload/contract/errors';
import { limits } from '../../preload/contract/limits';
import { cutText } from '../../preload/contract/text';

/** The part of Electron's clipboard that is used; older ones answer at once. */
export interface TextSource {
  readText(type?: 'clipboard' | 'selection'): string | Promise<string>;
}

/** X11 alone tells what is selected in another window; Wayland and the other systems show it to nobody. */
export function readsSelection(
  platform: string = process.platform,
  env: Readonly<Record<string, string | undefined>> = process.env,
): boolean {
  return platform === 'linux' && env.DISPLAY !== undefined && env.XDG_SESSION_TYPE !== 'wayland';
}

export async function readText(
  from: 'clipboard' | 'selection',
  source: TextSource,
  hasSelection: boolean,
): Promise<DesktopResult<'desktop.read-text'>> {
  if (from === 'selection' && !hasSelection) {
    throw new KonsoleError(
      'unsupported',
      'This desktop tells no app what is selected elsewhere. Copy it and add the clipboard.',
    );
  }
  const text = await source.readText(from);
  if (text.length <= limits.textFileBytes) return { text };
  return { text: cutText(text, limits.textFileBytes), cut: true };
}
