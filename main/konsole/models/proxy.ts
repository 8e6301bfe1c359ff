/** Which proxy lies on the way to a provider: the one in its settings, else the environment's. Pure. */
import { proxySchemes, proxySchemesInWords } from '../../../preload/contract/ways';
import { isLoopback } from './origins';

type Environment = Readonly<Record<string, string | undefined>>;

export interface Proxy {
  /** `http(s)` or `socks5(h)`, `://[user:password@]host:port`. */
  url: string;
  /** For a person: without user name and password. */
  host: string;
  /** The password as it is written, as it is meant and as it stands in `url`: no log shows any of them. */
  secrets: string[];
}

/** What is named is no proxy that could be used. Going directly then would go around what a person set. */
export interface NoProxy {
  noWay: { message: string; hint: string };
}

/** Undefined: the way is direct. To this computer it always is. */
export function proxyFor(
  origin: string,
  configured: string | undefined,
  env: Environment,
): Proxy | NoProxy | undefined {
  if (isLoopback(origin) || !URL.canParse(origin)) return undefined;
  const url = new URL(origin);
  if (configured !== undefined) return readProxy(configured) ?? noProxyInSettings;
  const own = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const named = variable(own, env) ?? variable('ALL_PROXY', env);
  const excluded = variable('NO_PROXY', env)?.value ?? '';
  if (named === undefined || isExcluded(url, excluded)) return undefined;
  return readProxy(named.value) ?? noProxyIn(named.name);
}

/** As other programs do it, the lower-case name goes before the other. */
function variable(name: string, env: Environment): { name: string; value: string } | undefined {
  for (const written of [name.toLowerCase(), name]) {
    const value = env[written]?.trim();
    if (value) return { name: written, value };
  }
  return undefined;
}

const noProxyInSettings: NoProxy = {
  noWay: {
    message: 'The "proxy" of this provider is no address of a proxy that Konsole can use.',
    hint: `Correct it in Settings → Providers → Edit: ${proxySchemesInWords}, a host and a port, or nothing.`,
  },
};

/** Without the value, in which there may be a password. */
const noProxyIn = (name: string): NoProxy => ({
  noWay: {
    message: `${name} is no address of a proxy that Konsole can use.`,
    hint:
      `Set it to ${proxySchemesInWords}, a host and a port, or name the host of this provider in NO_PROXY, and start Konsole ` +
      'again; or name a proxy in Settings → Providers → Edit.',
  },
});

/** A name alone is taken as one that is spoken to by http, and "socks" as what desktops mean by it. */
function readProxy(text: string): Proxy | undefined {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const written = address.replace(/^socks:/i, 'socks5:');
  if (!URL.canParse(written)) return undefined;
  const { protocol, host, username, password } = new URL(written);
  if (!proxySchemes.includes(protocol) || host === '') return undefined;
  const secret = encodeURIComponent(decoded(password));
  const name = encodeURIComponent(decoded(username));
  const user = name === '' ? '' : `${name}${secret === '' ? '' : `:${secret}`}@`;
  const secrets = [...new Set([password, decoded(password), secret])].filter((one) => one !== '');
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
