/** Has the reader fold channels that have grown, and the writer keep the result: a later fold begins there. */
import type { Line } from './line';
import type { ToWriter } from './messages';
import type { Questions } from './questions';

/** Largest folded state that is stored, UTF-16 units of JSON. */
const storedChars = 1024 * 1024;

export type FoldStore = (channels: readonly string[], upTo: number) => void;

/** One fold of a channel at a time; what was asked for meanwhile becomes one more, up to the latest. */
export function createFoldStore(
  questions: Pick<Questions, 'ask'>,
  writer: Line<ToWriter>,
): FoldStore {
  const running = new Set<string>();
  const next = new Map<string, number>();

  async function fold(channel: string, upTo: number): Promise<void> {
    const folded = await questions.ask<'fold'>({ ask: 'fold', channel, upTo });
    // With a very long queue, folding from further back costs less than writing that again and again.
    if (folded.body.length > storedChars) return;
    writer.post({ t: 'store', channel, ...folded });
  }

  function start(channel: string, upTo: number): void {
    running.add(channel);
    const ended = () => {
      running.delete(channel);
      const wanted = next.get(channel);
      next.delete(channel);
      if (wanted !== undefined) start(channel, wanted);
    };
    // A stored fold is a short cut only: when one fails, the session was deleted or the journal closes.
    fold(channel, upTo).then(ended, ended);
  }

  return (channels, upTo) => {
    for (const channel of channels) {
      if (running.has(channel)) next.set(channel, upTo);
      else start(channel, upTo);
    }
  };
}
