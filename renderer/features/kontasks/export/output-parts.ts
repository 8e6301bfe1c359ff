/** A kontask's output for a file: as markdown, and as HTML in which nothing runs. Loaded when something is exported. */
import { outputKind } from '../../../../preload/contract/kontask-output';
import { asHtml } from '../output/as-html';
import { htmlToMarkdown } from './html-markdown';
import { safeHtml } from './safe-html';

export function outputMarkdown(text: string): string {
  const kind = outputKind(text);
  if (kind === 'html') return htmlToMarkdown(text);
  return kind === 'markdown' ? text : fenceText(text);
}

/** Plain text keeps its lines and its signs. */
function fenceText(text: string): string {
  if (text.trim() === '') return '';
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text.trimEnd()}\n${fence}`;
}

export const outputHtml = (text: string): string =>
  text.trim() === '' ? '' : safeHtml(asHtml(text, outputKind(text)));
