/** What a browser is served without a token: the main window's page at `/` and `/pair`, and what it loads. */
import type { ServerResponse } from 'node:http';
import type { ReadPage } from '../pages/page-file';
import { browserPageHeaders, outputHeaders } from '../pages/page-headers';
import { commonHeaders, type Refusal, refusal } from './answers';

/** Where no page is served: says what this is and how to reach it. No script, no style. */
const note = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Konsole</title>
<h1>Konsole is running</h1>
<p>This is its gateway, for scripts and other programs. A page to work in is not served here: use the desktop app,
or <code>npm run serve -- --port 0</code>.</p>
<p>Commands are sent with <code>POST /v1/commands/&lt;name&gt;</code>, events come from <code>GET /v1/events</code>.
Both need the header <code>Authorization: Bearer &lt;token&gt;</code>; the token was printed when Konsole started,
and is in <code>gateway-token</code> of its data folder. docs/protocol.md describes both.</p>
</html>
`;

const mainPage = '/main-window/index.html';
/** Names in there carry a hash of what is inside. */
const assets = '/assets/';
/** Shown in a sandboxed frame of the page, with headers that keep it there. */
const output = '/output/';
const outputPageHeaders = {
  ...outputHeaders("'self'", "'self'"),
  'cache-control': 'no-store',
};
const assetAge = 'private, max-age=31536000, immutable';
/** Browsers ask for it unbidden; the page has none, and that is no wrong token to be wary of. */
const icon = '/favicon.ico';

/** True when this path needs no token. `rawPath` is as it came: what a URL parser would tidy up is refused. */
export function isPage(rawPath: string): boolean {
  if (rawPath === '/' || rawPath === '/pair' || rawPath === icon) return true;
  return rawPath.startsWith(assets) || rawPath.startsWith(output);
}

/** What reads the files of each kind; absent where no page is served. */
export interface PageFiles {
  readPage: ReadPage;
  readOutput: ReadPage;
}

export async function servePage(
  files: PageFiles | undefined,
  rawPath: string,
  method: string,
  res: ServerResponse,
): Promise<Refusal | undefined> {
  if (rawPath === icon) {
    res.writeHead(204, { ...browserPageHeaders, 'cache-control': assetAge }).end();
    return undefined;
  }
  const isOutput = rawPath.startsWith(output);
  const isAsset = isOutput || rawPath.startsWith(assets);
  const page = isOutput
    ? await files?.readOutput(rawPath.slice(output.length - 1))
    : await files?.readPage(isAsset ? rawPath : mainPage);
  if (page?.ok) {
    const caching = { 'cache-control': isAsset ? assetAge : 'no-store' };
    const headers = isOutput ? outputPageHeaders : { ...browserPageHeaders, ...caching };
    send(res, method, page.body, { ...headers, 'content-type': page.type });
    return undefined;
  }
  if (isAsset) {
    const status = page?.status ?? 404;
    const known = refusal(status, status === 404 ? 'not-found' : 'denied', 'No such file here.');
    return { ...known, log: status !== 404 };
  }
  // Not built, or not served at this door: still a person should learn what answers here.
  send(res, method, Buffer.from(note), {
    ...browserPageHeaders,
    ...commonHeaders,
    'content-security-policy':
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'content-type': 'text/html; charset=utf-8',
  });
  return undefined;
}

function send(
  res: ServerResponse,
  method: string,
  body: Uint8Array,
  headers: Record<string, string>,
): void {
  if (res.destroyed) return;
  res.writeHead(200, { ...headers, 'content-length': body.length });
  res.end(method === 'HEAD' ? undefined : body);
}
