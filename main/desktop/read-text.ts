/** Text that a person has copied or selected elsewhere, read when they ask for it and never before. */
import type { DesktopResult } from '../../preload/contract/desktop';
import { KonsoleError } from '../../preload/contract/errors';
import { limits } from '../../preload/contract/limits';
import { cutText } from '../../preload/contract/text';

/**
 * The part of Electron's clipboard that is used. The newest has the selection as a clipboard of its own and answers
 * later; older ones are told which is meant, and answer at once.
 */
export interface TextSource {
  readText(type?: 'selection'): string | Promise<string>;
  readonly selection?: { readText(): string | Promise<string> };
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
  const text = await textOf(from, source);
  if (text.length <= limits.textFileBytes) return { text };
  return { text: cutText(text, limits.textFileBytes), cut: true };
}

function textOf(from: 'clipboard' | 'selection', source: TextSource): string | Promise<string> {
  if (from === 'clipboard') return source.readText();
  return source.selection ? source.selection.readText() : source.readText('selection');
}
