/**
 * What the turn loop costs in a real host process: between two requests, without the tool that ran; and for each delta,
 * against the official client iterated with nothing done.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Reply, Scenario } from '../../fakes/anthropic';
import { type BenchHost, startHost } from '../host-process';
import type { Context, Figures, Measurement } from '../measurement';
import { parseStat } from '../processes';
import { prose } from '../prose';
import { median, percentile } from '../statistics';
import { within } from '../wait';

const calls = 60;
const turns = 4;
const deltas = 20_000;
const deltaChars = 40;
/** Turns of each side in a row: CPU time is told in ticks of 10 ms. */
const inRow = 6;
const rounds = 5;

interface Times {
  arrived: number[];
  ended: number[];
}

/** A provider of its own process, and what it has seen since it was asked last. */
async function startProvider(context: Context): Promise<{ url: string; take(): Promise<Times> }> {
  const file = join(context.root, 'test', 'bench', 'loop-provider.mjs');
  const child = fork(file, { env: { PATH: process.env.PATH ?? '' }, execArgv: [] });
  context.after(() => void child.kill('SIGKILL'));
  await within(30_000, 'a provider to be ready', once(child, 'message'));
  const ask = async <Answer>(order: number | string): Promise<Answer> => {
    const told = once(child, 'message');
    child.send(order);
    const [found] = await within(30_000, 'the provider to answer', told);
    return found as Answer;
  };
  const { port } = await ask<{ port: number }>(calls);
  return { url: `http://127.0.0.1:${port}`, take: () => ask<Times>('take') };
}

/** Each request but the first comes after a tool: from the end of the last answer to its arrival, less the tool. */
async function overheads(context: Context, host: BenchHost): Promise<number[]> {
  const provider = await startProvider(context);
  const workspace = await context.folder('loop');
  for (let n = 0; n < calls; n += 1) await writeFile(join(workspace, `${n}.txt`), `file ${n}\n`);
  const access = { id: 'loop', kind: 'anthropic', baseUrl: provider.url, key: 'bench' } as const;
  const took: number[] = [];
  for (let turn = 0; turn <= turns; turn += 1) {
    const events = await host.run({ workspace, provider: access });
    const { arrived, ended } = await provider.take();
    const tools = events.flatMap((event) => (event.type === 'tool.finished' ? event : []));
    if (tools.length !== calls || tools.some(({ status }) => status !== 'ok')) {
      throw new Error(`${calls} calls were to run well, and ${tools.length} ran.`);
    }
    // The first turn loads code and warms it.
    if (turn === 0) continue;
    for (const [n, { ms }] of tools.entries()) {
      took.push((arrived[n + 1] ?? Number.NaN) - (ended[n] ?? Number.NaN) - ms);
    }
  }
  return took;
}

/** The bytes of one answer of many deltas, as the wire has them. */
function recorded(): string {
  const text = prose('paragraph', 40_000);
  const event = (data: { type: string } & Record<string, unknown>) =>
    `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
  const usage = { input_tokens: 100, output_tokens: 1 };
  const message = {
    id: 'msg_bench',
    type: 'message',
    role: 'assistant',
    model: 'claude-opus-5-5',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage,
  };
  const parts = [event({ type: 'message_start', message })];
  const content_block = { type: 'text', text: '' };
  parts.push(event({ type: 'content_block_start', index: 0, content_block }));
  for (let n = 0; n < deltas; n += 1) {
    const from = (n * deltaChars) % (40_000 - deltaChars);
    const delta = { type: 'text_delta', text: text.slice(from, from + deltaChars) };
    parts.push(event({ type: 'content_block_delta', index: 0, delta }));
  }
  parts.push(event({ type: 'content_block_stop', index: 0 }));
  const delta = { stop_reason: 'end_turn', stop_sequence: null };
  parts.push(event({ type: 'message_delta', delta, usage }), event({ type: 'message_stop' }));
  return parts.join('');
}

const replay =
  (bytes: string): Scenario =>
  async (reply: Reply) => {
    reply.headers();
    for (let at = 0; at < bytes.length && reply.alive(); at += 16_384) {
      await reply.raw(bytes.slice(at, at + 16_384));
    }
    reply.end();
  };

/** CPU time of a process so far, all threads, ms. */
const cpuOf = (pid: number) => parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8')).ticks * 10;

async function startRaw(context: Context): Promise<{ pid: number; run(): Promise<void> }> {
  const file = join(context.root, 'test', 'bench', 'raw-sdk.mjs');
  const child = fork(file, [context.fake.url], {
    env: { PATH: process.env.PATH ?? '' },
    execArgv: [],
  });
  context.after(() => void child.kill('SIGKILL'));
  await within(30_000, 'the raw client to be ready', once(child, 'message'));
  const gone = once(child, 'exit').then(() => Promise.reject(new Error('The raw client died.')));
  // It is ended when all is over, and nobody waits for it then.
  gone.catch(() => undefined);
  const { pid } = child;
  if (pid === undefined) throw new Error('The raw client has no process id.');
  return {
    pid,
    async run() {
      const told = Promise.race([once(child, 'message'), gone]);
      child.send('go');
      const [count] = (await within(60_000, 'the raw client to end', told)) as [unknown];
      const wrong = `${deltas} deltas were sent, and ${String(count)} came.`;
      if (count !== deltas) throw new Error(wrong);
    },
  };
}

async function cpuRatio(context: Context, host: BenchHost) {
  const bytes = recorded();
  context.fake.reset();
  context.fake.otherwise(replay(bytes));
  const raw = await startRaw(context);
  const inHost = async () => {
    const events = await host.run({});
    let chars = 0;
    for (const event of events) if (event.type === 'block.appended') chars += event.text.length;
    if (chars !== deltas * deltaChars) throw new Error(`${chars} characters came through.`);
  };
  const sides = [
    { pid: host.pid, run: inHost, took: [] as number[] },
    { pid: raw.pid, run: raw.run, took: [] as number[] },
  ];
  for (let round = 0; round <= rounds; round += 1) {
    for (const { pid, run, took } of sides) {
      const before = cpuOf(pid);
      for (let n = 0; n < inRow; n += 1) await run();
      // The first round warms both.
      if (round > 0) took.push((cpuOf(pid) - before) / inRow);
    }
  }
  const [mine, theirs] = sides.map(({ took }) => median(took));
  return { mine: mine ?? Number.NaN, theirs: theirs ?? Number.NaN };
}

async function run(context: Context): Promise<Figures> {
  const host = await startHost(context);
  const took = await overheads(context, host);
  const { mine, theirs } = await cpuRatio(context, host);
  const figure = (share: number) => ({ value: percentile(took, share), samples: took.length });
  return {
    p50: figure(0.5),
    p95: figure(0.95),
    'deltas-cpu': { value: mine, samples: rounds },
    'deltas-raw-cpu': { value: theirs, samples: rounds },
    'deltas-ratio': { value: mine / theirs, samples: rounds },
  };
}

export const loop: Measurement = {
  name: 'loop',
  words: 'the turn loop: between two requests, and for each delta',
  run,
};
