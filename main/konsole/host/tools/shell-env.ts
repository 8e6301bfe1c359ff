/** The environment of a shell command: what real work needs, nothing that could be a secret, and the command's mark. Pure. */
import { minimalEnv } from '../../folder/minimal-env';
import { markName } from '../../processes/tree';

type Env = Readonly<Record<string, string | undefined>>;

export interface ShellEnvFacts {
  env: Env;
  user: string;
  shell: string;
  mark: string;
  platform: NodeJS.Platform;
}

/** How a place is reached and trusted. */
const network = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'NO_PROXY', 'no_proxy'];
const proxies = [
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'http_proxy',
  'https_proxy',
  'all_proxy',
];

export function shellEnv({
  env,
  user,
  shell,
  mark,
  platform,
}: ShellEnvFacts): Record<string, string> {
  const result = minimalEnv(env);
  for (const name of ['TZ', 'LC_CTYPE', ...network]) {
    const value = env[name];
    if (value !== undefined) result[name] = value;
  }
  for (const name of proxies) {
    const value = env[name];
    // A proxy's address may hold a password; one that does is not passed on.
    if (value !== undefined && !value.includes('@')) result[name] = value;
  }
  return {
    ...result,
    PATH: pathFor(env.PATH, platform),
    LANG: result.LANG ?? (platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'),
    USER: user,
    LOGNAME: user,
    SHELL: shell,
    // Nobody is there to page, to draw for, or to answer.
    TERM: 'dumb',
    NO_COLOR: '1',
    PAGER: 'cat',
    GIT_PAGER: 'cat',
    GIT_TERMINAL_PROMPT: '0',
    GIT_EDITOR: 'true',
    [markName]: mark,
  };
}

/** An app that was started from the desktop of macOS has none of the places where people's tools are. */
function pathFor(path: string | undefined, platform: NodeJS.Platform): string {
  const own = path || '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin';
  if (platform !== 'darwin') return own;
  const places = own.split(':');
  const more = ['/opt/homebrew/bin', '/usr/local/bin'].filter((place) => !places.includes(place));
  return [...places, ...more].join(':');
}
