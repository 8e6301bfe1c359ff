/** The driver over a WebSocket, a browser's own or the one of the package `ws`: one connection a socket, frames as text. */
import type { ServerFrame } from '../contract/frames';
import type { ConnectionFact, Driver } from './types';

/** What both kinds have. `never`: each has event types of its own, and this asks for fewer of their fields. */
export interface SocketLike {
  send(text: string): void;
  close(): void;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
}

export interface SocketDriverDeps {
  /** A new socket to `/v1/socket?batch=1` with the subprotocol `konsole.1` and a token. */
  open: () => SocketLike;
}

/** Of a socket; what else comes is of a newer server, and not for us. */
const kinds: ReadonlySet<unknown> = new Set<ServerFrame['t']>([
  'hello',
  'snapshot',
  'event',
  'synced',
  'state',
  'result',
  'error',
  'beat',
  'bye',
]);

export function createSocketDriver({ open }: SocketDriverDeps): Driver {
  return (told) => {
    let socket: SocketLike | undefined;
    let opened = false;
    let ended = false;
    /** What an error said: a browser tells nothing, and closing alone tells no reason. */
    let trouble: string | undefined;
    let refused = false;

    const tell = (fact: ConnectionFact) => {
      if (!ended) told(fact);
    };
    const close = () => {
      ended = true;
      // Closing one that has not opened yet is an error to some.
      attempt(() => socket?.close());
    };
    const end = (reason: string) => {
      if (ended) return;
      close();
      told({ type: 'closed', reason, refused });
    };

    function take(data: unknown): void {
      const frames = framesOf(data);
      if (!frames) return end('the server talked nonsense');
      refused ||= frames.some((frame) => frame.t === 'bye' && frame.code === 'auth');
      if (frames.length > 0) tell({ type: 'frames', frames });
    }

    try {
      socket = open();
      socket.onopen = () => {
        opened = true;
        tell({ type: 'opened' });
      };
      socket.onmessage = ({ data }: { data: unknown }) => {
        if (!ended) take(data);
      };
      socket.onerror = ({ message }: { message?: unknown }) => {
        if (typeof message === 'string') trouble = message;
        // What `ws` says of an upgrade that was refused; a browser only closes, and is tried again.
        refused ||= !opened && /^Unexpected server response: 401$/.test(trouble ?? '');
      };
      socket.onclose = ({ code }: { code?: number }) =>
        end(trouble ?? `the socket was closed (${code ?? 'no code'})`);
    } catch (error) {
      // Told later, as a driver must: the caller has no connection yet.
      queueMicrotask(() => end(`no socket could be opened: ${String(error)}`));
    }

    return {
      send(frame) {
        if (ended || !opened) return;
        if (!attempt(() => socket?.send(JSON.stringify(frame)))) end('the socket takes no more');
      },
      close,
    };
  };
}

/** One message: a frame or an array of them. Undefined when it is neither. */
function framesOf(data: unknown): ServerFrame[] | undefined {
  if (typeof data !== 'string') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return undefined;
  }
  const frames: unknown[] = Array.isArray(value) ? value : [value];
  if (!frames.every(isFrame)) return undefined;
  return frames.filter((frame) => kinds.has(frame.t)) as ServerFrame[];
}

const isFrame = (value: unknown): value is { t: unknown } =>
  typeof value === 'object' && value !== null && 't' in value;

function attempt(run: () => void): boolean {
  try {
    run();
    return true;
  } catch {
    return false;
  }
}
