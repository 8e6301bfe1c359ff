/** Serves the pages from `app://konsole` with their security headers. Nothing is ever loaded from `file://`. */
import { readFile, realpath } from 'node:fs/promises';
import type { CustomScheme, Session } from 'electron';
import { appScheme, isInside, resolveAppPath } from './app-path';
import { troublePage } from './trouble-page';

/** Must be registered before Electron is ready. */
export const appSchemes: CustomScheme[] = [
  {
    scheme: appScheme,
    privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
  },
];

export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  'frame-src app://output',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), display-capture=()',
};

const refuse = (status: number) =>
  new Response(status === 404 ? 'Not found' : 'Refused', {
    status,
    headers: { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8' },
  });

/** The handler alone, so that it can be tried without Electron. `root` is the folder of the built pages. */
export function createAppHandler(root: string): (request: Request) => Promise<Response> {
  let realRoot: Promise<string> | undefined;
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
    const own = troublePage(request.url);
    const resolved = own ?? resolveAppPath(root, request.url);
    if ('body' in resolved) return answer(resolved.body, resolved.type);
    if (!resolved.ok) return refuse(resolved.status);
    try {
      realRoot ??= realpath(root);
      // A symlink inside the folder may point out of it: what counts is where it ends.
      const file = await realpath(resolved.file);
      if (!isInside(await realRoot, file)) return refuse(403);
      return answer(new Uint8Array(await readFile(file)), resolved.type);
    } catch {
      realRoot = undefined;
      return refuse(404);
    }
  };
}

function answer(body: string | Uint8Array<ArrayBuffer>, type: string): Response {
  return new Response(body, { headers: { ...securityHeaders, 'content-type': type } });
}

export function serveApp(session: Session, root: string): void {
  session.protocol.handle(appScheme, createAppHandler(root));
}
