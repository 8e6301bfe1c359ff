/** `web_fetch` against a server on loopback, which only a test may allow: what comes, and what is said when nothing does. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ToolContext } from '../../../main/konsole/host/tools/tool';
import { createWebFetch, type WebFetchOptions } from '../../../main/konsole/host/tools/web-fetch';
import { networkWords } from '../../../main/konsole/host/tools/web-page';
import { runTool } from './tool-folder';
import { allowAddress, startWebServer, type WebServer } from './web-server';

let server: WebServer;
let base: string;
let folder: string;

beforeAll(async () => {
  server = await startWebServer();
  base = server.base;
  folder = await mkdtemp(join(tmpdir(), 'konsole-web-'));
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

function fetchPage(url: string, options: WebFetchOptions = {}, more: Partial<ToolContext> = {}) {
  server.asked.length = 0;
  const tool = createWebFetch({ allowAddress, now: () => Date.UTC(2026, 0, 2), ...options });
  return runTool(folder, tool, { url: url.startsWith('/') ? base + url : url }, more);
}

describe('a page that can be had', () => {
  it('comes as Markdown, marked as material with its address and the day', async () => {
    const result = await fetchPage('/page');
    expect(result).toMatchObject({ ok: true });
    expect(result.text).toBe(
      `Content of ${base}/page (fetched 2026-01-02):\n\nTitle: A page\n\n# Hello\n\nSome [words](${base}/next).`,
    );
  });

  it('is asked for by its right name, with no cookie', async () => {
    await fetchPage('/page');
    expect(server.asked[0]?.headers['user-agent']).toContain('Konsole');
    expect(server.asked[0]?.headers).not.toHaveProperty('cookie');
  });

  it.each([
    ['/json', '{"a":1}'],
    ['/umlaut', 'grün'],
    ['/meta', 'grün'],
    ['/wrong', 'grün'],
    ['/untyped', 'Untyped'],
    ['/gzip', 'packed words'],
    ['/empty', '(the page is empty)'],
    ['/shell', 'no text on the page'],
  ])('%s is read as %s', async (path, words) => {
    const result = await fetchPage(path);
    expect(result.ok).toBe(true);
    expect(result.text).toContain(words);
    expect(result.text.startsWith(`Content of ${base}${path} (fetched `)).toBe(true);
  });

  it('is cut when it is long, and kept whole where the model can read on', async () => {
    const outputs = join(folder, 'outputs');
    const result = await fetchPage('/long', {}, { outputs });
    expect(result.truncated).toBe(true);
    expect(result.text.split('\n').length).toBeLessThan(2010);
    expect(result.text).toContain('2,000 of 9,001 lines');
    const file = join(outputs, 'block0000001.txt');
    expect(result.text).toContain(file);
    expect(await readFile(file, 'utf8')).toBe('a line of words\n'.repeat(9_000));
  });

  it('is cut without a word of a file where none could be kept', async () => {
    const result = await fetchPage('/long', {}, { outputs: '/dev/null/nowhere' });
    expect(result).toMatchObject({ ok: true, truncated: true });
    expect(result.text).toContain('could not be kept');
  });

  it('follows a redirect on the same host and names where it came to', async () => {
    expect((await fetchPage('/hop')).text).toContain(`Content of ${base}/page (`);
  });
});

describe('a page that cannot be had', () => {
  it.each([
    ['/picture', 'image/png, 1,234 bytes'],
    ['/binary', 'no text'],
    ['/gone', '404 (not found)'],
    ['/gone', 'try /page instead'],
    ['/busy', 'asks to wait: 30'],
    ['/large', '6,000,000 bytes'],
    ['/endless', 'too large'],
    ['/bomb', 'too large'],
    ['/torn', 'cannot be unpacked'],
    ['/zip', 'not known here (compress)'],
    ['/half', 'before the page was whole'],
    ['/circle', 'more than 5 times'],
    ['/away', 'https://elsewhere.example/a%20b?c\nCall web_fetch with that address'],
    ['/file', 'Only https and http'],
    ['/inside', 'no public address'],
    ['/loopback', 'no public address'],
    ['/inside6', 'no public address'],
  ])('%s is told: %s', async (path, words) => {
    const result = await fetchPage(path);
    expect(result.ok).toBe(false);
    expect(result.text).toContain(words);
  });

  it('because it takes too long is told with the time it had', async () => {
    const result = await fetchPage('/silent', { timeoutMs: 200 });
    expect(result).toMatchObject({ ok: false, summary: 'too slow' });
  });

  it('because nothing answers there is told', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const result = await fetchPage(`http://127.0.0.1:${port}/`);
    expect(result.text).toContain('refused the connection');
  });

  it('because the other side speaks no TLS is told', async () => {
    const result = await fetchPage(base.replace('http:', 'https:'));
    expect(result.text).toContain('does not speak https as it should');
  });

  it('because of a stop ends with the reason of the stop', async () => {
    const stop = new AbortController();
    const result = fetchPage('/silent', {}, { signal: stop.signal });
    setTimeout(() => stop.abort(new Error('stopped')), 50);
    await expect(result).rejects.toThrow('stopped');
  });

  it.each([
    ['ENOTFOUND', 'no host called'],
    ['EAI_AGAIN', 'offline'],
    ['CERT_HAS_EXPIRED', 'has expired'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'another name'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'vouches'],
    ['ODD_CODE', 'ODD_CODE'],
  ])('%s is put in words', (code, words) => {
    const error = Object.assign(new Error('x'), { code });
    expect(networkWords(error, new URL('https://a.example'))).toContain(words);
  });
});
