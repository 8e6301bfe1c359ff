/** A turn whose answer the bench writes piece by piece: the fake provider holds the stream open meanwhile. */
import { begin, finish } from '../fakes/anthropic-wire';
import type { WindowWithBridge } from '../../preload/contract/bridge-api';
import type { Reply } from '../fakes/anthropic';
import type { Context } from './measurement';
import type { BenchPage } from './page';
import { within } from './wait';

export interface LiveAnswer {
  /** Writes one delta to the wire; resolves with the time just before it, of this process. */
  write(text: string): Promise<number>;
  /** False once the app hung up. */
  alive(): boolean;
  /** Completes the turn. */
  end(): Promise<void>;
}

/** How each message begins. */
export const request = 'Write at length, please:';

let asked = 0;

/** Characters of a message that go to the page in one call: reading megabytes of script is none of the app's work. */
const handful = 64 * 1024;

/** Hands the text over piece by piece, then sends it as the composer does. */
async function say(page: BenchPage, session: string, text: string): Promise<void> {
  await page.ask(() => {
    (window as unknown as { benchText: string }).benchText = '';
  }, []);
  for (let at = 0; at < text.length; at += handful) {
    await page.ask(
      (part) => {
        (window as unknown as { benchText: string }).benchText += part;
      },
      [text.slice(at, at + handful)],
    );
  }
  await page.ask(
    async (id) => {
      const { konsole, benchText } = window as Window & WindowWithBridge & { benchText?: string };
      const answer = await konsole?.commands['turn.send']({ session: id, text: benchText ?? '' });
      if (!answer?.ok) throw new Error(answer?.message ?? 'There is no bridge.');
    },
    [session],
    60_000,
  );
}

/** Sends a message in the session through the page's bridge and answers when the provider was asked. */
export async function liveAnswer(
  { fake, after }: Pick<Context, 'fake' | 'after'>,
  page: BenchPage,
  session: string,
  question = request,
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
  await say(page, session, `${question} ${token}`);
  const reply = await within(30_000, 'the provider to be asked', came);
  return {
    alive: () => reply.alive(),
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
