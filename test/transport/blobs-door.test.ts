import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '../../preload/contract/limits';
import { openHouse } from './house';

type House = Awaited<ReturnType<typeof openHouse>>;
let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

const ask = (path: string, init: RequestInit = {}, token = house.token) =>
  fetch(`http://127.0.0.1:${house.port}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, ...init.headers },
  });
const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47]);

describe('files at the gateway', () => {
  test('a file goes up under its name, and a picture comes down inert', async () => {
    const up = await ask('/v1/blobs?name=a%20b.png', { method: 'POST', body: png });
    expect(up.status).toBe(200);
    const { result } = (await up.json()) as { result: { blob: string; info: { name: string } } };
    expect(result.info).toMatchObject({ id: result.blob, name: 'a b.png', bytes: 4 });
    const down = await ask(`/v1/blobs/${result.blob}`);
    expect(new Uint8Array(await down.arrayBuffer())).toEqual(png);
    expect(down.headers.get('content-type')).toBe('image/png');
    expect(down.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(down.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('attack 1: text is kept and never given back as something to show', async () => {
    const body = '<svg onload="alert(1)"/>';
    const up = await ask('/v1/blobs?name=a.svg', { method: 'POST', body });
    const { result } = (await up.json()) as { result: { blob: string } };
    expect((await ask(`/v1/blobs/${result.blob}`)).status).toBe(404);
  });

  test('attack 9: without a token, with a wrong one, by another method or too large it is refused, and it serves on', async () => {
    const post = { method: 'POST', body: 'x' };
    expect((await ask('/v1/blobs', post, 'wrong')).status).toBe(401);
    expect((await ask('/v1/blobs/abcdefgh12', {}, 'wrong')).status).toBe(401);
    expect((await ask('/v1/blobs')).status).toBe(405);
    expect((await ask('/v1/blobs/abcdefgh12', post)).status).toBe(405);
    expect((await ask('/v1/blobs', { method: 'POST' })).status).toBe(400);
    expect(
      (await ask('/v1/blobs', { ...post, headers: { 'content-encoding': 'gzip' } })).status,
    ).toBe(415);
    const large = new Uint8Array(limits.blobBytes + 1);
    expect((await ask('/v1/blobs', { method: 'POST', body: large })).status).toBe(413);
    expect((await ask('/v1/blobs', post)).status).toBe(200);
  });

  test('attack 11: no path behind blobs leads elsewhere', async () => {
    for (const way of ['..%2fgateway-token', 'abcdefgh12.json', 'ABCDEFGH12', '%00', 'a']) {
      expect((await ask(`/v1/blobs/${way}`)).status, way).toBe(404);
    }
  });
});
