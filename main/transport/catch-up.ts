/**
 * Catching up: what a reader is given between attaching and being live. Snapshots first, then what lies
 * after its cursors up to the watermark, all channels merged in `pos` order; in slices of at most 5 ms.
 */
import { toAnswer } from '../../preload/contract/errors';
import type { KonsoleEvent } from '../../preload/contract/events';
import { limits } from '../../preload/contract/limits';
import type { IndexSnapshot, Snapshot } from '../../preload/contract/shapes';
import type { Feed } from '../konsole/types';
import { mergeAll } from './merging';

/** Where one channel begins: undefined is a snapshot, 0 the first event. Decided when it attached. */
export interface Beginning {
  channel: string;
  after: number | undefined;
  /** `after=0` asks for everything, however far behind that is. */
  fromFirst: boolean;
}

export interface CatchUpDeps {
  feed: Feed;
  /** Milliseconds of a clock that never runs backwards; measures slices. */
  elapsed: () => number;
  /** Lets the rest of the process run. */
  pause: () => Promise<void>;
}

/** What a reader offers its own catching up. */
export interface CatchUpReader {
  /** False once the channel was detached, attached again, or the reader closed. */
  wants(channel: string): boolean;
  /** Resolves when there is room to send; at once, most of the time. */
  room(): Promise<void>;
  snapshot(channel: string, state: Snapshot | IndexSnapshot): void;
  /** Nobody may lose the channel: it does not exist, or reading it failed. */
  failed(channel: string, answer: ReturnType<typeof toAnswer>): void;
  events(events: readonly KonsoleEvent[]): void;
}

/** Events encoded between two looks at the clock. */
const handful = 50;

/** Never rejects: a failure is told to the channels it concerns. */
export async function catchUp(
  deps: CatchUpDeps,
  reader: CatchUpReader,
  beginnings: readonly Beginning[],
  watermark: number,
): Promise<void> {
  const replays: { channel: string; after: number }[] = [];
  const snapshots: string[] = [];
  for (const { channel, after, fromFirst } of beginnings) {
    await guarded(reader, [channel], async () => {
      if (!(await deps.feed.exists(channel))) {
        reader.failed(channel, missing(channel));
        return;
      }
      if (
        after === undefined ||
        (!fromFirst && (await farBehind(deps.feed, channel, after, watermark)))
      ) {
        snapshots.push(channel);
      } else if (after < watermark) replays.push({ channel, after });
    });
  }
  for (const channel of snapshots) {
    await guarded(reader, [channel], async () => {
      await reader.room();
      if (!reader.wants(channel)) return;
      const state = await deps.feed.snapshot(channel, watermark);
      if (reader.wants(channel)) reader.snapshot(channel, state);
      await deps.pause();
    });
  }
  if (replays.length === 0) return;
  const channels = replays.map((replay) => replay.channel);
  await guarded(reader, channels, () => replay(deps, reader, replays, watermark));
}

async function replay(
  deps: CatchUpDeps,
  reader: CatchUpReader,
  channels: readonly { channel: string; after: number }[],
  watermark: number,
): Promise<void> {
  let since = deps.elapsed();
  for await (const slice of deps.feed.replay({ channels, upTo: watermark })) {
    if (!channels.some(({ channel }) => reader.wants(channel))) return;
    const merged = mergeAll(slice);
    for (let from = 0; from < merged.length; from += handful) {
      await reader.room();
      const wanted = merged
        .slice(from, from + handful)
        .filter((event) => reader.wants(event.channel));
      if (wanted.length > 0) reader.events(wanted);
      if (deps.elapsed() - since < limits.catchUpSliceMs) continue;
      await deps.pause();
      since = deps.elapsed();
    }
  }
}

async function farBehind(
  feed: Feed,
  channel: string,
  after: number,
  upTo: number,
): Promise<boolean> {
  const behind = await feed.countAfter({ channels: [{ channel, after }], upTo });
  return behind > limits.farBehindEvents;
}

async function guarded(
  reader: CatchUpReader,
  channels: readonly string[],
  run: () => Promise<void>,
): Promise<void> {
  try {
    await run();
  } catch (error) {
    for (const channel of channels) {
      if (reader.wants(channel)) reader.failed(channel, toAnswer(error));
    }
  }
}

function missing(channel: string): ReturnType<typeof toAnswer> {
  return {
    ok: false,
    code: 'not-found',
    message: `There is no channel "${channel.slice(0, 80)}". Channels are index, pool and session/<id> of a session that exists.`,
  };
}
