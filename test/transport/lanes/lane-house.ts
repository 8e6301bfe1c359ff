/** Lanes over a hub, with settings that tests set, and bare windows that see each frame of their port. */
import { onTestFinished } from 'vitest';
import type { LaneTransports } from '../../../main/konsole/types';
import { createLanes, type LanesDeps } from '../../../main/transport/lanes/lanes';
import { createWays } from '../../../main/transport/lanes/ways';
import { processTime } from '../../../main/transport/hub';
import type { ClientFrame, ServerFrame } from '../../../preload/contract/frames';
import type { TransportKind } from '../../../preload/contract/settings';
import type { Lane } from '../../../preload/contract/shapes';
import { type House, openHouse } from '../house';
import { mainPort } from '../main-port';

/** The settings as the engine tells of them. */
export function createTransports(main: TransportKind, quick: TransportKind = main) {
  const wanted: Record<Lane, TransportKind> = { main, quick };
  const listeners = new Set<Parameters<LaneTransports['onSet']>[0]>();
  const transports: LaneTransports = {
    wanted: () => wanted,
    onSet(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    transports,
    set(lane: Lane, transport: TransportKind) {
      wanted[lane] = transport;
      for (const listener of listeners) listener(lane, transport);
    },
  };
}

/** A window's end of a port that a lane serves. */
export interface BareWindow {
  frames: ServerFrame[];
  send(...frames: ClientFrame[]): void;
  /** Anything, also what is no frame. */
  post(message: unknown): void;
  closed(): boolean;
  close(): void;
}

export function openWindow(lanes: { serve: LanesServe }, lane: Lane): BareWindow {
  const { port1, port2 } = new MessageChannel();
  const frames: ServerFrame[] = [];
  let closed = false;
  port2.onmessage = ({ data }: MessageEvent<ServerFrame[]>) => void frames.push(...data);
  port2.addEventListener('close', () => {
    closed = true;
  });
  port2.start();
  lanes.serve(lane, mainPort(port1));
  onTestFinished(() => port2.close());
  return {
    frames,
    send: (...sent) => port2.postMessage(sent),
    post: (message) => port2.postMessage(message),
    closed: () => closed,
    close: () => port2.close(),
  };
}

type LanesServe = ReturnType<typeof createLanes>['serve'];

/** Lanes beside a real gateway; the doors are open. */
export async function openLaneHouse(main: TransportKind, quick?: TransportKind) {
  const house: House = await openHouse();
  onTestFinished(house.close);
  const settings = createTransports(main, quick);
  const troubles: (string | undefined)[] = [];
  const deps: LanesDeps = {
    hub: house.hub,
    log: { write: (_level, _area, message, fields) => void house.logs.push({ message, fields }) },
    transports: settings.transports,
    ...processTime,
    told: { changed() {}, trouble: (_lane, message) => void troubles.push(message) },
  };
  const lanes = createLanes(deps);
  onTestFinished(() => lanes.close());
  lanes.doors({ ways: createWays({ socket: house.gateway.socket, token: house.token }) });
  return {
    ...house,
    ...settings,
    lanes,
    troubles,
    window: (lane: Lane) => openWindow(lanes, lane),
  };
}
