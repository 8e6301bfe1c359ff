/** The window of one reader: how much may be on its way to it before it says that it has caught up. */
import { limits } from '../../preload/contract/limits';
import type { ReaderKind } from './sink';

export interface Window {
  hasRoom(): boolean;
  /** Resolves when there is room, or the reader is gone. */
  room(): Promise<void>;
  sent(channel: string, pos: number, chars: number): void;
  /** True when that was news. */
  acked(channel: string, pos: number): boolean;
  forget(channel: string): void;
  /** Lets those who wait look again. */
  wake(): void;
  /** Lets all who wait go on: the reader is gone. */
  release(): void;
}

interface Sent {
  pos: number;
  chars: number;
}

/**
 * `acks`: at most 100 000 characters in flight; a message may go over it once, so that one large event
 * passes. `drain`: while the socket takes more. `either`: by the drain, and once the reader has acknowledged
 * anything by both; what was sent before counts as taken. (docs/protocol.md, "Pace".)
 */
export function createWindow(by: ReaderKind['window'], writable: () => boolean): Window {
  const flights = new Map<string, Sent[]>();
  let inFlight = 0;
  let counts = by === 'acks';
  let released = false;
  let waiting: (() => void)[] = [];

  const hasRoom = () =>
    (by === 'acks' || writable()) && (!counts || inFlight < limits.readerInFlightChars);

  function settle(): void {
    const those = waiting;
    waiting = [];
    for (const go of those) go();
  }

  return {
    hasRoom,
    async room() {
      while (!released && !hasRoom()) await new Promise<void>((go) => waiting.push(go));
    },
    sent(channel, pos, chars) {
      if (!counts) return;
      inFlight += chars;
      const flight = flights.get(channel);
      const last = flight?.at(-1);
      if (!flight) flights.set(channel, [{ pos, chars }]);
      // Acks come in coarse steps, so neighbours may share an entry and the list stays short.
      else if (last && last.chars < limits.ackChars / 5)
        flight[flight.length - 1] = { pos, chars: last.chars + chars };
      else flight.push({ pos, chars });
    },
    acked(channel, pos) {
      counts ||= by === 'either';
      const flight = flights.get(channel);
      if (!flight) return false;
      let count = 0;
      for (const sent of flight) {
        if (sent.pos > pos) break;
        inFlight -= sent.chars;
        count += 1;
      }
      flight.splice(0, count);
      return count > 0;
    },
    forget(channel) {
      for (const sent of flights.get(channel) ?? []) inFlight -= sent.chars;
      flights.delete(channel);
    },
    wake() {
      if (hasRoom()) settle();
    },
    release() {
      released = true;
      settle();
    },
  };
}
