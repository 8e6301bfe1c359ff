/** Which file of the built pages a path names: the one resolver of every door that serves them. Pure. */
import path from 'node:path';

/** What a built page consists of; anything else is not served. */
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.webmanifest': 'application/manifest+json',
};

export type Resolved =
  | { ok: true; file: string; type: string }
  | { ok: false; status: 400 | 403 | 404 };

/**
 * `pathname` as it came, undecoded, without query and hash. Splits on '/' and takes only plain names, so that
 * no encoding, backslash, NUL, drive letter or dot segment can mean anything: a name is letters, digits, `.`,
 * `_`, `-`, and does not begin with a dot.
 */
export function resolvePagePath(root: string, pathname: string): Resolved {
  const names = pathname.split('/').slice(1);
  if (names.length === 0 || names.length > 8) return { ok: false, status: 404 };
  if (!names.every((name) => /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/.test(name))) {
    return { ok: false, status: 403 };
  }
  const file = path.join(root, ...names);
  if (!isInside(root, file)) return { ok: false, status: 403 };
  const type = types[path.extname(file).toLowerCase()];
  return type === undefined ? { ok: false, status: 404 } : { ok: true, file, type };
}

/** True when `file` lies in `folder` itself: a sibling folder with the same prefix does not count. */
export function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
}
