import { afterEach, expect, test } from 'vitest';
import type { WindowWithBridge } from '../../preload/contract/bridge-api';
import { createWindowPortDriver } from '../../preload/stream/port-driver';
import type { ConnectionFact } from '../../preload/stream/types';
import { until } from '../transport/hub-bench';

const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

/** As much of a window as brings ports: messages with a source, and the bridge's openPort. */
function house() {
  const target = new EventTarget();
  const asked: string[] = [];
  const page = Object.assign(target, {
    crypto,
    konsole: { openPort: (id: string) => void asked.push(id) },
  }) as unknown as Window & WindowWithBridge;
  const bring = (id: string, source: unknown = page) => {
    const { port1, port2 } = new MessageChannel();
    ports.push(port1, port2);
    const event = new Event('message');
    Object.assign(event, { data: { konsolePort: id }, source, ports: [port2] });
    target.dispatchEvent(event);
    return port1;
  };
  const facts: ConnectionFact[] = [];
  const connection = createWindowPortDriver(page)((fact) => void facts.push(fact));
  return { asked, bring, facts, connection };
}

test('a window asks for a port under an id and reads the frames that come over it', async () => {
  const { asked, bring, facts } = house();
  const port = bring(asked[0] ?? '');
  port.postMessage([{ t: 'beat', heads: {} }]);
  port.postMessage({ t: 'beat', heads: { index: 1 } });
  await until('both came', () => facts.length === 3);
  expect(facts).toEqual([
    { type: 'opened' },
    { type: 'frames', frames: [{ t: 'beat', heads: {} }] },
    { type: 'frames', frames: [{ t: 'beat', heads: { index: 1 } }] },
  ]);
});

test('attack 5: a port that a frame inside the page brings, or one under another id, is not taken', () => {
  const { asked, bring, facts } = house();
  bring(asked[0] ?? '', { some: 'other window' });
  bring('guessed');
  expect(facts).toEqual([]);
});

test('a port that closes is told once, with nothing after it', async () => {
  const { asked, bring, facts, connection } = house();
  bring(asked[0] ?? '').close();
  await until('it was told', () => facts.some(({ type }) => type === 'closed'));
  connection.send({ t: 'detach', channel: 'index' });
  connection.close();
  expect(facts.map(({ type }) => type)).toEqual(['opened', 'closed']);
});

test('a page without a bridge is told later, as a failure', async () => {
  const page = Object.assign(new EventTarget(), { crypto }) as unknown as Window;
  const facts: ConnectionFact[] = [];
  createWindowPortDriver(page)((fact) => void facts.push(fact));
  expect(facts).toEqual([]);
  await until('it was told', () => facts.length === 1);
  expect(facts[0]).toMatchObject({ type: 'closed' });
});
