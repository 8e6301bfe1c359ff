/**
 * `node scripts/replay-recordings.mjs FOLDER`: recorded answers of providers' APIs (`*.sse` in the folder and those in it, the
 * bodies as they came), served again on loopback and read by the app's own adapter: whole, and in pieces that cut through
 * characters. What it makes of each is compared with what the bytes say. `index.json` in the folder or the one above tells API,
 * model and HTTP status of each by its path from there; what it does not name is of Anthropic's Messages API. No part of the
 * tests: recordings are not kept in this repository.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { bundle } from './bundle.mjs';
import { differences, foldRecording } from './recorded-answer.mjs';
import { others, summaryDifferences } from './recorded-others.mjs';
import { setUp } from './setup.mjs';

const ways = [
  ['whole', Number.POSITIVE_INFINITY],
  ['in pieces', 61],
];
/** The API of what index.json does not name. */
const messages = 'messages';
/** Longer than any of it takes: an adapter that waits for what never comes is told so. */
const patienceMs = 20_000;

async function main(folder) {
  if (!folder) {
    console.error('Say which folder: node scripts/replay-recordings.mjs FOLDER');
    return 1;
  }
  const names = await recordingsIn(folder);
  if (names.length === 0) {
    console.error(
      `There is no recording (*.sse) in ${resolve(folder)}. Give the folder that has them.`,
    );
    return 1;
  }
  setUp();
  // The client says at every request that a model is old; recordings are.
  console.warn = () => {};
  const index = await readIndex(folder);
  const bundled = await mkdtemp(join(tmpdir(), 'konsole-replay-'));
  const server = await openServer();
  try {
    const file = await bundle('adapters', 'main/konsole/providers/index.ts', bundled);
    const { createAdapter } = createRequire(import.meta.url)(file);
    const adapterOf = (api) => {
      const kind = others[api]?.kind ?? 'anthropic';
      const access = { id: kind, kind, baseUrl: server.url, key: 'recorded' };
      return createAdapter(access, { now: Date.now });
    };
    const counts = new Map();
    const width = Math.max(...names.map((name) => name.length));
    for (const name of names) {
      const path = resolve(folder, name);
      const { api = messages, ...entry } = index.get(path) ?? {};
      const wrong =
        api === messages || Object.hasOwn(others, api)
          ? await replay(await adapterOf(api), server, await readFile(path), { api, ...entry })
          : [`nothing here reads the API "${api}", which index.json names`];
      const count = counts.get(api) ?? { passed: 0, all: 0 };
      count.all += 1;
      if (wrong.length === 0) count.passed += 1;
      counts.set(api, count);
      console.log(`${name.padEnd(width)}  ${wrong.length === 0 ? 'passes' : 'FAILS'}`);
      for (const what of wrong) console.log(`    ${what}`);
    }
    console.log('');
    for (const [api, { passed, all }] of counts) console.log(`${api}: ${passed} of ${all} pass`);
    return [...counts.values()].every(({ passed, all }) => passed === all) ? 0 : 1;
  } finally {
    await server.close();
    await rm(bundled, { recursive: true, force: true });
  }
}

async function recordingsIn(folder) {
  try {
    const names = await readdir(folder, { recursive: true });
    return names.filter((name) => name.endsWith('.sse')).sort();
  } catch {
    return [];
  }
}

/** By path: what is known of the request of each recording. */
async function readIndex(folder) {
  const file = [join(folder, 'index.json'), resolve(folder, '..', 'index.json')].find(existsSync);
  if (!file) return new Map();
  const entries = JSON.parse(await readFile(file, 'utf8'));
  return new Map(entries.map((entry) => [resolve(dirname(file), entry.file), entry]));
}

/** Answers every request with what is laid out for it. */
async function openServer() {
  const laid = { bytes: Buffer.alloc(0), status: 200, size: Number.POSITIVE_INFINITY };
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', async () => {
      const { bytes, status, size } = laid;
      response.writeHead(status, {
        'content-type': status === 200 ? 'text/event-stream; charset=utf-8' : 'application/json',
      });
      for (let at = 0; at < bytes.length; at += size) {
        response.write(bytes.subarray(at, at + size));
        // One turn of the loop each, so that a piece is more often than not a packet of its own.
        await new Promise((next) => setImmediate(next));
      }
      response.end();
    });
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    lay: (next) => Object.assign(laid, next),
    close: () =>
      new Promise((closed) => {
        server.close(closed);
        server.closeAllConnections();
      }),
  };
}

async function replay(adapter, server, bytes, { status = 200, model, api }) {
  const other = others[api];
  let recorded;
  try {
    recorded = (other?.fold ?? foldRecording)(bytes.toString('utf8'));
  } catch (error) {
    if (status === 200) return [`the recording itself cannot be read: ${error.message}`];
  }
  const wrong = [];
  for (const [way, size] of ways) {
    server.lay({ bytes, status, size });
    const { events, error } = await read(adapter, model ?? recorded?.model ?? 'unknown');
    const found =
      status === 200
        ? answered(recorded, events, error, other ? summaryDifferences : differences)
        : refused(events, error, status);
    wrong.push(...found.map((what) => `${way}: ${what}`));
  }
  return wrong;
}

function answered(recorded, events, error, compare) {
  // An error that came inside the answer is to be told as one.
  if (recorded.failed) return error ? [] : ['an error inside it is not told'];
  if (error) return [`the adapter failed: ${error.message}`];
  const cut = recorded.ended
    ? []
    : ['the recording has no end, and the adapter says nothing of it'];
  return [...compare(recorded, events), ...cut];
}

/** An error of the provider is one that a person can be told about, and no answer. */
function refused(events, error, status) {
  if (events.length === 0 && error?.error?.message) return [];
  return [`HTTP ${status} is not told as the provider's error`];
}

async function read(adapter, model) {
  const turn = { id: 't', text: 'A recorded question', status: 'running', blocks: [] };
  const request = { model, system: 'Answer.', tools: [], turns: [turn] };
  const events = [];
  try {
    for await (const piece of adapter.stream(request, AbortSignal.timeout(patienceMs))) {
      events.push(...piece);
    }
    return { events };
  } catch (error) {
    return { events, error };
  }
}

process.exitCode = await main(process.argv[2]);
