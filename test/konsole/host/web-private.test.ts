/** `web_fetch` does not reach what is on this computer or its network, by whatever name it is asked for. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isResult } from '../../../main/konsole/host/tools/tool';
import type { Lookup } from '../../../main/konsole/host/tools/web-connection';
import { createWebFetch, webFetchTool } from '../../../main/konsole/host/tools/web-fetch';
import { makeContext, runTool } from './tool-folder';
import { allowAddress, startWebServer, type WebServer } from './web-server';

let server: WebServer;
let base: string;
const folder = '/nowhere';

beforeAll(async () => {
  server = await startWebServer();
  base = server.base;
});
afterAll(() => server.close());
beforeEach(() => {
  server.asked.length = 0;
});

describe('what is on this computer or its network', () => {
  it('is refused before anybody is asked, as the tool is shipped', async () => {
    for (const url of [`${base}/page`, 'http://localhost/', 'http://[::1]/', 'http://10.0.0.1/']) {
      const prepared = await webFetchTool.prepare({ url }, makeContext(folder));
      expect(isResult(prepared) && prepared.text).toContain('no public address');
    }
  });

  it('is not even looked up before it is allowed', async () => {
    let looked = 0;
    const lookup: Lookup = (_host, _options, done) => {
      looked += 1;
      done(null, []);
    };
    const prepared = await createWebFetch({ lookup }).prepare(
      { url: 'https://name.example/' },
      makeContext(folder),
    );
    expect(prepared).toMatchObject({
      wanted: { kind: 'web', tool: 'web_fetch', url: 'https://name.example/' },
    });
    expect(looked).toBe(0);
  });

  it.each([
    ['127.0.0.1', 4],
    ['0.0.0.0', 4],
    ['192.168.0.1', 4],
    ['169.254.169.254', 4],
    ['::1', 6],
    ['::ffff:127.0.0.1', 6],
    ['fd00::1', 6],
  ])('is refused under a public name that has the address %s', async (address, family) => {
    const { port } = new URL(base);
    const lookup: Lookup = (_host, _options, done) => done(null, [{ address, family }]);
    server.asked.length = 0;
    const tool = createWebFetch({ lookup });
    const result = await runTool(folder, tool, { url: `http://name.example:${port}/page` });
    expect(result.text).toContain('was not asked');
    expect(server.asked).toEqual([]);
  });

  it('is refused when one of several addresses of a name is such', async () => {
    const lookup: Lookup = (_host, _options, done) =>
      done(null, [
        { address: '93.184.216.34', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ]);
    const tool = createWebFetch({ lookup });
    const result = await runTool(folder, tool, { url: 'http://name.example/' });
    expect(result.text).toContain('was not asked');
  });

  it('is not reached by a name that changes its address between two look-ups', async () => {
    const { port } = new URL(base);
    let answers = 0;
    // The first answer is this server, let through as if it were public; then the same name is somewhere private.
    const lookup: Lookup = (_host, _options, done) => {
      answers += 1;
      done(null, [{ address: answers === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }]);
    };
    const tool = createWebFetch({ allowAddress, lookup });
    const call = () => runTool(folder, tool, { url: `http://name.example:${port}/page` });
    expect((await call()).ok).toBe(true);
    server.asked.length = 0;
    expect((await call()).text).toContain('was not asked');
    expect(server.asked).toEqual([]);
  });

  it('is not reached by a socket that came somewhere else than the look-up said', async () => {
    const { port } = new URL(base);
    let judged = 0;
    // The address passes once, for the name; the socket that reached it is judged again, and does not.
    const turning = () => (judged += 1) === 1;
    const lookup: Lookup = (_host, _options, done) =>
      done(null, [{ address: '127.0.0.1', family: 4 }]);
    server.asked.length = 0;
    const tool = createWebFetch({ allowAddress: turning, lookup });
    const result = await runTool(folder, tool, { url: `http://name.example:${port}/page` });
    expect(result.text).toContain('was not asked');
    expect(judged).toBe(2);
    expect(server.asked).toEqual([]);
  });

  it('is not hidden from by a proxy of the environment', async () => {
    const before = process.env.HTTP_PROXY;
    process.env.HTTP_PROXY = 'http://127.0.0.1:9';
    try {
      const result = await runTool(folder, createWebFetch({ allowAddress }), {
        url: `${base}/json`,
      });
      expect(result.ok).toBe(true);
      expect(server.asked).toHaveLength(1);
    } finally {
      if (before === undefined) delete process.env.HTTP_PROXY;
      else process.env.HTTP_PROXY = before;
    }
  });
});
