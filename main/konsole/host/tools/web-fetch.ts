/** The tool `web_fetch`: the text of a page on the public web, for a person who was asked. Looks only. */
import { cutText } from '../../../../preload/contract/text';
import { beginning, keepWhole } from './keep-whole';
import { isPublicAddress } from './public-address';
import { failed, type Running, type Tool, type ToolContext, type ToolResult } from './tool';
import { type AllowAddress, judgeUrl, maxUrlChars } from './web-address';
import type { Lookup } from './web-connection';
import type { Page, PageDeps } from './web-page';
import { toText } from './web-text';

/** Of the page that comes with an error. */
const maxErrorChars = 2_000;

export interface WebFetchOptions {
  /** Which addresses may be connected to; public ones unless told otherwise. */
  allowAddress?: AllowAddress;
  lookup?: Lookup;
  timeoutMs?: number;
  now?: () => number;
}

export function createWebFetch({
  allowAddress = isPublicAddress,
  lookup,
  timeoutMs = 30_000,
  now = Date.now,
}: WebFetchOptions = {}): Tool {
  const deps: PageDeps = { allow: allowAddress, timeoutMs, ...(lookup ? { lookup } : {}) };
  return {
    name: 'web_fetch',
    description:
      'Fetches a page of the public web (http or https) and answers its text, HTML as Markdown. Not what needs a ' +
      'login, and nothing on this computer or its network. At most 2000 lines or 50 KB are shown; the rest is kept ' +
      'in a file. A redirect to another host is told, not followed.',
    inputSchema: {
      type: 'object',
      properties: {
        url: {
          type: 'string',
          maxLength: maxUrlChars,
          description: 'Whole address, such as https://example.com/page.',
        },
      },
      required: ['url'],
    },
    readOnly: true,
    sideEffects: false,
    prepare(input, context) {
      const judged = judgeUrl(String(input.url), allowAddress);
      if ('wrong' in judged) {
        return failed(`This address cannot be fetched. ${judged.wrong}`, 'refused');
      }
      const { url } = judged;
      return {
        summary: `Fetch ${cutText(url.href, 150)}`,
        wanted: { kind: 'web', tool: 'web_fetch', url: url.href },
        run: (running) => fetchText(url, deps, context, running, now),
      };
    },
  };
}

export const webFetchTool: Tool = createWebFetch();

async function fetchText(
  url: URL,
  deps: PageDeps,
  context: ToolContext,
  { block }: Running,
  now: () => number,
): Promise<ToolResult> {
  // The client is large: a host that fetches nothing starts without it.
  const { fetchPage, NoPage } = await import('./web-page');
  let page: Page;
  try {
    page = await fetchPage(url, deps, context.signal);
  } catch (error) {
    if (error instanceof NoPage) return failed(error.text, error.summary);
    throw error;
  }
  const date = new Date(now()).toISOString().slice(0, 10);
  const head = `Content of ${page.url.href} (fetched ${date}):`;
  const text = page.bytes.byteLength === 0 ? '' : toText(page.bytes, page.type, page.url);
  if (page.status < 200 || page.status > 299) return refusal(page, head, text);
  const size = `${page.bytes.byteLength.toLocaleString('en')} bytes`;
  if (text === undefined) {
    const type = (page.type.split(';')[0] ?? '').trim() || 'unknown type';
    return failed(
      `${page.url.href} is no text: it is ${cutText(type, 100)}, ${size}. Only text can be fetched.`,
      'no text',
    );
  }
  if (text.trim() === '') {
    const why =
      page.bytes.byteLength === 0
        ? '(the page is empty)'
        : '(there is no text on the page; a script may make it in a browser)';
    return { ok: true, text: `${head}\n\n${why}`, summary: 'empty' };
  }
  const shown = beginning(text);
  const summary = `${page.url.host}, ${size}`;
  if (!shown.cut) return { ok: true, text: `${head}\n\n${shown.text}`, summary };
  const kept = await keepWhole(context.outputs, block, text);
  const total = text.split('\n').length.toLocaleString('en');
  const rest = kept
    ? `All of it is in ${kept}: read on there with \`read\` or \`grep\`.`
    : 'The rest could not be kept.';
  const end = `(This is the beginning: ${shown.lines.toLocaleString('en')} of ${total} lines. ${rest})`;
  return {
    ok: true,
    text: `${head}\n\n${shown.text.trimEnd()}\n\n${end}`,
    summary,
    truncated: true,
  };
}

/** The server answered, and not with the page. What it says about that is often what helps. */
function refusal(page: Page, head: string, text: string | undefined): ToolResult {
  const words = statusWords[page.status];
  const status = words ? `${page.status} (${words})` : String(page.status);
  const wait = page.retryAfter ? ` It asks to wait: ${oneWord(page.retryAfter)}.` : '';
  const said = cutText((text ?? '').trim(), maxErrorChars);
  const first = `${page.url.host} answered with status ${status}.${wait}`;
  return failed(said === '' ? first : `${first}\n\n${head}\n\n${said}`, `status ${page.status}`);
}

/** Seconds, or a date. */
const oneWord = (text: string) => text.replace(/[^\w :,+-]/g, '');

const statusWords: Readonly<Record<number, string>> = {
  400: 'bad request',
  401: 'a login is needed',
  402: 'payment is needed',
  403: 'forbidden',
  404: 'not found',
  405: 'method not allowed',
  406: 'not acceptable',
  410: 'gone',
  429: 'too many requests',
  451: 'unavailable for legal reasons',
  500: 'error of the server',
  502: 'bad gateway',
  503: 'not available now',
  504: 'gateway timeout',
};
