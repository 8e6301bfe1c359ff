/** A real host process for the bench, forked from the built file as under plain Node, with its port answered at once. */
import { join } from 'node:path';
import { forkHost } from '../../main/fork-host';
import type { FromHost, TurnOrder } from '../../main/konsole/host/protocol';
import type { Context } from './measurement';
import { within } from './wait';

export type HostEvents = Extract<FromHost, { t: 'events' }>['events'];

export interface BenchHost {
  pid: number;
  /** Runs one turn; resolves with all that was told once the host is free. */
  run(order: Partial<TurnOrder>): Promise<HostEvents>;
}

/** No turn of the bench takes longer, ms. */
const longest = 60_000;

export async function startHost(context: Context): Promise<BenchHost> {
  const child = forkHost(join(context.root, 'dist', 'main', 'host.cjs'))('main');
  context.after(() => child.kill());
  let turns = 0;
  let events: HostEvents = [];
  let gone: string | undefined;
  let waiter: { type: FromHost['t']; done: () => void; fail: (why: Error) => void } | undefined;
  const told = (type: FromHost['t']) =>
    new Promise<void>((done, fail) => {
      waiter = { type, done, fail };
      if (gone !== undefined) fail(new Error(gone));
    });
  child.onExit(({ code, detail }) => {
    gone = `The host ended with ${code}: ${detail ?? 'it said nothing'}`;
    waiter?.fail(new Error(gone));
  });
  child.onMessage((raw) => {
    const message = raw as FromHost;
    if (message.t === 'events') {
      for (const event of message.events) events.push(event);
      child.post({ t: 'written', n: message.n });
    }
    if (message.t === 'ending') child.post({ t: 'over', turn: message.turn });
    if (waiter?.type === message.t) waiter.done();
  });
  await within(longest, 'a host to be ready', told('ready'));
  const { pid } = child;
  if (pid === undefined) throw new Error('The host has no process id.');
  return {
    pid,
    async run(changes) {
      turns += 1;
      events = [];
      const order: TurnOrder = {
        session: 'bench',
        kind: 'main',
        turn: `turn${turns}`,
        text: 'Go',
        model: 'claude-opus-5-5',
        provider: { id: 'fake', kind: 'anthropic', baseUrl: context.fake.url, key: 'bench' },
        history: [],
        startedAt: Date.now(),
        ...changes,
      };
      const free = told('free');
      child.post({ t: 'run', order });
      await within(longest, 'a turn to end', free);
      const last = events.at(-1);
      if (last?.type === 'turn.finished' && last.status === 'completed') return events;
      throw new Error(`A turn did not end well: ${JSON.stringify(last).slice(0, 500)}`);
    },
  };
}
