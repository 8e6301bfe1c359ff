/**
 * The entry of a host process: runs one turn at a time for the engine, under Electron as a utility process
 * and under plain Node as a fork. Ends when its parent is gone or its own state is unknown.
 */
import type { ProviderAdapter } from '../providers/types';
import { redact } from '../providers/redact';
import { createHostClock } from './clock';
import { createDecide } from './decide';
import { createOrders } from './orders';
import { giveWay } from '../give-way';
import { openPort } from './port';
import type { FromHost, ProviderAccess, ToHost } from './protocol';
import { createTools } from './tools/registry';
import { endAllNow } from './tools/shell-process';

giveWay(process.argv[2]);
const port = openPort<FromHost, ToHost>();
const clock = createHostClock();

/** The adapter of the last provider that was asked for, with its open connections. */
let loaded: { signature: string; key: string | undefined; adapter: ProviderAdapter } | undefined;

async function loadProviders() {
  const { setLightGlobals } = await import('../providers/light-globals');
  setLightGlobals();
  return import('../providers/index');
}

async function loadAdapter(access: ProviderAccess): Promise<ProviderAdapter> {
  const { id, kind, baseUrl, key, tier, proxy, noWay, certificates, extraCertificates } = access;
  const way = [proxy, noWay, certificates, extraCertificates];
  const signature = JSON.stringify([id, kind, baseUrl, key, tier, ...way]);
  if (loaded?.signature === signature) return loaded.adapter;
  const { createAdapter } = await loadProviders();
  const adapter = await createAdapter(access, { now: clock.now });
  loaded = { signature, key: access.key, adapter };
  return adapter;
}

const orders = createOrders({
  post: port.post,
  clock,
  random: Math.random,
  loadAdapter,
  tools: createTools,
  decide: createDecide(),
  soon: (run) => void setImmediate(run),
  rssBytes: () => process.memoryUsage.rss(),
  // A moment for the last message to leave; the parent has it or is gone.
  end: () => setTimeout(() => process.exit(0), 20),
});

/** The turn is told as failed; the process ends, for its state is unknown. The engine closes the rest (I3). */
function fail(error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  orders.crash(redact(text, loaded?.key).slice(0, 4000));
  endAllNow();
  setTimeout(() => process.exit(1), 50);
}

process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
// Whatever ends this process in an orderly way, no command goes on without it; a kill is the engine's to clear up after.
process.on('exit', endAllNow);
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
  process.on(signal, () => process.exit(0));
port.onGone(() => process.exit(0));
port.onMessage((message) => {
  if (message.t === 'run') clock.set(message.order.startedAt);
  orders.take(message);
});
port.post({ t: 'ready', pid: process.pid, ms: Math.round(performance.now()) });
// Whatever is asked first needs it: it loads while the first order is on its way, and tells then what is wrong.
loadProviders().catch(() => undefined);
