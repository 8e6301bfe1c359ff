/** A turn whose answer the bench writes piece by piece: the fake provider holds the stream open meanwhile. */
import { begin, finish } from '../fakes/anthropic-wire';
import type { Reply } from '../fakes/anthropic';
import type { Context } from './measurement';
import type { BenchPage } from './page';
import { within } from './wait';

export interface LiveAnswer {
  /** Writes one delta to the wire; resolves with the time just before it, of this process. */
  write(text: string): Promise<number>;
  /** Completes the turn. */
  end(): Promise<void>;
}

/** How each message begins. */
export const request = 'Write at length, please:';

let asked = 0;

/** Sends a message in the session through the page's bridge and answers when the provider was asked. */
export async function liveAnswer(
  { fake, after }: Pick<Context, 'fake' | 'after'>,
  page: BenchPage,
  session: string,
): Promise<LiveAnswer> {
  asked += 1;
  const token = `bench-question-${asked}.`;
  let come: (reply: Reply) => void = () => {};
  const came = new Promise<Reply>((resolve) => {
    come = resolve;
  });
  let finished: () => void = () => {};
  const over = new Promise<void>((resolve) => {
    finished = resolve;
  });
  after(() => finished());
  fake.when(token, async (reply) => {
    await begin(reply, {});
    const content_block = { type: 'text', text: '' };
    await reply.event({ type: 'content_block_start', index: 0, content_block });
    come(reply);
    await Promise.race([over, reply.gone]);
  });
  await page.command('turn.send', { session, text: `${request} ${token}` });
  const reply = await within(30_000, 'the provider to be asked', came);
  return {
    async write(text) {
      const at = performance.now();
      const delta = { type: 'text_delta', text };
      await reply.event({ type: 'content_block_delta', index: 0, delta });
      if (!reply.alive()) throw new Error('The app hung up in the middle of an answer.');
      return at;
    },
    async end() {
      await reply.event({ type: 'content_block_stop', index: 0 });
      await finish(reply, 'end_turn', {});
      finished();
    },
  };
}
