/** A pool over hosts and a clock that the test plays. */
import { createPool, type PoolDeps } from '../../../main/konsole/pool/pool';
import type { Death, Lease, LeaseListener } from '../../../main/konsole/pool/types';
import type { ProviderAccess, TurnOrder } from '../../../main/konsole/host/protocol';
import type { Lane } from '../../../preload/contract/shapes';
import { createFakeHosts, createHandClock, type FakeOptions, settle } from '../support/fake-hosts';

export const MB = 1024 * 1024;
const demo: ProviderAccess = { id: 'p', kind: 'demo' };

export const order = (turn: string, change: Partial<TurnOrder> = {}): TurnOrder => ({
  session: 's',
  kind: 'main',
  turn,
  text: 'go',
  model: 'm',
  provider: demo,
  history: [],
  startedAt: 0,
  ...change,
});

export const silent: LeaseListener = { events: () => {}, died: () => {} };

export interface Recorded extends LeaseListener {
  readonly types: string[];
  readonly deaths: Death[];
}

export function recorder(): Recorded {
  const types: string[] = [];
  const deaths: Death[] = [];
  return {
    types,
    deaths,
    events: (_n, events) => types.push(...events.map(({ type }) => type)),
    died: (death) => deaths.push(death),
  };
}

export async function openPool(options: FakeOptions = {}, change: Partial<PoolDeps> = {}) {
  const time = createHandClock();
  const hosts = createFakeHosts(Object.assign(options, { now: () => time.clock.now() }));
  const lanes = {
    main: { transport: 'direct', hosts: 2 },
    quick: { transport: 'direct', hosts: 1 },
  };
  const limits = { hostMemoryMb: 1_024, memoryMb: 4_096, fillCache: true };
  const said: string[] = [];
  const lowered: number[] = [];
  let ids = 0;
  const pool = createPool({
    startHost: hosts.start,
    clock: time.clock,
    schedule: time.schedule,
    lower: (pid) => lowered.push(pid),
    newId: () => `host${++ids}`.padEnd(8, '0'),
    log: (level, message, fields) => said.push(`${level} ${message} ${JSON.stringify(fields)}`),
    takeLog: () => {},
    lanes: () => lanes,
    limits: () => limits,
    warmFor: () => ({ provider: demo, model: 'm' }),
    ...change,
  });
  await settle();

  /** Leases and runs, as a session does. */
  async function run(lane: Lane, turn: string, listener: LeaseListener = silent): Promise<Lease> {
    const lease = await pool.lease(lane, `session-${turn}`, turn).lease;
    lease.run(order(turn, { kind: lane === 'quick' ? 'chat' : 'main' }), listener);
    await settle();
    return lease;
  }

  return { pool, hosts, time, lanes, limits, said, lowered, run };
}
