/** `POST /v1/blobs?name=…` takes a file as it is streamed; `GET /v1/blobs/<id>` gives a picture, and nothing but pictures. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { toAnswer } from '../../preload/contract/errors';
import { limits } from '../../preload/contract/limits';
import type { Konsole } from '../konsole/types';
import { pictureHeaders } from '../pages/page-headers';
import { hasBody, type Refusal, refusal, sendAnswer } from './answers';

type Kept = Pick<Konsole, 'blobs'>;

/** Answers, or gives the refusal that is to be sent. Rejects when the client goes away. */
export async function takeBlob(
  { blobs }: Kept,
  url: URL,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<Refusal | undefined> {
  if (!hasBody(req)) return refusal(400, 'invalid', 'The body is the file; there is none.');
  if ((req.headers['content-encoding'] ?? 'identity') !== 'identity') {
    return refusal(415, 'invalid', 'Send the file as it is, without a Content-Encoding.');
  }
  if (Number(req.headers['content-length'] ?? 0) > limits.blobBytes) {
    const mb = Math.round(limits.blobBytes / (1024 * 1024));
    return refusal(413, 'too-large', `A file may have at most ${mb} MB.`);
  }
  if (req.headers.expect !== undefined) res.writeContinue();
  try {
    const chunks = req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
    const info = await blobs.put(url.searchParams.get('name') ?? '', chunks);
    sendAnswer(req, res, { ok: true, result: { blob: info.id, info } });
  } catch (error) {
    sendAnswer(req, res, toAnswer(error));
  }
  return undefined;
}

export async function givePicture(
  { blobs }: Kept,
  id: string,
  method: string,
  res: ServerResponse,
): Promise<Refusal | undefined> {
  const picture = await blobs.picture(id);
  if (!picture) {
    return { ...refusal(404, 'not-found', 'There is no picture of this id.'), log: false };
  }
  res.writeHead(200, {
    ...pictureHeaders,
    'content-type': picture.type,
    'content-length': picture.bytes.length,
  });
  res.end(method === 'HEAD' ? undefined : picture.bytes);
  return undefined;
}
