/**
 * One adapter in a process of its own, with nothing of Konsole around it. For each message of its parent it runs one answer:
 * `iterate` says how many characters came and what CPU time that cost, ms; `abort` stops it at its first words and says when
 * it did, epoch ms.
 */
import { createAdapter } from '../../main/konsole/providers/index';

const [kind = '', baseUrl = '', model = ''] = process.argv.slice(2);

const adapter = createAdapter({ id: 'bench', kind, baseUrl, key: 'bench' }, { now: Date.now });
const request = {
  model,
  system: 'Be short.',
  tools: [],
  turns: [{ id: 't', text: 'Go', status: 'running' as const, blocks: [] }],
};

async function iterate(): Promise<{ chars: number; cpuMs: number }> {
  const before = process.cpuUsage();
  let chars = 0;
  for await (const events of (await adapter).stream(request, new AbortController().signal)) {
    for (const event of events) if (event.type === 'delta') chars += event.text.length;
  }
  const { user, system } = process.cpuUsage(before);
  return { chars, cpuMs: (user + system) / 1000 };
}

async function abort(): Promise<{ at: number }> {
  const stop = new AbortController();
  let at = 0;
  try {
    for await (const events of (await adapter).stream(request, stop.signal)) {
      if (!events.some((event) => event.type === 'delta')) continue;
      at = performance.timeOrigin + performance.now();
      stop.abort(new Error('stopped'));
    }
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  }
  return { at };
}

process.on('message', (order) => {
  void (order === 'abort' ? abort() : iterate()).then((told) => process.send?.(told));
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
