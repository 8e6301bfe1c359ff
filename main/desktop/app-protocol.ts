/** Serves the pages from `app://konsole` with their security headers. Nothing is ever loaded from `file://`. */
import type { CustomScheme, Session } from 'electron';
import { createPageFiles } from '../pages/page-file';
import { appPageHeaders, pictureHeaders } from '../pages/page-headers';
import { appScheme, pathOfAddress } from './app-path';
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

/** The handler alone, so that it can be tried without Electron. `root` is the folder of the built pages. */
export function createAppHandler(
  root: string,
  pictureOf: PictureOf = noPictures,
): (request: Request) => Promise<Response> {
  const readPage = createPageFiles(root);
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
    const own = troublePage(request.url);
    if (own) return answer(own.body, own.type);
    const pathname = pathOfAddress(request.url);
    if (typeof pathname === 'number') return refuse(pathname);
    const blob = /^\/blobs\/([a-z0-9]{8,64})$/.exec(pathname)?.[1];
    if (blob !== undefined) {
      const picture = await pictureOf(blob);
      if (!picture) return refuse(404);
      return new Response(picture.bytes, {
        headers: { ...pictureHeaders, 'content-type': picture.type },
      });
    }
    const page = await readPage(pathname);
    return page.ok ? answer(page.body, page.type) : refuse(page.status);
  };
}

function answer(body: string | Uint8Array<ArrayBuffer>, type: string): Response {
  return new Response(body, { headers: { ...appPageHeaders, 'content-type': type } });
}

export function serveApp(session: Session, root: string, pictureOf?: PictureOf): void {
  session.protocol.handle(appScheme, createAppHandler(root, pictureOf));
}
