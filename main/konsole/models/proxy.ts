/** Which proxy lies on the way to a provider: the one in its settings, else the environment's. Pure. */
import { isLoopback } from './origins';

type Environment = Readonly<Record<string, string | undefined>>;

export interface Proxy {
  /** `http://[user:password@]host:port`. */
  url: string;
  /** For a person: without user name and password. */
  host: string;
  /** The password as it is written and as it is meant: no log shows either. */
  secrets: string[];
}

/** Undefined: the way is direct. To this computer it always is. */
export function proxyFor(
  origin: string,
  configured: string | undefined,
  env: Environment,
): Proxy | undefined {
  if (isLoopback(origin) || !URL.canParse(origin)) return undefined;
  const url = new URL(origin);
  if (configured !== undefined) return readProxy(configured);
  const own = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const named = valueOf(own, env) ?? valueOf('ALL_PROXY', env);
  if (named === undefined || isExcluded(url, valueOf('NO_PROXY', env) ?? '')) return undefined;
  return readProxy(named);
}

/** As other programs do it, the lower-case name goes before the other. */
function valueOf(name: string, env: Environment): string | undefined {
  return env[name.toLowerCase()]?.trim() || env[name]?.trim() || undefined;
}

/** A name alone is taken as one that is spoken to by http. SOCKS is not spoken: such a value counts as none. */
function readProxy(text: string): Proxy | undefined {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(address)) return undefined;
  const { protocol, host, username, password } = new URL(address);
  if ((protocol !== 'http:' && protocol !== 'https:') || host === '') return undefined;
  const user = username === '' ? '' : `${username}${password === '' ? '' : `:${password}`}@`;
  const secrets = password === '' ? [] : [...new Set([password, decoded(password)])];
  return { url: `${protocol}//${user}${host}`, host, secrets };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `*`, or names with or without a port; a name also stands for all below it, written with a dot before it or not. */
function isExcluded({ hostname, port, protocol }: URL, list: string): boolean {
  const usual = protocol === 'https:' ? '443' : '80';
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => {
      if (entry === '*') return true;
      const [, written = '', wanted] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(entry) ?? [];
      const name = written.replace(/^\*?\./, '');
      if (name === '' || (wanted !== undefined && wanted !== (port || usual))) return false;
      return hostname === name || hostname.endsWith(`.${name}`);
    });
}
