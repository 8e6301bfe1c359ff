/**
 * For clients that have no code of ours: a real server in demo mode, a turn that they follow through a proxy which
 * breaks their connection twice in the middle, and what they have to have in the end.
 */
import { onTestFinished } from 'vitest';
import { createDice } from '../faults/dice';
import { listedPlan, openProxy, type Proxy } from '../faults/proxy';
import { command, type Served, until } from './served';

export interface Outside {
  served: Served;
  proxy: Proxy;
  session: string;
  /** Where the client goes: the proxy. */
  url: string;
  /** Sends the message whose answer is followed. */
  ask(): Promise<void>;
  /** Resolves once both breaks have happened. */
  broken(): Promise<void>;
  /** Text of every block of the turn, as the server's own history tells it. */
  truth(): Promise<Record<string, string>>;
}

interface Told {
  turns: { blocks: { id: string; text: string }[] }[];
}

/** Until the test ends. `path` puts a Unix socket of the proxy there, with the server's own socket behind it. */
export async function openOutside(served: Served, path?: string): Promise<Outside> {
  const proxy = await openProxy({
    upstream:
      path === undefined
        ? { port: Number(new URL(served.ready.url).port) }
        : { path: served.ready.socket },
    dice: createDice(1),
    plan: listedPlan([
      { fault: 'cut', after: 8 },
      { fault: 'reset', after: 6 },
    ]),
    ...(path === undefined ? {} : { path }),
  });
  onTestFinished(() => proxy.close());
  const { session } = await command<{ session: { id: string } }>(served, 'tcp', 'session.create', {
    kind: 'main',
  });
  return {
    served,
    proxy,
    session: session.id,
    url: `http://127.0.0.1:${proxy.port}`,
    async ask() {
      const text = 'What is in this folder?';
      await command(served, 'tcp', 'turn.send', { session: session.id, text });
    },
    broken: () => until('it was cut off twice', () => proxy.total() === 2),
    async truth() {
      const { turns } = await command<Told>(served, 'tcp', 'history.page', { session: session.id });
      const blocks = turns.flatMap((turn) => turn.blocks);
      return Object.fromEntries(blocks.map(({ id, text }) => [id, text]));
    },
  };
}

/** What a client says it heard. */
export interface Heard {
  blocks: Record<string, string>;
  /** The first hole that it noticed. */
  hole?: string;
  finished: boolean;
  /** How many connections it made. */
  connections?: number;
}

/** An event as it comes over the wire. */
export interface Wired {
  pos: number;
  seq: number;
  first?: number;
  type: string;
  block: string;
  off: number;
  text: string;
}

/** A reader as docs/protocol.md tells a stranger to write one. Uses nothing around it: it is given to a browser as text. */
export function createOutsideReader() {
  const heard: Heard = { blocks: {}, finished: false };
  let [pos, seq] = [0, 0];
  return {
    heard,
    pos: () => pos,
    take(event: Wired) {
      if (event.pos <= pos) return;
      if ((event.first ?? event.seq) > seq + 1) heard.hole ??= `after seq ${seq}`;
      [pos, seq] = [event.pos, event.seq];
      if (event.type === 'block.opened') heard.blocks[event.block] = '';
      if (event.type === 'block.appended') {
        const had = heard.blocks[event.block] ?? '';
        if (event.off > had.length) heard.hole ??= `before offset ${event.off}`;
        heard.blocks[event.block] = had + event.text.slice(Math.max(0, had.length - event.off));
      }
      if (event.type === 'turn.finished') heard.finished = true;
    },
  };
}
