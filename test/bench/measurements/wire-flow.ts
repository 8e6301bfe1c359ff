/** Events a second into one reader, one by one and by 64, against bare servers that do the same work; no pace. */
import type { Context, Figures, Measurement } from '../measurement';
import { median } from '../statistics';
import { startChild } from '../wire/calls';
import type { ClientCalls } from '../wire/client';
import type { ServerCalls } from '../wire/server';

const rounds = 7;
const sizes = [
  { size: 1, count: 40_000, id: 'single' },
  { size: 64, count: 128_000, id: 'batched' },
] as const;
const ways = ['ws', 'sse'] as const;
const sides = ['ours', 'bare'] as const;

async function run(context: Context): Promise<Figures> {
  const server = await startChild<ServerCalls>(context, 'server');
  const client = await startChild<ClientCalls>(context, 'client');
  const ports = await server.ask('open', { paceMs: 0, home: await context.folder('door') });
  let sessions = 0;

  async function rate(
    side: (typeof sides)[number],
    way: (typeof ways)[number],
    count: number,
    size: number,
  ) {
    sessions += 1;
    const session = `s${sessions}`;
    await server.ask('begin', { session, blocks: 4 });
    const ours = side === 'ours';
    const port = ours ? ports.door.port : ports[way];
    await client.ask('read', { port, way, count, ...(ours ? { session } : {}) });
    await server.ask('pour', { session, side, way, count, size });
    return count / ((await client.ask('readAll')) / 1000);
  }

  const figures: Figures = {};
  for (const way of ways) {
    for (const { size, count, id } of sizes) {
      const rates = { ours: [] as number[], bare: [] as number[] };
      for (let round = 0; round <= rounds; round += 1) {
        for (const side of sides) {
          const found = await rate(side, way, count, size);
          // The first round warms both.
          if (round > 0) rates[side].push(found);
        }
      }
      const [ours, bare] = [median(rates.ours), median(rates.bare)];
      figures[`${way}-${id}`] = { value: ours, samples: rounds };
      figures[`${way}-${id}-share`] = {
        value: ours / bare,
        samples: rounds,
        note: `the bare server ${bare.toFixed(0)} events/s`,
      };
    }
  }
  return figures;
}

export const wireFlow: Measurement = {
  name: 'wire-flow',
  words: 'events a second into one reader, against bare servers',
  run,
};
