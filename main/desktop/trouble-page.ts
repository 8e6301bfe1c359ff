/** The page a person sees when Konsole cannot open: what happened and what to do. Needs no built page and no script. */
import { pageOrigin } from './app-path';

export interface Trouble {
  title: string;
  /** What happened, in one or two sentences. */
  message: string;
  /** What to do next. */
  next: string;
}

const page = `${pageOrigin}/trouble`;

/** Where the page for this trouble is; the text travels in the address, so it is bounded. */
export function troubleAddress(trouble: Trouble): string {
  const params = new URLSearchParams({
    title: trouble.title.slice(0, 200),
    message: trouble.message.slice(0, 2000),
    next: trouble.next.slice(0, 1000),
  });
  return `${page}?${params}`;
}

const escape = (text: string) => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

const style = `:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:#fafaf9;color:#1d1c1a;
font:15px/1.5 system-ui,sans-serif}
main{max-width:34rem;padding:2rem}h1{font-size:1.25rem;margin:0 0 .75rem}
p{margin:0 0 .75rem;overflow-wrap:anywhere;white-space:pre-line}.next{color:#55524d}
@media(prefers-color-scheme:dark){body{background:#161618;color:#ececee}.next{color:#b4b4bc}}`;

/** The page's parts by address; undefined for any other address. */
export function troublePage(address: string): { body: string; type: string } | undefined {
  if (address === `${page}.css`) return { body: style, type: 'text/css; charset=utf-8' };
  if (!address.startsWith(`${page}?`)) return undefined;
  const params = new URL(address).searchParams;
  const text = (name: string) => escape(params.get(name) ?? '');
  const body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Konsole: ${text('title')}</title>
<link rel="stylesheet" href="/trouble.css"></head><body><main role="alert"><h1>${text('title')}</h1>
<p>${text('message')}</p><p class="next">${text('next')}</p></main></body></html>`;
  return { body, type: 'text/html; charset=utf-8' };
}
