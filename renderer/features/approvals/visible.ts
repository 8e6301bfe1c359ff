/**
 * Text that a person judges before it is run: what cannot be seen in it is told apart, so that it can be shown as an
 * escape. Pure.
 */

export interface Run {
  /** As it is, or an escape such as `\u202e`. */
  text: string;
  /** It stands for something that cannot be seen. */
  hidden: boolean;
}

/**
 * Control characters but tab and line feed, format characters (bidi, zero-width, tags), what a font is asked to leave
 * blank, spaces and line ends that are not the plain ones, private and lone halves.
 */
const unseen =
  /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu;

/** The text in its order, in runs that can be seen and runs that cannot. Joined, the runs read as the text does. */
export function visibleRuns(text: string): Run[] {
  const runs: Run[] = [];
  let from = 0;
  for (const found of text.matchAll(unseen)) {
    if (found.index > from) runs.push({ text: text.slice(from, found.index), hidden: false });
    const escape = escapeOf(found[0]);
    const last = runs.at(-1);
    if (last?.hidden && found.index === from) last.text += escape;
    else runs.push({ text: escape, hidden: true });
    from = found.index + found[0].length;
  }
  if (from < text.length) runs.push({ text: text.slice(from), hidden: false });
  return runs;
}

/** How many characters of it cannot be seen. */
export function unseenIn(text: string): number {
  return text.match(unseen)?.length ?? 0;
}

function escapeOf(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`;
}
