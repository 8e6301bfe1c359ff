/** What a browser finds at `/`: for now a page that says what this is and how to reach it. No script, no style. */
import type { ServerResponse } from 'node:http';
import { commonHeaders } from './answers';

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Konsole</title>
<h1>Konsole is running</h1>
<p>This is its gateway, for scripts and other programs. A page to work in is not served here yet: use the desktop app.</p>
<p>Commands are sent with <code>POST /v1/commands/&lt;name&gt;</code>, events come from <code>GET /v1/events</code>.
Both need the header <code>Authorization: Bearer &lt;token&gt;</code>; the token was printed when Konsole started,
and is in <code>gateway-token</code> of its data folder. docs/protocol.md describes both.</p>
</html>
`;

export function servePage(res: ServerResponse, method: string): void {
  res.writeHead(200, {
    ...commonHeaders,
    'content-security-policy':
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(page),
  });
  res.end(method === 'HEAD' ? undefined : page);
}
