/**
 * A stream: the stream machine with a driver under it and followers above it. Carries out the machine's
 * orders, one input at a time; judges nothing itself.
 */
import { firstState, laneOf, statusOf, step } from './machine';
import type { Delivery, Input, MachineState, Order } from './machine-types';
import type { Connection, Follower, Stream, StreamDeps, StreamHealth } from './types';

interface Following {
  follower: Follower;
  /** It has been given a state, or began at a cursor: events make sense to it. */
  begun: boolean;
}

/** Never throws. A follower that throws is reported to the page and hurts no other. */
export function createStream(deps: StreamDeps): Stream {
  const followings = new Map<string, Set<Following>>();
  const connections = new Map<number, Connection>();
  const healthListeners = new Set<(health: StreamHealth) => void>();
  const inputs: Input[] = [];
  let state: MachineState = firstState();
  let working = false;
  let cancelTimer: (() => void) | undefined;

  function input(fact: Input): void {
    inputs.push(fact);
    // A follower may follow or close from within a delivery, a driver may tell at once: they wait their turn.
    if (working) return;
    working = true;
    try {
      for (let next = inputs.shift(); next; next = inputs.shift()) {
        const before = state;
        const done = step(before, next, deps.now());
        state = done.state;
        for (const order of done.orders) carryOut(order);
        if (healthChanged(before, state)) tellHealth();
      }
    } finally {
      working = false;
    }
  }

  function carryOut(order: Order): void {
    switch (order.type) {
      case 'open':
        return open(order.generation);
      case 'close':
        connections.get(order.generation)?.close();
        connections.delete(order.generation);
        return;
      case 'send':
        connections.get(order.generation)?.send(order.frame);
        return;
      case 'give':
        return give(order.channel, order.delivery);
      case 'schedule': {
        cancelTimer?.();
        cancelTimer = undefined;
        if (order.at === undefined) return;
        const wait = Math.max(0, order.at - deps.now());
        cancelTimer = deps.schedule(wait, () => {
          cancelTimer = undefined;
          input({ type: 'tick', chance: deps.random() });
        });
      }
    }
  }

  function open(generation: number): void {
    const connection = deps.driver((fact) => {
      switch (fact.type) {
        case 'opened':
          return input({ type: 'opened', generation });
        case 'frames':
          return input({
            type: 'frames',
            generation,
            frames: fact.frames,
            chance: deps.random(),
          });
        case 'closed':
          connections.delete(generation);
          return input({
            type: 'closed',
            generation,
            refused: fact.refused ?? false,
            chance: deps.random(),
          });
      }
    });
    connections.set(generation, connection);
  }

  function give(channel: string, delivery: Delivery): void {
    const all = followings.get(channel);
    if (!all) return;
    if (delivery.kind === 'gone') followings.delete(channel);
    for (const following of [...all]) {
      if (all.has(following)) guarded(() => giveOne(following, delivery));
    }
  }

  function tellHealth(): void {
    const now = health();
    for (const listener of [...healthListeners]) guarded(() => listener(now));
  }

  function health(): StreamHealth {
    const { reconnects, gaps, lastHeardAt, retryAt, move } = state;
    const { transport = deps.transport, fellBack } = laneOf(state) ?? {};
    return {
      status: statusOf(state),
      transport,
      moving: move !== undefined,
      reconnects,
      gaps,
      ...(fellBack ? { fellBack } : {}),
      ...(lastHeardAt === undefined ? {} : { lastHeardAt }),
      ...(retryAt === undefined ? {} : { retryAt }),
    };
  }

  return {
    follow(channel, follower, after) {
      const others = followings.get(channel);
      const following: Following = { follower, begun: !others && after !== undefined };
      if (others) others.add(following);
      else followings.set(channel, new Set([following]));
      // A second follower begins at a state of its own; a cursor would move the first one's place.
      input({ type: 'follow', channel, ...(after === undefined || others ? {} : { after }) });
      return () => {
        const all = followings.get(channel);
        if (!all?.delete(following) || all.size > 0) return;
        followings.delete(channel);
        input({ type: 'unfollow', channel });
      };
    },
    health,
    onHealth(listener) {
      healthListeners.add(listener);
      return () => healthListeners.delete(listener);
    },
    wake() {
      input({ type: 'wake' });
    },
    move() {
      input({ type: 'move' });
    },
    close() {
      followings.clear();
      input({ type: 'close' });
    },
  };
}

function giveOne(following: Following, delivery: Delivery): void {
  const { follower } = following;
  switch (delivery.kind) {
    case 'snapshot':
      if (delivery.known && following.begun) return;
      following.begun = true;
      return follower.snapshot(delivery.state);
    case 'events':
      if (following.begun) follower.events(delivery.events);
      return;
    case 'synced':
      return follower.synced?.();
    case 'state':
      return follower.state?.(delivery.state);
    case 'gone':
      return follower.gone?.(delivery.message);
  }
}

/** What a person may see; when something was last heard changes with every message and is no reason to tell. */
function healthChanged(before: MachineState, after: MachineState): boolean {
  return (
    statusOf(before) !== statusOf(after) ||
    before.reconnects !== after.reconnects ||
    before.gaps !== after.gaps ||
    before.retryAt !== after.retryAt ||
    (before.move === undefined) !== (after.move === undefined) ||
    laneOf(before) !== laneOf(after)
  );
}

function guarded(run: () => void): void {
  try {
    run();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
