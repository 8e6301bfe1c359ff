/**
 * The lanes: the frames of a window's port, carried by the transport that the setting of its lane names. The main
 * window has the lane `main`, the quick window the lane `quick`. Windows stay on their ports, commands on the bridge.
 */
import type { LaneState } from '../../../preload/contract/desktop';
import type { TransportKind } from '../../../preload/contract/settings';
import type { Lane as LaneName } from '../../../preload/contract/shapes';
import type { LaneTransports, Log } from '../../konsole/types';
import type { ServerPort } from '../port';
import { createLane, type Doors, type Lane } from './lane';
import type { Connects } from './over-driver';

export type { Doors } from './lane';

export type LaneStates = Record<LaneName, LaneState>;

/** What the desktop hears of the lanes. */
export interface LanesTold {
  /** Some state is another now; not more often than every `tellMs`. */
  changed(): void;
  /** A lane gave its transport up, in words for a person; undefined: that is over. */
  trouble(lane: LaneName, message: string | undefined): void;
}

export interface LanesDeps {
  hub: Connects;
  log: Log;
  /** What the settings say, whoever sets them. */
  transports: LaneTransports;
  elapsed: () => number;
  /** Runs `run` after `ms`; returns how to cancel. */
  schedule: (ms: number, run: () => void) => () => void;
  told: LanesTold;
}

export interface Lanes {
  /** Whatever else is open, the port is served at once and directly until the doors are open. */
  serve(lane: LaneName, port: ServerPort): void;
  /** The doors have opened, or cannot be. */
  doors(now: Doors): void;
  states(): LaneStates;
  /** Before the hub and the doors: what they end then is no failure. */
  close(): void;
}

/** A window reads the state anew each time that it is told, ms. */
const tellMs = 150;

export function createLanes(deps: LanesDeps): Lanes {
  const { hub, log, elapsed, told, transports } = deps;
  let doors: Doors = { why: "Konsole's own door is not open yet." };
  let cancelTelling: (() => void) | undefined;
  let saidLast = '';

  function changed(): void {
    cancelTelling ??= deps.schedule(tellMs, () => {
      cancelTelling = undefined;
      const now = JSON.stringify(states());
      if (now === saidLast) return;
      saidLast = now;
      told.changed();
    });
  }

  const wanted = transports.wanted();
  const laneOf = (name: LaneName): Lane =>
    createLane(
      {
        name,
        hub,
        log,
        elapsed,
        doors: () => doors,
        changed,
        trouble: (message) => told.trouble(name, message),
      },
      wanted[name],
    );
  const lanes = { main: laneOf('main'), quick: laneOf('quick') };
  const states = (): LaneStates => ({ main: lanes.main.state(), quick: lanes.quick.state() });
  const stop = transports.onSet((name: LaneName, transport: TransportKind) => {
    log.write('debug', 'transport', 'The transport of a lane was set', { lane: name, transport });
    lanes[name].set(transport);
  });

  return {
    serve: (name, port) => lanes[name].serve(port),
    doors(now) {
      doors = now;
      for (const lane of Object.values(lanes)) lane.doorsChanged();
    },
    states,
    close() {
      stop();
      cancelTelling?.();
      for (const lane of Object.values(lanes)) lane.close();
    },
  };
}
