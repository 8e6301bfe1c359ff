/** A process that asks one question as a host does, and tells which of Node's own modules that took. Run by light-start.test.ts. */
import { setLightGlobals } from '../../../main/konsole/providers/light-globals';

async function main(url: string): Promise<void> {
  setLightGlobals();
  const { createAdapter } = await import('../../../main/konsole/providers/index');
  const access = { id: 'fake', kind: 'anthropic', baseUrl: url, key: 'none' } as const;
  const adapter = await createAdapter(access, { now: Date.now });
  const { signal } = new AbortController();
  const turns = [{ id: 't', text: 'Hi', status: 'running' as const, blocks: [] }];
  const request = { model: 'claude-haiku-5-5', system: 'Be short.', tools: [], turns };
  let events = 0;
  for await (const piece of adapter.stream(request, signal)) events += piece.length;
  // Not in the types: what Node has loaded of itself so far.
  const { moduleLoadList } = process as unknown as { moduleLoadList: string[] };
  process.stdout.write(JSON.stringify({ events, loaded: moduleLoadList }), () => process.exit(0));
}

void main(process.argv[2] ?? '');
