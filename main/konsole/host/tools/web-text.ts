/** From the bytes of an answer to text: which types are text, in which characters they are written, and HTML as Markdown. */
import { htmlToText } from '../../html-text';

export type Kind = 'html' | 'text' | 'other';

/** `type` is a content type as the server said it, with or without parameters. */
function kindOf(type: string, bytes: Uint8Array): Kind {
  const mime = (type.split(';')[0] ?? '').trim().toLowerCase();
  if (mime === '' || mime === 'text/plain' || mime === 'application/octet-stream') {
    if (bytes.subarray(0, 8192).includes(0) && !hasWideMark(bytes)) return 'other';
    // Servers that do not say what they send mostly send pages or source.
    if (mime === 'application/octet-stream' && !isUtf8(bytes)) return 'other';
    return mime === '' && looksLikeHtml(bytes) ? 'html' : 'text';
  }
  if (mime === 'text/html' || mime === 'application/xhtml+xml') return 'html';
  return isText(mime) ? 'text' : 'other';
}

const isText = (mime: string) =>
  mime.startsWith('text/') ||
  /[+/](json|xml|yaml|x-yaml|toml|javascript|ecmascript|x-javascript|typescript|x-sh|sql|graphql|x-ndjson|ld\+json)$/.test(
    mime,
  );

const start = (bytes: Uint8Array, count: number) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(count, bytes.byteLength)).toString('latin1');

const looksLikeHtml = (bytes: Uint8Array) =>
  /^\s*<(!doctype html|html|head|body)\b/i.test(start(bytes, 512));

/** A byte order mark of UTF-16, which is full of zeros. */
const hasWideMark = (bytes: Uint8Array) =>
  (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** By its mark, by what the server says, by what the page says of itself; else UTF-8. */
export function decode(bytes: Uint8Array, type: string): string {
  if (hasWideMark(bytes)) return read(bytes, bytes[0] === 0xff ? 'utf-16le' : 'utf-16be') ?? '';
  const said = /charset\s*=\s*["']?([\w.:-]+)/i;
  const label = said.exec(type)?.[1] ?? pageCharset(bytes);
  return (label ? read(bytes, label) : undefined) ?? read(bytes, 'utf-8') ?? '';
}

/** In `<meta charset>`, its older form, or an XML declaration. */
function pageCharset(bytes: Uint8Array): string | undefined {
  const head = start(bytes, 4096);
  const found =
    /<meta\s[^>]{0,500}?charset\s*=\s*["']?([\w.:-]+)/i.exec(head) ??
    /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)/i.exec(head);
  return found?.[1];
}

/** Undefined for a label that nobody knows. */
function read(bytes: Uint8Array, label: string): string | undefined {
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The text of an answer, as a model reads it; undefined when it is none. */
export function toText(bytes: Uint8Array, type: string, address: URL): string | undefined {
  const kind = kindOf(type, bytes);
  if (kind === 'other') return undefined;
  const text = decode(bytes, type).replaceAll('\r\n', '\n').replaceAll('\0', '\ufffd');
  if (kind === 'text') return text;
  const page = htmlToText(text, address);
  const known = page.title === '' || page.text.startsWith(`# ${page.title}\n`);
  return known ? page.text : `Title: ${page.title}\n\n${page.text}`;
}
