/** The switches of Konsole, read from an argv; shared by both composition roots. Pure. */

export interface Args {
  home?: string;
  workspace?: string;
  demo: boolean;
  quick: boolean;
  serve: boolean;
  /** Of the TCP door; absent: none is opened. 0 takes a free one. */
  port?: number;
  /** Where the TCP door listens; absent: 127.0.0.1. */
  host?: string;
  /** Names that a client may call this machine by, beside its addresses. */
  allowHosts: string[];
  /** The person's word that a door which others on the network can reach is meant. */
  exposeToNetwork: boolean;
  help: boolean;
  /** A switch of ours with a value that makes no sense, in words. */
  problems: string[];
  /** What is not ours: Electron's own switches, or a slip of the pen. */
  unknown: string[];
}

const withValue = ['--home', '--workspace', '--port', '--host', '--allow-host'] as const;
type WithValue = (typeof withValue)[number];

export const switches: readonly [name: string, text: string][] = [
  ['--port N', 'open the gateway on TCP; 0 takes a free port'],
  ['--host H', 'where it listens (default 127.0.0.1)'],
  ['--expose-to-network', 'allow a --host that other machines can reach'],
  ['--allow-host NAME', 'a name clients may call this machine by; may be repeated'],
  ['--home DIR', 'where sessions, settings and keys are kept (also: KONSOLE_HOME)'],
  ['--workspace DIR', 'the folder that a new session works in'],
  ['--demo', 'scripted answers through the real engine, no key and no AI'],
  ['--help', 'this list'],
];

/**
 * `argv` without the executable and the script. `--name value` and `--name=value` are the same; the last one
 * counts. Arguments that are no switches (a folder Electron was started with) are unknown too.
 */
export function parseArgs(argv: readonly string[]): Args {
  const args: Args = {
    demo: false,
    quick: false,
    serve: false,
    allowHosts: [],
    exposeToNetwork: false,
    help: false,
    problems: [],
    unknown: [],
  };
  for (let at = 0; at < argv.length; at += 1) {
    const argument = argv[at] ?? '';
    const equals = argument.startsWith('--') ? argument.indexOf('=') : -1;
    const name = equals < 0 ? argument : argument.slice(0, equals);
    const takes = withValue.find((known) => known === name);
    if (!takes) {
      takeFlag(args, argument);
      continue;
    }
    const next = equals < 0 ? argv[at + 1] : argument.slice(equals + 1);
    if (next === undefined || next === '' || (equals < 0 && next.startsWith('--'))) {
      args.problems.push(`${name} needs a value.`);
      continue;
    }
    if (equals < 0) at += 1;
    takeValue(args, takes, next);
  }
  return args;
}

function takeFlag(args: Args, argument: string): void {
  switch (argument) {
    case '--demo':
      args.demo = true;
      return;
    case '--quick':
      args.quick = true;
      return;
    case '--serve':
      args.serve = true;
      return;
    case '--expose-to-network':
      args.exposeToNetwork = true;
      return;
    case '--help':
    case '-h':
      args.help = true;
      return;
    default:
      args.unknown.push(argument);
  }
}

function takeValue(args: Args, name: WithValue, value: string): void {
  if (value.includes('\0')) {
    args.problems.push(`${name} must not contain a NUL character.`);
    return;
  }
  switch (name) {
    case '--home':
      args.home = value;
      return;
    case '--workspace':
      args.workspace = value;
      return;
    case '--host':
      args.host = value;
      return;
    case '--allow-host':
      args.allowHosts.push(value);
      return;
    case '--port': {
      const port = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
      if (port <= 65535) args.port = port;
      else
        args.problems.push(`--port must be a number from 0 to 65535, not "${value.slice(0, 40)}".`);
    }
  }
}
