/**
 * A tunnel through a SOCKS 5 proxy (RFC 1928, and 1929 for a password). The protocol is undici's; its agent is not used: it
 * keeps no connection for longer than some seconds, ends answers that pause, and waits for a proxy that hung up.
 */
import { Socks5Client } from 'undici/lib/core/socks5-client.js';
import { ProxyError, type ProxySaid } from './proxy-error';
import type { Open, Socket } from './trust';

/** What a proxy takes to look a name up and to reach who is there. */
const answerMs = 30_000;

/** Names are looked up by the proxy, with `socks5` as with `socks5h`: what this computer looks up, others could see. */
export function throughSocks({ hostname, host, port, username, password }: URL, open: Open): Open {
  const proxy = { protocol: 'http:', hostname: withoutBrackets(hostname), port: port || '1080' };
  const user = { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  return async (target, signal) => {
    const usual = target.protocol === 'https:' ? 443 : 80;
    try {
      const socket = await open(proxy, signal);
      await speak(socket, user, target.hostname, Number(target.port) || usual, signal);
      return socket;
    } catch (error) {
      throw new ProxyError(host, saidBy(error), error);
    }
  };
}

/** Resolves once what is written to the socket goes to the target. Otherwise it is closed. */
function speak(
  socket: Socket,
  user: { username: string; password: string },
  hostname: string,
  port: number,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const client = new Socks5Client(socket, user);
    const settled = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    };
    const fail = (error: Error) => {
      settled();
      socket.destroy();
      reject(error);
    };
    const stop = () => fail(signal.reason);
    const timer = setTimeout(() => fail(new Error('The proxy is silent.')), answerMs);
    // It goes on listening to the socket, so it needs to be listened to for as long.
    client.on('error', fail);
    client.on('close', () => fail(new Error('The proxy hung up.')));
    client.once('authenticated', () => {
      try {
        client.connect(withoutBrackets(hostname), port);
      } catch (error) {
        fail(error as Error);
      }
    });
    client.once('connected', () => {
      settled();
      resolve();
    });
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    client.handshake();
  });
}

const withoutBrackets = (hostname: string) => hostname.replace(/^\[|\]$/g, '');

const replies: Readonly<Record<string, string>> = {
  1: 'it failed',
  2: 'its rules do not allow it',
  3: 'the network cannot be reached from there',
  4: 'the host cannot be reached from there',
  5: 'the connection was refused there',
  6: 'it took too many steps',
  7: 'it opens no connections',
  8: 'it knows no such address',
};

/** What it answered; undefined where nothing that could be understood came. */
function saidBy(error: unknown): ProxySaid | undefined {
  const code = String((error as NodeJS.ErrnoException | null)?.code);
  if (/^UND_ERR_SOCKS5_AUTH_(REJECTED|FAILED)$/.test(code)) {
    return { words: 'SOCKS: not without the right password', wantsPassword: true };
  }
  const [, reply] = /^UND_ERR_SOCKS5_REPLY_(\d+)$/.exec(code) ?? [];
  if (reply !== undefined) return { words: `SOCKS: ${replies[reply] ?? `reply ${reply}`}` };
  return code.startsWith('UND_ERR_SOCKS5_') ? { words: 'it does not speak SOCKS 5' } : undefined;
}
