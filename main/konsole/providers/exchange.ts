/**
 * One request and its streamed answer, as it is for every house: sent, tried once more without what the provider does
 * not take back, its events read in the pieces in which they come, and its end demanded. A house gives the parts.
 */
import type { EventSourceMessage } from 'eventsource-parser';
import {
  type About,
  errorInside,
  malformed,
  noStream,
  toProviderError,
  truncated,
  webPage,
} from './errors';
import { type EventStream, readEvents } from './event-stream';
import { parsed } from './json';
import { rateLimitsOf } from './rate-limits';
import type { ModelEvent } from './types';

/** Thrown by a reader for what its protocol does not allow; becomes a `ProviderError` here. */
export class WireError extends Error {
  override readonly name = 'WireError';
}

/** From the events of one answer to `ModelEvent`s. Checks what it reads: a server may send anything. */
export interface WireReader {
  /**
   * What one event means, in order; often nothing or one. `name` is the event's. Throws `WireError`, and for an error
   * that the provider tells, `errorInside`.
   */
  read(value: unknown, name?: string): ModelEvent[];
  /** The same for an event that is no JSON (`[DONE]`); undefined, or no such method: it cannot be read. */
  readText?(text: string): ModelEvent[] | undefined;
  /** The answer of a server that did not stream; undefined: it is none. */
  readWhole?(value: unknown): ModelEvent[] | undefined;
  /** The stream ended in good order. What that means where no terminal event came; undefined: it was cut off. */
  over?(): ModelEvent[] | undefined;
  /** True once the answer is whole. */
  ended(): boolean;
}

/** Goes into the opaque data of what a model seals: who made it, and (`bare`) that it was told nothing sealed. */
export interface SealMarks {
  model: string;
  bare?: true;
}

/** What a house gives to it. */
export interface Exchange<Body> {
  about: (model: string) => About;
  /** `sealed`: something that an earlier answer sealed is in it. */
  build: (keepSealed: boolean) => { body: Body; sealed: boolean };
  /**
   * Rejects with what the client throws where the answer is no 2xx: with `status`, `headers` and `error`, the body. So does
   * `PlainApi.post`, where a house has no client.
   */
  send: (body: Body, signal: AbortSignal) => Promise<Response>;
  /** Whether this refusal is about what was sealed: a changed model, account or prefix. */
  refusesSealed: (error: unknown) => boolean;
  wire: (marks: SealMarks) => WireReader;
}

/**
 * A request whose answer is no stream: rejects with a `ProviderError`, or with the signal's reason when it was aborted.
 * `about` is asked for the moment at which it fails.
 */
export async function asked<Value>(
  work: Promise<Value>,
  about: () => About,
  signal: AbortSignal,
): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw toProviderError(error, about());
  }
}

export async function* exchange<Body>(
  house: Exchange<Body>,
  model: string,
  signal: AbortSignal,
): AsyncGenerator<readonly ModelEvent[]> {
  const cut = new AbortController();
  const either = AbortSignal.any([signal, cut.signal]);
  try {
    const marks: SealMarks = { model };
    const built = house.build(true);
    const response = await house.send(built.body, either).catch((error: unknown) => {
      if (!built.sealed || !house.refusesSealed(error)) throw error;
      // A session is never bricked by what a provider no longer takes back: on without what was sealed.
      marks.bare = true;
      return house.send(house.build(false).body, either);
    });
    yield* read(response, house.wire(marks), house.about(model), cut);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const about = house.about(model);
    if (error instanceof WireError) throw malformed(about, error.message);
    throw toProviderError(error, about);
  }
}

const alive: readonly ModelEvent[] = [{ type: 'alive' }];

async function* read(
  response: Response,
  wire: WireReader,
  about: About,
  cut: AbortController,
): AsyncGenerator<readonly ModelEvent[]> {
  const limits = rateLimitsOf(response.headers, about.now);
  const first: ModelEvent[] = [{ type: 'first' }];
  if (limits.length > 0) first.push({ type: 'limits', limits });
  const type = response.headers.get('content-type') ?? '';
  if (/html|json/.test(type) || !response.body) {
    const whole = await notStreamed(response, wire, about, type).finally(() => cut.abort());
    yield [...first, ...whole];
    return;
  }
  const events = readEvents(response.body);
  let begun = false;
  try {
    while (!wire.ended()) {
      const piece = await events.next();
      if (!piece) {
        const rest = wire.over?.();
        if (!rest) throw truncated(about);
        yield rest;
        return;
      }
      if (piece.length === 0) {
        // A comment, or a piece of an event, keeps a connection open and says nothing: life, and no beginning.
        yield alive;
        continue;
      }
      const told: ModelEvent[] = begun ? [] : first;
      begun = true;
      // What came before a mistake counts.
      const mistake = readPiece(piece, wire, told);
      if (told.length > 0) yield told;
      if (mistake) throw mistake.error;
      if (told.length === 0) yield alive;
    }
  } finally {
    if (wire.ended()) drain(events, cut);
    else cut.abort();
  }
}

/** A page of something between, an error in an answer that says it is well, or a server that does not stream. */
async function notStreamed(
  response: Response,
  wire: WireReader,
  about: About,
  type: string,
): Promise<ModelEvent[]> {
  if (type.includes('html')) throw webPage(about, response.status);
  const value = parsed(await response.text());
  const told = (value as { error?: unknown } | null)?.error;
  if (told !== undefined && told !== null) throw errorInside(value);
  const whole = wire.readWhole?.(value);
  if (!whole) throw noStream(about, type);
  return whole;
}

/** Adds what the events of one piece mean to `told`, up to the end of the answer or to what cannot be read. */
function readPiece(
  piece: readonly EventSourceMessage[],
  wire: WireReader,
  told: ModelEvent[],
): { error: unknown } | undefined {
  try {
    for (const { event, data } of piece) {
      if (wire.ended()) return undefined;
      told.push(...readOne(wire, event, data));
    }
    return undefined;
  } catch (error) {
    return { error };
  }
}

function readOne(wire: WireReader, event: string | undefined, data: string): ModelEvent[] {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    const told = wire.readText?.(data);
    if (told) return told;
    throw new WireError('an event that is no JSON');
  }
  return wire.read(value, event);
}

/** What follows the terminal event is read to its end, so that the connection can serve the next request. */
function drain(events: EventStream, cut: AbortController): void {
  const late = setTimeout(() => cut.abort(), 1000);
  events
    .drain()
    .catch(() => undefined)
    .finally(() => clearTimeout(late));
}
