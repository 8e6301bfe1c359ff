/** A konsole in memory behind a real gateway, a line to it that can be cut, and commands run against it. */
import { rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { runCli } from '../../main/cli/cli';
import type { Door } from '../../main/cli/client';
import type { CliDeps, Terminal } from '../../main/cli/terminal';
import type { SessionEventBody } from '../../preload/contract/events';
import type { Turn } from '../../preload/contract/shapes';
import { startClock, timingAt } from '../../preload/contract/timing';
import { openHouse } from '../transport/house';
import { foldSession } from '../transport/memory-feed';

/** Session and turn that every `ask` of a test begins. */
export const session = 'abcdef0123456789abcd';
export const turn = 'feed0123456789abcdef';

export async function openTerminalHouse() {
  const house = await openHouse();
  const line = await openLine(house.gateway.socket, join(house.home, 'line.sock'));
  const { feed } = house;
  const say = (...bodies: SessionEventBody[]) =>
    void feed.commit(
      ...bodies.map((body) => [`session/${session}`, body] as [string, typeof body]),
    );
  const whole = () => foldSession(session, feed.all);
  house.answers.to = (name) => {
    switch (name) {
      case 'session.create':
        feed.create(session);
        say(
          { type: 'turn.finished', at: 1, turn: `${session}t`, status: 'completed', ...figures },
          { type: 'turn.queued', at: 2, turn, text: 'Why?' },
          { type: 'turn.started', at: 2, turn, attempt: 1, model: 'demo/a' },
        );
        return { ok: true, result: { session: whole().session, turn } };
      case 'turn.send':
        say({ type: 'turn.queued', at: 2, turn, text: 'Why?' });
        return { ok: true, result: { turn } };
      case 'session.get':
        return { ok: true, result: { snapshot: whole(), cursor: `${feed.epoch}.${feed.head()}` } };
      case 'session.list':
        return { ok: true, result: { sessions: [whole().session] } };
      case 'history.page':
        return { ok: true, result: { turns: whole().turns.slice(-4) } };
      default:
        return undefined;
    }
  };
  return {
    ...house,
    say,
    cut: line.cut,
    door: (): Door => ({ socket: line.path, token: house.token, tokenFile: 'gateway-token' }),
    names: () => house.executed.map(({ name }) => name),
    started: () =>
      house.feed.all.some((event) => event.type === 'turn.started' && event.turn === turn),
    text: (block: string, text: string) => feed.append(session, block, text),
    async close() {
      await line.close();
      await house.close();
    },
  };
}

export type TerminalHouse = Awaited<ReturnType<typeof openTerminalHouse>>;

const usage = { inputTokens: 1, outputTokens: 2, cacheReadTokens: 0, cacheWriteTokens: 0 };
export const figures = { usage, timing: timingAt(startClock(1), 3) };

export const finished = (
  status: Exclude<Turn['status'], 'queued' | 'running'>,
  message?: string,
): SessionEventBody => ({
  type: 'turn.finished',
  at: 9,
  turn,
  status,
  ...figures,
  ...(message === undefined ? {} : { error: { code: 'provider', message } }),
});

/** Hands bytes on in both directions; `cut` breaks every connection that is open. */
async function openLine(target: string, path: string) {
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    path,
    cut,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      cut();
      await closed;
      rmSync(path, { force: true });
    },
  };
}

export interface RunOptions {
  input?: string | Uint8Array;
  terminal?: Partial<Pick<Terminal, 'outIsTerminal' | 'errIsTerminal' | 'inIsTerminal'>>;
  env?: Record<string, string>;
  door?: Door;
  /** So many times as fast as a clock. */
  speed?: number;
}

/** Runs a command as the process would, and remembers what it wrote. */
export function runCommand(
  house: Pick<TerminalHouse, 'door'>,
  argv: readonly string[],
  { input, terminal, env = {}, door, speed = 1 }: RunOptions = {},
) {
  let [out, err] = ['', ''];
  let press = () => {};
  let close = (_why?: string) => {};
  const deps: CliDeps = {
    terminal: {
      out: (text) => void (out += text),
      err: (text) => void (err += text),
      outIsTerminal: false,
      errIsTerminal: false,
      inIsTerminal: false,
      ...terminal,
      hasInput: input !== undefined,
      async *input() {
        yield typeof input === 'string' ? Buffer.from(input) : (input ?? new Uint8Array());
      },
      closed: new Promise((resolve) => (close = resolve)),
      onInterrupt: (listener) => (press = listener),
    },
    env,
    version: '1.2.3',
    folder: '/work',
    findDoor: () => door ?? house.door(),
    now: () => performance.now() * speed,
    random: Math.random,
    newId: () => 'once',
    schedule(ms, run) {
      const timer = setTimeout(run, ms / speed);
      return () => clearTimeout(timer);
    },
  };
  return {
    exit: runCli(argv, deps),
    out: () => out,
    err: () => err,
    press: () => press(),
    close: (why?: string) => close(why),
    lines: () =>
      out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

export async function until(what: string, holds: () => boolean): Promise<void> {
  const end = performance.now() + 10_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
