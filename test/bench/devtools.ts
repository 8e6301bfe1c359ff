/**
 * The thinnest way to a page of the running app: Chromium's own DevTools protocol over one WebSocket, nothing
 * switched on that was not asked for. Playwright's page listens to network and frames, which costs what is measured.
 */
import { WebSocket } from 'undici';

/** No call of the protocol takes longer unless it says so, ms. */
const patience = 20_000;

type Params = Record<string, unknown>;

export interface DevTools {
  send<Result = Params>(method: string, params?: Params, withinMs?: number): Promise<Result>;
  /** Returns how to stop listening. */
  on(event: string, listener: (params: Params) => void): () => void;
  close(): void;
}

interface Message {
  id?: number;
  method?: string;
  params?: Params;
  result?: Params;
  error?: { message: string };
}

interface Waiting {
  resolve: (result: Params) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

export async function openDevTools(address: string): Promise<DevTools> {
  const socket = new WebSocket(address);
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, Set<(params: Params) => void>>();
  let last = 0;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      socket.close();
      reject(new Error(`No DevTools at ${address} within ${patience} ms.`));
    }, patience);
    const settle = (end: () => void) => () => {
      clearTimeout(timer);
      end();
    };
    socket.addEventListener('open', settle(resolve), { once: true });
    socket.addEventListener(
      'error',
      settle(() => reject(new Error(`No DevTools at ${address}.`))),
      { once: true },
    );
  });
  socket.addEventListener('message', ({ data }: { data: unknown }) => {
    const message = JSON.parse(String(data)) as Message;
    if (message.id === undefined) {
      for (const listener of listeners.get(message.method ?? '') ?? []) {
        listener(message.params ?? {});
      }
      return;
    }
    const call = waiting.get(message.id);
    if (!call) return;
    waiting.delete(message.id);
    clearTimeout(call.timer);
    if (message.error) call.reject(new Error(message.error.message));
    else call.resolve(message.result ?? {});
  });
  socket.addEventListener('close', () => {
    for (const { reject, timer } of waiting.values()) {
      clearTimeout(timer);
      reject(new Error('The page is gone.'));
    }
    waiting.clear();
  });

  return {
    send<Result>(method: string, params: Params = {}, withinMs = patience) {
      last += 1;
      const id = last;
      return new Promise<Result>((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(id);
          reject(new Error(`${method} gave no answer within ${withinMs} ms.`));
        }, withinMs);
        waiting.set(id, { resolve: (result) => resolve(result as Result), reject, timer });
        socket.send(JSON.stringify({ id, method, params }));
      });
    },
    on(event, listener) {
      const known = listeners.get(event) ?? new Set();
      known.add(listener);
      listeners.set(event, known);
      return () => known.delete(listener);
    },
    close: () => socket.close(),
  };
}
