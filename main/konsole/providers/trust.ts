/**
 * How a connection to a provider is made and trusted. What a request carries leaves only once the server has proven who it is:
 * whom nobody vouches for is asked again with all authorities that can be known, and then refused.
 */
import buildConnector from 'undici/lib/core/connect.js';
import type { buildConnector as undici } from 'undici';
import type { SecureContext } from 'node:tls';
import type { AuthorityFile } from './authorities';
import type { AuthoritiesError } from './authorities-error';

/** Files in PEM, by their whole paths. */
export interface Trust {
  /** What the settings of this provider name. */
  certificates?: string;
  /** What `NODE_EXTRA_CA_CERTS` names. A packaged app's Node does not read it. */
  extraCertificates?: string;
}

export type Target = undici.Options;
export type Socket = NonNullable<Parameters<undici.Callback>[1]>;
/**
 * A connection through which the target is spoken to as if it were there. Once it is aborted nothing of it is left open, and
 * it rejects.
 */
export type Open = (target: Target, signal: AbortSignal) => Promise<Socket>;

/** For what opens a connection: a server, a proxy. */
const timeout = 15_000;

/** Nobody who is known signed it. A name that is not the right one, or a date, no authority mends. */
const unvouched = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);
const isUnvouched = (error: unknown) =>
  unvouched.has(String((error as NodeJS.ErrnoException | null)?.code));

/** `tunnel`: absent, the way is direct. */
export function createOpen(trust: Trust, tunnel?: Open): Open {
  const byItself = buildConnector({ timeout });
  const connectors = new WeakMap<SecureContext, undici.connector>();
  /** Servers that needed all authorities, by host and port. */
  const wide = new Set<string>();
  const { certificates, extraCertificates } = trust;
  const file: AuthorityFile | undefined =
    certificates === undefined ? undefined : { namedIn: 'certificates', path: certificates };
  const extra: AuthorityFile | undefined =
    extraCertificates === undefined
      ? undefined
      : { namedIn: 'NODE_EXTRA_CA_CERTS', path: extraCertificates };

  /** One a context: it keeps the sessions of TLS, which no other set of authorities has vouched for. */
  function connectorOf(secureContext: SecureContext): undici.connector {
    const known = connectors.get(secureContext);
    if (known) return known;
    const made = buildConnector({ timeout, secureContext });
    connectors.set(secureContext, made);
    return made;
  }

  async function first(): Promise<undici.connector> {
    if (!file) return byItself;
    const { withFile } = await import('./authorities');
    return connectorOf(await withFile(file));
  }

  async function all(): Promise<{ connector?: undici.connector; problem?: AuthoritiesError }> {
    const { withAll } = await import('./authorities');
    const { context, ...told } = await withAll(file, extra);
    return context ? { connector: connectorOf(context), ...told } : told;
  }

  async function secured(target: Target, signal: AbortSignal): Promise<Socket> {
    const through = async (connector: undici.connector) => {
      const way = tunnel ? { ...target, httpSocket: await tunnel(target, signal) } : target;
      return dial(connector, way, signal);
    };
    const server = `${target.hostname}:${target.port}`;
    let refused: unknown;
    if (!wide.has(server)) {
      try {
        return await through(await first());
      } catch (error) {
        if (!isUnvouched(error)) throw error;
        refused = error;
      }
    }
    const { connector, problem } = await all();
    // One that was reached so before finds none only where a file is gone, which is the problem then.
    if (!connector) throw problem ?? refused;
    try {
      const socket = await through(connector);
      wide.add(server);
      return socket;
    } catch (error) {
      throw isUnvouched(error) ? (problem ?? error) : error;
    }
  }

  return async (target, signal) => {
    if (target.protocol === 'https:') return secured(target, signal);
    return tunnel ? tunnel(target, signal) : dial(byItself, target, signal);
  };
}

/** As undici wants to be told of it. */
export async function hand(opening: Promise<Socket>, done: undici.Callback): Promise<void> {
  let socket: Socket;
  try {
    socket = await opening;
  } catch (error) {
    return done(error as Error, null);
  }
  done(null, socket);
}

function dial(connector: undici.connector, target: Target, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      target.httpSocket?.destroy();
      return reject(signal.reason);
    }
    // It gives the socket back that it opens, of which its type knows nothing.
    const socket = connector(target, (error, open) => {
      signal.removeEventListener('abort', stop);
      if (error) reject(error);
      else resolve(open);
    }) as unknown as Socket;
    const stop = () => socket.destroy(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
}
