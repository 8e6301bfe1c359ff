/**
 * One lane: the ports of its window, what carries each, and what a port that comes now would be carried by. Shares
 * nothing with the other lane, so that what breaks here is not felt there (I8).
 */
import type { LaneState } from '../../../preload/contract/desktop';
import type { ServerFrame } from '../../../preload/contract/frames';
import type { TransportKind } from '../../../preload/contract/settings';
import type { Lane as LaneName } from '../../../preload/contract/shapes';
import type { Driver } from '../../../preload/stream/types';
import type { Log } from '../../konsole/types';
import { type ServerPort, servePort } from '../port';
import { afterAttempt, failed, nameOf, setTo, usedBy, type Way } from './fallback';
import { type Connects, overDriver } from './over-driver';
import { watched } from './watch';

/** How one port is carried over the own doors: each call is a driver for one port. */
export type Ways = Readonly<Record<Exclude<TransportKind, 'direct'>, () => Driver>>;

/** The own doors: until they are open, and where they cannot be, every port goes directly. */
export type Doors = { readonly ways: Ways } | { readonly why: string };

export interface LaneDeps {
  name: LaneName;
  hub: Connects;
  log: Log;
  /** Milliseconds of a clock that never runs backwards. */
  elapsed: () => number;
  doors: () => Doors;
  /** Its state may be another now. */
  changed: () => void;
  /** It gave its transport up, in words for a person; undefined: that is over. */
  trouble: (message: string | undefined) => void;
}

export interface Lane {
  serve(port: ServerPort): void;
  /** The setting was set, perhaps to what it was: what had been given up is tried again. */
  set(wanted: TransportKind): void;
  /** The doors have opened, or will not. */
  doorsChanged(): void;
  state(): LaneState;
  /** From here on nothing that ends is taken for a failure. */
  close(): void;
}

interface Carried {
  port: ServerPort;
  transport: TransportKind;
  since: number;
  inStep: boolean;
}

export function createLane(deps: LaneDeps, wanted: TransportKind): Lane {
  const { name, log } = deps;
  let way: Way = setTo(wanted);
  /** Oldest first. */
  const ports = new Set<Carried>();
  /** The last port ended by itself, and the window has not come back yet. */
  let awaited = false;
  let closing = false;

  /** What a port that comes now is carried by, and why not by what was asked for. */
  function target(): { transport: TransportKind; make?: () => Driver; why?: string } {
    const transport = usedBy(way);
    const why = way.fallen?.why;
    if (transport === 'direct') return { transport, ...(why === undefined ? {} : { why }) };
    const doors = deps.doors();
    if ('why' in doors) return { transport: 'direct', why: doors.why };
    const make = doors.ways[transport];
    return { transport, make, ...(why === undefined ? {} : { why }) };
  }

  function serve(port: ServerPort): void {
    const { transport, make, why } = target();
    const carried: Carried = { port, transport, since: deps.elapsed(), inStep: false };
    let reason = 'it was not in step in time';
    const broke = (said: string) => {
      reason = said;
    };
    const connects = watched(make ? overDriver(make(), broke) : deps.hub, {
      inStep() {
        carried.inStep = true;
        // What was chosen meanwhile may have been said to a window that was not ready to go.
        if (carried.transport !== target().transport) move(carried);
        deps.changed();
      },
      ended(by, asked) {
        ports.delete(carried);
        awaited = by === 'transport' && ports.size === 0;
        ended(carried, { by, asked, reason });
      },
    });
    ports.add(carried);
    awaited = false;
    const lane: ServerFrame = {
      t: 'lane',
      transport,
      wanted: way.wanted,
      ...(why === undefined ? {} : { why }),
    };
    port.postMessage([lane]);
    servePort(connects, port);
    deps.changed();
  }

  function ended(
    { transport, since, inStep }: Carried,
    end: { by: 'window' | 'transport'; asked: boolean; reason: string },
  ): void {
    if (closing) return;
    const attempt = { transport, inStep, ms: deps.elapsed() - since, ...end };
    const before = way;
    way = afterAttempt(before, attempt);
    if (transport !== 'direct' && failed(attempt)) {
      const { reason, ms } = attempt;
      const fields = { lane: name, transport, reason, ms: Math.round(ms) };
      log.write('info', 'transport', 'The transport of a lane did not hold', fields);
    }
    if (way.fallen && way.fallen !== before.fallen) fell(transport, way.fallen);
    deps.changed();
  }

  function fell(from: TransportKind, { to, why }: { to: TransportKind; why: string }): void {
    log.write('warn', 'transport', 'A lane gave its transport up and goes another way', {
      lane: name,
      from,
      to,
      why,
    });
    deps.trouble(
      `The events of the ${name} window come by ${nameOf(to)} now: ${why} Choose its transport again in Settings to try it anew.`,
    );
    moveAll();
  }

  function moveAll(): void {
    const { transport } = target();
    const there = [...ports];
    // The newest is on its way there already. An older one may be left by its window, and this not be known here yet.
    if (there.at(-1)?.transport === transport) return;
    for (const carried of there) if (carried.transport !== transport) move(carried);
  }

  function move({ port }: Carried): void {
    const frame: ServerFrame = { t: 'move' };
    port.postMessage([frame]);
  }

  function shown(): Carried | undefined {
    const there = [...ports];
    return there.filter(({ inStep }) => inStep).at(-1) ?? there.at(-1);
  }

  return {
    serve,
    set(next) {
      const before = way;
      way = setTo(next);
      if (before.fallen) deps.trouble(undefined);
      moveAll();
      deps.changed();
    },
    doorsChanged() {
      moveAll();
      deps.changed();
    },
    state() {
      const now = target();
      const carried = shown();
      const transport = carried?.transport ?? now.transport;
      const state = carried
        ? carried.inStep
          ? 'live'
          : 'connecting'
        : awaited
          ? 'waiting'
          : 'off';
      const why = now.why ?? `it is going over to ${nameOf(now.transport)}`;
      const { wanted } = way;
      return { transport, wanted, state, ...(transport === wanted ? {} : { why }) };
    },
    close() {
      closing = true;
    },
  };
}
