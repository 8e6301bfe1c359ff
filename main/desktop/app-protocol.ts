/**
 * Serves the pages from `app://konsole`, and what is shown in sandboxed frames from `app://output`, each with the
 * security headers of its kind. Nothing is ever loaded from `file://`.
 */
import path from 'node:path';
import type { CustomScheme, Session } from 'electron';
import { createPageFiles } from '../pages/page-file';
import { appPageHeaders, outputHeaders, pictureHeaders } from '../pages/page-headers';
import { appScheme, outputHost, outputOrigin, readAddress } from './app-path';
import { troublePage } from './trouble-page';

/** Must be registered before Electron is ready. */
export const appSchemes: CustomScheme[] = [
  {
    scheme: appScheme,
    privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
  },
];

const refuse = (status: number) =>
  new Response(status === 404 ? 'Not found' : 'Refused', {
    status,
    headers: { ...appPageHeaders, 'content-type': 'text/plain; charset=utf-8' },
  });

/** A picture that a person gave, by its id; undefined for anything else. */
export type PictureOf = (
  id: string,
) => Promise<{ type: string; bytes: Uint8Array<ArrayBuffer> } | undefined>;

const noPictures: PictureOf = async () => undefined;
/** Each page of the second origin runs the script of its own name and no other. */
const ofOutput = (pathname: string) =>
  outputHeaders(`${outputOrigin}${pathname.replace(/\.html$/, '.js')}`, 'app://konsole');

/**
 * The handler alone, so that it can be tried without Electron. `root` is the folder of the built pages; that of
 * the second origin, `output`, lies beside it.
 */
export function createAppHandler(
  root: string,
  pictureOf: PictureOf = noPictures,
): (request: Request) => Promise<Response> {
  const readPage = createPageFiles(root);
  const readOutput = createPageFiles(path.join(root, '..', 'output'));
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
    const own = troublePage(request.url);
    if (own) return answer(own.body, own.type);
    const address = readAddress(request.url);
    if (typeof address === 'number') return refuse(address);
    const isOutput = address.host === outputHost;
    const blob = isOutput ? undefined : blobIn(address.pathname);
    if (blob !== undefined) return pictureAnswer(await pictureOf(blob));
    const page = await (isOutput ? readOutput : readPage)(address.pathname);
    if (!page.ok) return refuse(page.status);
    return answer(page.body, page.type, isOutput ? ofOutput(address.pathname) : appPageHeaders);
  };
}

const blobIn = (pathname: string) => /^\/blobs\/([a-z0-9]{8,64})$/.exec(pathname)?.[1];

function pictureAnswer(picture: Awaited<ReturnType<PictureOf>>): Response {
  if (!picture) return refuse(404);
  return new Response(picture.bytes, {
    headers: { ...pictureHeaders, 'content-type': picture.type },
  });
}

function answer(
  body: string | Uint8Array<ArrayBuffer>,
  type: string,
  headers: Readonly<Record<string, string>> = appPageHeaders,
): Response {
  return new Response(body, { headers: { ...headers, 'content-type': type } });
}

/** `onServed` is told after each answer. */
export function serveApp(
  session: Session,
  root: string,
  pictureOf?: PictureOf,
  onServed: () => void = () => {},
): void {
  const handle = createAppHandler(root, pictureOf);
  session.protocol.handle(appScheme, (request) => handle(request).finally(onServed));
}
