/** What a reader that stops costs the server's memory, and that it has the same state as ever once it goes on. */
import type { Context, Figures, Measurement } from '../measurement';
import { pause } from '../wait';
import type { Manner } from '../wire/blocked';
import { startChild } from '../wire/calls';
import type { ClientCalls } from '../wire/client';
import type { ServerCalls } from '../wire/server';

/** Each with a session of its own, so that nothing is shared. */
const readers = 8;
/** Appends to each: where the wire has 10 MB of them, that is more than the system's own buffers take. */
const steps = 20;
const stepAppends = 2_500;
const manners: readonly Manner[] = ['ws-acks-once', 'ws-reads-no-more', 'sse-reads-no-more'];
/** Appends to one block merge while they wait, those to two by turns do not. */
const shapes = [
  { blocks: 1, chars: 40, words: 'where appends merge' },
  { blocks: 1, chars: 200, words: 'where long ones merge' },
  { blocks: 2, chars: 40, words: 'where none do' },
] as const;
type Shape = (typeof shapes)[number];
const mb = 1024 * 1024;

async function run(context: Context): Promise<Figures> {
  const server = await startChild<ServerCalls>(context, 'server');
  const client = await startChild<ClientCalls>(context, 'client');
  const { door } = await server.ask('open', { paceMs: 40, home: await context.folder('door') });
  let rounds = 0;

  async function begin({ blocks }: Shape): Promise<string[]> {
    rounds += 1;
    const sessions = Array.from({ length: readers }, (_, n) => `r${rounds}s${n}`);
    for (const session of sessions) await server.ask('begin', { session, blocks });
    return sessions;
  }

  /** After each step, bytes: how much memory the server has more than before the first. */
  async function growth(sessions: readonly string[], shape: Shape): Promise<number[]> {
    const before = await server.ask('memory');
    const grown: number[] = [];
    for (let step = 0; step < steps; step += 1) {
      const from = step * stepAppends;
      const { blocks, chars } = shape;
      await server.ask('fill', { sessions, from, count: stepAppends, blocks, chars });
      grown.push((await server.ask('memory')) - before);
    }
    return grown;
  }

  /** The most that one reader held at any step, MB; then all go on. */
  async function held(manner: Manner, shape: Shape, without: readonly number[]): Promise<number> {
    const sessions = await begin(shape);
    await client.ask('block', { port: door.port, sessions, manner });
    const grown = await growth(sessions, shape);
    await client.ask('goOn');
    const ends: string[] = [];
    for (const session of sessions) ends.push(await server.ask('ends', { session }));
    await client.ask('comeTo', { ends });
    await client.ask('leave');
    await server.ask('forget', { sessions });
    await pause(200);
    const most = Math.max(...grown.map((bytes, step) => bytes - (without[step] ?? 0)));
    return most / readers / mb;
  }

  /** What the sessions themselves take. */
  async function unread(shape: Shape): Promise<number[]> {
    const sessions = await begin(shape);
    const grown = await growth(sessions, shape);
    await server.ask('forget', { sessions });
    return grown;
  }

  const found = new Map<Manner, number[]>(manners.map((manner) => [manner, []]));
  // The first round warms: code, buffers, pools.
  await unread(shapes[0]);
  for (const shape of shapes) {
    const without = await unread(shape);
    for (const manner of manners) found.get(manner)?.push(await held(manner, shape, without));
  }
  const figures: Figures = {};
  for (const [manner, most] of found) {
    const note = shapes.map(({ words }, n) => `${most[n]?.toFixed(2)} MB ${words}`).join(', ');
    figures[manner] = { value: Math.max(...most), samples: readers, note };
  }
  return figures;
}

export const wireBlocked: Measurement = {
  name: 'wire-blocked',
  words: 'what a blocked reader costs, and what it comes to once it goes on',
  run,
};
