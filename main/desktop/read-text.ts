/** Text that a person has copied or selected elsewhere, read when they ask for it and never before. */
import type { DesktopResult } from '../../preload/contract/desktop';
import { KonsoleError } from '../../preload/contract/errors';
import { limits } from '../../preload/contract/limits';
import type { SessionKind } from './session-kind';

/**
 * The part of Electron's clipboard that is used. The newest has the selection as a clipboard of its own and answers
 * later; older ones are told which is meant, and answer at once.
 */
export interface TextSource {
  readText(type?: 'selection'): string | Promise<string>;
  readonly selection?: { readText(): string | Promise<string> };
}

/** X11 alone tells what is selected in another window; Wayland and the other systems show it to nobody. */
export const readsSelection = (kind: SessionKind): boolean => kind === 'x11';

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
  const end = unitsWithin(text, limits.textFileBytes);
  return end === text.length ? { text } : { text: text.slice(0, end), cut: true };
}

/** How much of a text lies within so many bytes of UTF-8, whole characters only; a file of more would not go along. */
function unitsWithin(text: string, bytes: number): number {
  return new TextEncoder().encodeInto(text.slice(0, bytes + 1), new Uint8Array(bytes)).read;
}

function textOf(from: 'clipboard' | 'selection', source: TextSource): string | Promise<string> {
  if (from === 'clipboard') return source.readText();
  return source.selection ? source.selection.readText() : source.readText('selection');
}
