/** The words of an output, for the search: of HTML what is read in it, of any other text all. One way through it. Pure. */
import { outputKind } from '../../../preload/contract/kontask-output';
import { decodeEntities, nextToken, skipRaw } from '../html-tokens';

/** Their content is no text. */
const raw = new Set(['script', 'style']);
/** Inside a word; every other tag parts two words. */
const inline = new Set(
  'a abbr b big code em font i ins kbd mark s small span strong sub sup u'.split(' '),
);

export function wordsOfOutput(output: string): string {
  if (outputKind(output) !== 'html') return output;
  const parts: string[] = [];
  for (let at = 0; ; ) {
    const token = nextToken(output, at);
    if (!token) return decodeEntities(parts.join(''));
    at = token.end;
    if (token.kind === 'text') {
      parts.push(token.text);
      continue;
    }
    if (!inline.has(token.name)) parts.push(' ');
    if (raw.has(token.name) && !token.close) at = skipRaw(output, token.name, at);
  }
}
