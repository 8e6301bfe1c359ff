/** Questions of a turn's tools to the engine, over the port: each waits for its answer, for a moment at most. */
import type { HostClock } from './clock';
import type { EngineTool, FromHost, ToHost } from './protocol';
import type { AskEngine, ToolResult } from './tools/tool';

/** The engine answers from memory, or after one look at a disk. */
export const askWaitMs = 5_000;

export interface Asks {
  readonly ask: AskEngine;
  told(message: Extract<ToHost, { t: 'told' }>): void;
}

export interface AsksDeps {
  turn: string;
  post: (message: FromHost) => void;
  clock: HostClock;
  /** Aborted: nothing is waited for any more. */
  signal: AbortSignal;
}

export function createAsks({ turn, post, clock, signal }: AsksDeps): Asks {
  const open = new Map<number, (result: ToolResult) => void>();
  let last = 0;

  function ask(tool: EngineTool, input: Record<string, unknown>): Promise<ToolResult> {
    signal.throwIfAborted();
    const n = ++last;
    return new Promise((resolve, reject) => {
      const over = () => {
        open.delete(n);
        cancel();
        signal.removeEventListener('abort', onAbort);
      };
      const onAbort = () => {
        over();
        reject(signal.reason);
      };
      const cancel = clock.schedule(askWaitMs, () => {
        over();
        resolve(late(tool));
      });
      signal.addEventListener('abort', onAbort, { once: true });
      open.set(n, (result) => {
        over();
        resolve(result);
      });
      post({ t: 'ask', turn, n, tool, input });
    });
  }

  return {
    ask: async (tool, input) => ask(tool, input),
    told({ n, ok, text, summary }) {
      open.get(n)?.({ ok, text, summary });
    },
  };
}

/** What changes something may have done so all the same. */
const late = (tool: EngineTool): ToolResult => {
  const next =
    tool === 'kontask_create' || tool === 'kontask_update'
      ? 'It may have been done all the same: look with kontask_list before you try again.'
      : 'Go on without it, or ask once more.';
  return {
    ok: false,
    text: `Konsole did not answer within ${askWaitMs / 1000} seconds. ${next}`,
    summary: 'no answer',
  };
};
