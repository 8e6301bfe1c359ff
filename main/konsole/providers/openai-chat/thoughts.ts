/** What a delta says of the model's thinking: servers have many fields for it, and some of them repeat each other. Pure. */
import { WireError } from '../exchange';
import { isObject, type Json, list, text } from '../json';

/** What nobody is told while it comes is bounded here, UTF-16 units. */
const maxSealChars = 1024 * 1024;

/** The words in a part of a list: Mistral nests them once more. */
function wordsIn(part: unknown): string {
  if (typeof part === 'string') return part;
  if (!isObject(part)) return '';
  const inner = part.thinking ?? part.text;
  return Array.isArray(inner) ? inner.map((one) => wordsIn(one)).join('') : text(inner);
}

const isThought = (part: unknown) =>
  isObject(part) && (part.type === 'thinking' || part.type === 'reasoning');

/** `content` is words, a list of parts, or nothing. */
export function contentOf(content: unknown): { thought: string; words: string } {
  if (!Array.isArray(content)) return { thought: '', words: text(content) };
  const told = { thought: '', words: '' };
  for (const part of content) told[isThought(part) ? 'thought' : 'words'] += wordsIn(part);
  return told;
}

export function thoughtOf(delta: Json, inContent: string): string {
  const plain =
    text(delta.reasoning_content) || text(delta.reasoning) || text(delta.thinking) || inContent;
  if (plain !== '' || delta.reasoning_details === undefined) return plain;
  return list(delta.reasoning_details)
    .map((one) => (isObject(one) ? text(one.text) || text(one.summary) : ''))
    .join('');
}

/** The sealed form of one thinking block, put together from its pieces. */
export interface Seal {
  add(details: readonly unknown[]): void;
  /** Verbatim, as the server wants it back; undefined where nothing in it is sealed. */
  whole(): unknown[] | undefined;
}

export function createSeal(): Seal {
  const parts: Json[] = [];
  let held = 0;
  return {
    add(details) {
      for (const detail of details) {
        if (!isObject(detail)) continue;
        held += JSON.stringify(detail).length;
        if (held > maxSealChars) throw new WireError('sealed thinking without an end');
        const last = parts.at(-1);
        if (last && goesOn(last, detail)) join(last, detail);
        else parts.push({ ...detail });
      }
    },
    whole: () => (parts.some(isSealed) ? parts : undefined),
  };
}

const isSealed = ({ signature, data }: Json) => text(signature) !== '' || text(data) !== '';

/** Words come in pieces; what is encrypted comes whole. */
const goesOn = (last: Json, next: Json) =>
  last.type === next.type && last.index === next.index && next.data === undefined;

function join(last: Json, next: Json): void {
  for (const [name, value] of Object.entries(next)) {
    if (value === null || value === undefined) continue;
    const grows = name === 'text' || name === 'summary';
    last[name] = grows ? text(last[name]) + text(value) : value;
  }
}
