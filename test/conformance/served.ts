/** The real `serve.cjs` as a child process on a home of its own, and clients that know only docs/protocol.md. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Ready {
  ready: boolean;
  url: string;
  socket: string;
  token: string;
  home: string;
  message?: string;
}

export interface Served {
  ready: Ready;
  child: ChildProcess;
  home: string;
  workspace: string;
  stderr: () => string;
  exited: Promise<{ code: number | null; ms: number }>;
  /** Resolves with how long it took to end. */
  stop(signal?: NodeJS.Signals): Promise<number>;
  clean(): void;
}

const root = join(import.meta.dirname, '../..');
const patienceMs = 12_000;

export async function startServe(
  options: { home?: string; workspace?: string; args?: string[] } = {},
): Promise<Served> {
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'k-'));
  const workspace = options.workspace ?? mkdtempSync(join(tmpdir(), 'w-'));
  writeFileSync(join(workspace, 'README.md'), '# A small project\n\nIt greets people.\n');
  const args = options.args ?? ['--port', '0', '--demo', '--workspace', workspace];
  const env: NodeJS.ProcessEnv = { ...process.env, KONSOLE_HOME: home, KONSOLE_NO_LOCAL: '1' };
  delete env.ANTHROPIC_API_KEY;
  const file = join(root, 'dist/main/serve.cjs');
  const child = spawn(process.execPath, [file, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stopping = 0;
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const exited = new Promise<{ code: number | null; ms: number }>((resolve) => {
    child.on('exit', (code) => resolve({ code, ms: performance.now() - stopping }));
  });
  const line = await firstLine(child, () => stderr);
  return {
    ready: JSON.parse(line),
    child,
    home,
    workspace,
    stderr: () => stderr,
    exited,
    async stop(signal = 'SIGTERM') {
      stopping = performance.now();
      child.kill(signal);
      return (await exited).ms;
    },
    clean() {
      child.kill('SIGKILL');
      // It may be writing in this very moment.
      const patiently = { recursive: true, force: true, maxRetries: 20, retryDelay: 50 };
      rmSync(home, patiently);
      rmSync(workspace, patiently);
    },
  };
}

function firstLine(child: ChildProcess, stderr: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const late = setTimeout(() => reject(new Error(`not ready: ${stderr()}`)), patienceMs);
    child.stdout?.on('data', (chunk) => {
      text += chunk;
      if (!text.includes('\n')) return;
      clearTimeout(late);
      resolve(text.slice(0, text.indexOf('\n')));
    });
    child.on('exit', () => {
      clearTimeout(late);
      reject(new Error(`it ended before it was ready: ${text}${stderr()}`));
    });
  });
}

export type Way = 'socket' | 'tcp';

const target = (served: Served, way: Way) => {
  const { port, hostname } = new URL(served.ready.url);
  return way === 'socket' ? { socketPath: served.ready.socket } : { host: hostname, port };
};

/** Rejects when the command was refused. */
export async function command<Result>(
  served: Served,
  way: Way,
  name: string,
  params: unknown,
): Promise<Result> {
  const body = JSON.stringify(params);
  const { authorization } = { authorization: `Bearer ${served.ready.token}` };
  const text = await new Promise<string>((resolve, reject) => {
    const req = request(
      {
        ...target(served, way),
        method: 'POST',
        path: `/v1/commands/${name}`,
        headers: { authorization, 'content-type': 'application/json' },
        agent: false,
      },
      (res) => {
        let heard = '';
        res.on('data', (chunk) => {
          heard += chunk;
        });
        res.on('end', () => resolve(heard));
      },
    );
    req.on('error', reject);
    req.end(body);
  });
  const answer = JSON.parse(text);
  if (!answer.ok) throw new Error(`${name}: ${answer.code} ${answer.message}`);
  return answer.result;
}

export interface Message {
  event: string;
  id?: string;
  data: Record<string, unknown>;
}

/** What `curl -N` shows: raw bytes of the stream, parsed like any client would. */
export interface Stream {
  status: () => number;
  messages: Message[];
  lastId: () => string | undefined;
  ended: () => boolean;
  stop(): void;
}

export function events(served: Served, way: Way, query: string, lastEventId?: string): Stream {
  const messages: Message[] = [];
  let response: IncomingMessage | undefined;
  let ended = false;
  const req = request(
    {
      ...target(served, way),
      path: `/v1/events?${query}`,
      headers: {
        authorization: `Bearer ${served.ready.token}`,
        accept: 'text/event-stream',
        ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
      },
      agent: false,
    },
    (res) => {
      response = res;
      const feed = createParser(messages);
      res.setEncoding('utf8');
      res.on('data', feed);
      res.on('close', () => {
        ended = true;
      });
    },
  );
  req.on('error', () => {
    ended = true;
  });
  req.end();
  return {
    status: () => response?.statusCode ?? 0,
    messages,
    lastId: () => messages.findLast(({ id }) => id !== undefined)?.id,
    ended: () => ended,
    stop: () => req.destroy(),
  };
}

/** Parses a stream of server-sent events as it comes, in any cut. */
export function createParser(messages: Message[]): (chunk: string) => void {
  let rest = '';
  return (chunk) => {
    rest += chunk;
    const blocks = rest.split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const message: Message = { event: 'message', data: {} };
      for (const line of block.split('\n')) {
        const [name, ...value] = line.split(': ');
        const text = value.join(': ');
        if (name === 'event') message.event = text;
        if (name === 'id') message.id = text;
        if (name === 'data') message.data = JSON.parse(text);
      }
      messages.push(message);
    }
  };
}

export async function until(what: string, holds: () => boolean): Promise<void> {
  const start = performance.now();
  while (!holds()) {
    if (performance.now() - start > patienceMs) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
