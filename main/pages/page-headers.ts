/** The security headers of every page, whatever serves it: what a page may load, run and be framed by. */

function policyOf(more: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    ...more,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

const common = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), display-capture=()',
} as const;

/** No page that opened this one, or is opened by it, reaches its window. */
const apart = { 'cross-origin-opener-policy': 'same-origin' } as const;

/**
 * In the app: it shows frames of its own second origin, and nothing else can frame it. Not `apart`: no page opens
 * another here (navigation.ts), and that header makes Chromium start a second process for every window, the
 * first one's work thrown away.
 */
export const appPageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': policyOf(['frame-src app://output']),
  ...common,
};

/** In a browser, where any other page may try to frame it. It frames what is shown in a sandbox. */
export const browserPageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': policyOf(["frame-src 'self'", "frame-ancestors 'none'"]),
  'x-frame-options': 'DENY',
  ...common,
  ...apart,
};

/** A picture that a person gave: shown in a page's `img`, and inert when it is opened by itself. */
export const pictureHeaders = {
  'content-security-policy': "default-src 'none'; sandbox",
  'cache-control': 'private, max-age=31536000, immutable',
  'content-disposition': 'inline',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/**
 * What shows untrusted things in a frame: no origin of its own, no network, no other script than ours from
 * `script`, an origin or one address, and nobody but the pages at `framedBy` around it. Styles are free: what is
 * painted with them stays in the frame, and can load nothing. Not `apart`: a browser shows no page that has both
 * that header and a sandbox, and the sandbox keeps more apart.
 */
export function outputHeaders(script: string, framedBy: string): Readonly<Record<string, string>> {
  return {
    ...common,
    'content-security-policy': [
      "default-src 'none'",
      `script-src ${script}`,
      "style-src 'unsafe-inline'",
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
      `frame-ancestors ${framedBy}`,
      'sandbox allow-scripts',
    ].join('; '),
    // In its sandbox the page has no origin, so to its own script it is a stranger.
    'cross-origin-resource-policy': 'cross-origin',
  };
}
