/** 500 readers of one running turn, half over WebSockets and TCP, half over server-sent events and the Unix socket: from commit to arrival. */
import type { Context, Figures, Measurement } from '../measurement';
import { startChild } from '../wire/calls';
import type { ClientCalls } from '../wire/client';
import type { ServerCalls } from '../wire/server';
import { pause } from '../wait';

const each = 250;
const everyMs = 10;
const count = 1_000;
const session = 'crowd';

async function run(context: Context): Promise<Figures> {
  const server = await startChild<ServerCalls>(context, 'server');
  const client = await startChild<ClientCalls>(context, 'client');
  const { door } = await server.ask('open', { paceMs: 40, home: await context.folder('door') });
  await server.ask('begin', { session, blocks: 1 });
  await client.ask('gather', { door, session, each });
  const share = await server.ask('tick', { session, everyMs, count });
  await pause(1_000);
  const { count: deliveries, p50, p99, max } = await client.ask('delivered');
  await client.ask('leave');
  const wanted = each * 2 * count;
  if (deliveries !== wanted)
    throw new Error(`${wanted} deliveries were due, and ${deliveries} came.`);
  const figure = (value: number) => ({ value, samples: deliveries });
  return {
    p50: figure(p50),
    p99: figure(p99),
    max: figure(max),
    cpu: {
      value: share * 100,
      note: `${((share * 1e6) / (each * 2 * 25)).toFixed(0)} µs a message`,
    },
  };
}

export const wireCrowd: Measurement = {
  name: 'wire-crowd',
  words: '500 readers of one running turn',
  run,
};
