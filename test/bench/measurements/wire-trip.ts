/** A command over our WebSocket and its answer, against the same number of bytes there and back over TCP alone. */
import type { Context, Figures, Measurement } from '../measurement';
import { figureAt, median, percentile } from '../statistics';
import { startChild } from '../wire/calls';
import type { ClientCalls } from '../wire/client';
import type { ServerCalls } from '../wire/server';

const rounds = 12;
const inRow = 500;
const kinds = ['tcp', 'ws', 'command', 'attach'] as const;

async function run(context: Context): Promise<Figures> {
  const server = await startChild<ServerCalls>(context, 'server');
  const client = await startChild<ClientCalls>(context, 'client');
  await client.ask(
    'openTrips',
    await server.ask('open', { paceMs: 0, home: await context.folder('door') }),
  );
  const took = Object.fromEntries(kinds.map((kind) => [kind, [] as number[]]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const kind of kinds) {
      const found = await client.ask('trips', { kind, count: inRow });
      // The first round warms both ends.
      if (round > 0) took[kind]?.push(...found);
    }
  }
  const of = (kind: (typeof kinds)[number]) => took[kind] ?? [];
  const tcp = median(of('tcp'));
  const ratio = (kind: (typeof kinds)[number]) => ({
    value: median(of(kind)) / tcp,
    samples: of(kind).length,
    note: `${median(of(kind)).toFixed(0)} µs against ${tcp.toFixed(0)} µs`,
  });
  return {
    ratio: ratio('command'),
    'bare-ratio': ratio('ws'),
    'attach-ratio': ratio('attach'),
    p99: { ...figureAt(of('command'), 0.99), value: percentile(of('command'), 0.99) / 1000 },
  };
}

export const wireTrip: Measurement = {
  name: 'wire-trip',
  words: 'a command over a WebSocket and its answer, against bare TCP',
  run,
};
