/**
 * Starts a host process under plain Node: a fork with a clean environment. What a host's tools could read from
 * their environment is what this list lets through, and no key is on it.
 */
import { type ChildProcess, fork } from 'node:child_process';
import type { HostProcess, StartHost } from './konsole/surroundings';

/** Where things are, how to speak, and how to reach the network; nothing that could be a secret by purpose. */
const passed = [
  'PATH',
  'HOME',
  'USERPROFILE',
  'SystemRoot',
  'TEMP',
  'TMP',
  'TMPDIR',
  'TZ',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'ALL_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'all_proxy',
] as const;

/** Characters of a dying host's last words that are kept. */
const lastWords = 2_000;

export function cleanEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const clean: Record<string, string> = {};
  for (const name of passed) {
    const value = env[name];
    if (value !== undefined) clean[name] = value;
  }
  return clean;
}

/** `hostFile` is the built host. Never throws: what cannot be started is an exit. */
export function forkHost(
  hostFile: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): StartHost {
  return (lane) => startOne(hostFile, lane, cleanEnvironment(env));
}

function startOne(hostFile: string, lane: string, env: Record<string, string>): HostProcess {
  type Exit = { code: number | null; detail?: string };
  let tellExit: ((reason: Exit) => void) | undefined;
  let ended: Exit | undefined;
  let words = '';

  let child: ChildProcess | undefined;
  const end = (reason: Exit) => {
    if (ended) return;
    ended = words.trim() ? { ...reason, detail: reason.detail ?? words.trim() } : reason;
    tellExit?.(ended);
  };
  try {
    child = fork(hostFile, [lane], {
      env,
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
  } catch (error) {
    end({ code: null, detail: String(error) });
  }
  child?.stdout?.resume();
  child?.stderr?.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString('utf8')).slice(-lastWords);
  });
  child?.on('error', (error) => {
    words += error.message;
    // It may be a process that could not be killed or reached; one that never was has no pid.
    if (child?.pid === undefined) end({ code: null, detail: error.message });
  });
  child?.on('exit', (code) => end({ code }));

  return {
    get pid() {
      return child?.pid;
    },
    post(message) {
      // A host that is gone cannot be told anything; its exit says so.
      if (child?.connected) child.send(message as object, () => undefined);
    },
    onMessage(listener) {
      child?.on('message', listener);
    },
    onExit(listener) {
      tellExit = listener;
      if (ended) {
        const reason = ended;
        queueMicrotask(() => listener(reason));
      }
    },
    kill() {
      child?.kill('SIGKILL');
    },
  };
}
