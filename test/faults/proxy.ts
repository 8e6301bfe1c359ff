/** A proxy between a gateway and its readers that lets faults of faults.ts happen, by a plan. */
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Dice } from './dice';
import { type FaultName, faultOf, faultsFor, type Wire } from './faults';
import { createUnits, type Speech, type Unit } from './units';

/** Where the gateway listens. */
export type Upstream = { port: number } | { path: string };

export interface Strike {
  fault: FaultName;
  /** How many units pass before it; the head is one. */
  after: number;
}

/** Asked when a stream begins and after each strike that it outlived. Undefined: nothing more happens to it. */
export type Plan = (speech: Speech, head: boolean) => Strike | undefined;

export interface ProxyDeps {
  upstream: Upstream;
  plan: Plan;
  dice: Dice;
  /** Listens on this path of a Unix socket, in place of a port of its own. */
  path?: string;
}

export interface Proxy {
  /** 0 where it listens on a path. */
  readonly port: number;
  /** How often each fault struck. */
  struck(): Partial<Record<FaultName, number>>;
  total(): number;
  /** Connections that readers made. */
  connections(): number;
  close(): Promise<void>;
}

/** Any fault, one to six units from the last, for as long as `goesOn` says so. */
export const randomPlan =
  (dice: Dice, goesOn: () => boolean): Plan =>
  (speech, head) =>
    goesOn()
      ? head && dice.below(3) === 0
        ? { fault: dice.pick(faultsFor(speech, true)), after: 0 }
        : { fault: dice.pick(faultsFor(speech, false)), after: 1 + dice.below(6) }
      : undefined;

/** These and no more, one a stream. */
export function listedPlan(strikes: readonly Strike[]): Plan {
  const left = [...strikes];
  return (_speech, head) => (head ? left.shift() : undefined);
}

export async function openProxy(deps: ProxyDeps): Promise<Proxy> {
  const struck: Partial<Record<FaultName, number>> = {};
  const sockets = new Set<Socket>();
  let connections = 0;
  let port = 0;

  const server: Server = createServer({ noDelay: true }, (client) => {
    connections += 1;
    const upstream = connect(deps.upstream);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        // What the reader does not see any more, the gateway need not send, and the other way round.
        if (socket === client) upstream.destroy();
      });
    }
    client.on('data', (bytes) => upstream.write(readdressed(bytes, port, deps.upstream)));
    client.on('end', () => upstream.end());
    void carry(client, upstream).catch(() => undefined);
  });

  async function carry(client: Socket, upstream: Socket): Promise<void> {
    const units = createUnits();
    let late = { units: 0, ms: 0 };
    let strike: Strike | undefined;
    const wire: Wire = {
      speech: 'other',
      async write(bytes) {
        if (!client.writable || bytes.length === 0 || client.write(bytes)) return;
        await new Promise<void>((resolve) => {
          client.once('drain', resolve);
          client.once('close', resolve);
        });
      },
      end: () => void client.end(),
      reset: () => (deps.path === undefined ? client.resetAndDestroy() : client.destroy()),
      wait: (ms) => (ms > 0 ? setTimeout(ms) : setImmediate()),
      late: (count, ms) => (late = { units: count, ms }),
      gone: () => new Promise((resolve) => client.once('close', () => resolve())),
    };

    async function pass(unit: Unit): Promise<void> {
      if (unit.kind === 'head') {
        wire.speech = units.speech() ?? 'other';
        if (wire.speech !== 'other') strike = deps.plan(wire.speech, true);
      }
      if (late.units > 0) {
        late.units -= 1;
        await wire.wait(late.ms);
      }
      if (!strike || unit.kind === 'rest' || strike.after > 0) {
        if (strike) strike.after -= 1;
        return wire.write(unit.bytes);
      }
      const { fault } = strike;
      struck[fault] = (struck[fault] ?? 0) + 1;
      await faultOf(fault).strike(wire, unit, deps.dice);
      strike = deps.plan(wire.speech, false);
    }

    for await (const bytes of upstream) {
      for (const unit of units.push(bytes as Buffer)) {
        await pass(unit);
        if (!client.writable) return void upstream.destroy();
      }
    }
    client.end();
  }

  await new Promise<void>((resolve) => {
    if (deps.path === undefined) server.listen(0, '127.0.0.1', resolve);
    else server.listen(deps.path, resolve);
  });
  if (deps.path === undefined) port = (server.address() as AddressInfo).port;

  return {
    port,
    struck: () => struck,
    total: () => Object.values(struck).reduce((sum, count) => sum + count, 0),
    connections: () => connections,
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };
}

/** As a proxy in front of a server does: Host and Origin name the server, and a connection carries one request. */
function readdressed(bytes: Buffer, port: number, upstream: Upstream): Buffer {
  const text = bytes.toString('latin1');
  if (!('port' in upstream) || !/^[A-Z]+ \S+ HTTP\/1\.1\r\n/.test(text)) return bytes;
  const addressed = text
    .replaceAll(`127.0.0.1:${port}`, `127.0.0.1:${upstream.port}`)
    .replace(/^connection: keep-alive/im, 'Connection: close');
  return Buffer.from(addressed, 'latin1');
}
