/** An output of any kind as HTML, for a window or a file of its own. Not yet safe to show: whoever shows it cleans it. Pure. */
import { Marked } from 'marked';
import type { OutputKind } from '../../../../preload/contract/kontask-output';

const signs: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign);

/** As in the window: HTML in markdown is text, an image is its words. */
const markdown = new Marked({
  gfm: true,
  renderer: {
    html: ({ text }) => escapeHtml(text),
    image: ({ text }) => escapeHtml(text === '' ? '[image]' : `[image: ${text}]`),
  },
});

export function asHtml(text: string, kind: OutputKind): string {
  if (kind === 'html') return text;
  if (kind === 'markdown') return markdown.parse(text, { async: false });
  return `<pre style="white-space:pre-wrap">${escapeHtml(text)}</pre>`;
}
