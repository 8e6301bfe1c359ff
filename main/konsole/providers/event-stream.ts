/**
 * Reads a stream of server-sent events in the pieces in which it comes. An event is kept in memory until it is whole,
 * so its size is bounded; nothing is read ahead of whoever takes the events.
 */
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { type Body, OversizeError } from './answer';

/** Largest event of a stream, UTF-16 units between two empty lines. */
const maxEventChars = 8 * 1024 * 1024;

export interface EventStream {
  /** The events of the next piece, sometimes none; undefined at the end of the stream. */
  next(): Promise<EventSourceMessage[] | undefined>;
  /** Reads what is left and forgets it. */
  drain(): Promise<void>;
}

/** `next` rejects when the connection breaks, and with an `OversizeError`. */
export function readEvents(body: Body): EventStream {
  const pieces = body[Symbol.asyncIterator]();
  const decoder = new TextDecoder();
  let events: EventSourceMessage[] = [];
  let held = 0;
  let ended = false;
  const parser = createParser({
    onEvent(event) {
      events.push(event);
      held = 0;
    },
  });
  return {
    async next() {
      if (ended) return undefined;
      const { done, value } = await pieces.next();
      ended = done === true;
      // A server may leave out the empty line after its last event.
      const text = done ? `${decoder.decode()}\n\n` : decoder.decode(value, { stream: true });
      events = [];
      held += text.length;
      parser.feed(text);
      if (held > maxEventChars) throw new OversizeError('an event of the stream is too large');
      return events;
    },
    async drain() {
      while (!(await pieces.next()).done);
    },
  };
}
