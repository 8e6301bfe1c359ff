/** The arguments of the commands of the terminal, read from an argv. Pure. */
import { kontasksArgs, kontasksSpec, type KontasksArgs } from './kontasks-args';
import { type Common, type Read, readAll, type Spec, whole } from './switches';

export const commandNames = ['ask', 'tail', 'sessions', 'kontasks'] as const;
export type CommandName = (typeof commandNames)[number];

export interface AskArgs extends Common {
  run: 'ask';
  thinking: boolean;
  model?: string;
  /** Id of a session, or the beginning of one. */
  session?: string;
  workspace?: string;
  /** Empty or `-`: the text is on standard input. */
  text: string;
  waitMs: number;
}

export interface TailArgs extends Common {
  run: 'tail';
  thinking: boolean;
  once: boolean;
  /** `start`, `now` or a cursor; absent: from the turn that runs, or the last one. */
  from?: string;
  session?: string;
  waitMs: number;
}

export interface SessionsArgs extends Common {
  run: 'sessions';
  /** Archived ones too. */
  all: boolean;
  limit: number;
  query?: string;
}

export type Parsed =
  | AskArgs
  | TailArgs
  | SessionsArgs
  | KontasksArgs
  | { run: 'help'; about?: CommandName }
  | { run: 'version' }
  | { run: 'problem'; message: string };

/** How long a command goes on without a konsole before it gives up. */
const waitSeconds = 30;
const listed = 20;

const specs: Record<CommandName, Spec> = {
  ask: {
    flags: ['--json', '--thinking'],
    values: ['--model', '--session', '--workspace', '--wait'],
  },
  tail: { flags: ['--json', '--thinking', '--once'], values: ['--from', '--wait'] },
  sessions: { flags: ['--json', '--all'], values: ['--limit'] },
  kontasks: kontasksSpec,
};

const isCommand = (word: string | undefined): word is CommandName =>
  commandNames.some((name) => name === word);

/**
 * Of the app's own arguments, those of a command of the terminal; undefined where a window is meant. Electron's and
 * Chromium's switches before the command are not ours; any other word before it means the desktop.
 */
export function commandArguments(argv: readonly string[]): string[] | undefined {
  const before: string[] = [];
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    if (isCommand(word)) return [...before, ...argv.slice(at)];
    if (word === '--home') before.push(word, argv[(at += 1)] ?? '');
    else if (word.startsWith('--home=')) before.push(word);
    else if (!/^--(no-sandbox|log-level=|disable-|enable-|ozone-)/.test(word)) return undefined;
  }
  return undefined;
}

/** `argv` without the executable and the script. `--name value` and `--name=value` are the same; the last one counts. */
export function parse(argv: readonly string[]): Parsed {
  const at = argv.findIndex(
    (word, index) => (!word.startsWith('-') || word === '-') && argv[index - 1] !== '--home',
  );
  const name = argv[at];
  const known = isCommand(name) ? name : undefined;
  const others = known ? [...argv.slice(0, at), ...argv.slice(at + 1)] : argv;
  const read = readAll(others, known ? specs[known] : { flags: [], values: [] });
  if (read.flags.has('--help') || read.flags.has('-h')) {
    return { run: 'help', ...(known ? { about: known } : {}) };
  }
  if (read.flags.has('--version')) return { run: 'version' };
  if (!known) {
    if (name === undefined && read.problem === undefined) return { run: 'help' };
    const what = name === undefined ? read.problem : `There is no command "${name.slice(0, 40)}".`;
    return problem(`${what} Commands: ${commandNames.join(', ')}.`);
  }
  if (read.problem !== undefined) return problem(read.problem);
  return shape(known, read);
}

const problem = (message: string): Parsed => ({ run: 'problem', message });

function shape(name: CommandName, { words, flags, values }: Read): Parsed {
  const value = (key: string, as: string) => {
    const given = values.get(key);
    return given === undefined ? {} : { [as]: given };
  };
  const shared = { ...value('--home', 'home'), json: flags.has('--json') };
  const wait = whole(values.get('--wait'), waitSeconds, 1, 86_400);
  if (wait === undefined) return problem('--wait must be a number of seconds, 1 to 86400.');
  const waitMs = wait * 1000;
  const thinking = flags.has('--thinking');
  switch (name) {
    case 'ask':
      if (values.has('--session') && values.has('--workspace')) {
        return problem('--workspace is for a new session; one that is there has its folder.');
      }
      return {
        run: 'ask',
        ...shared,
        ...value('--model', 'model'),
        ...value('--session', 'session'),
        ...value('--workspace', 'workspace'),
        thinking,
        waitMs,
        text: words.join(' '),
      };
    case 'tail': {
      const from = values.get('--from');
      if (from !== undefined && !/^(start|now|[a-z0-9]{1,32}\.\d{1,15})$/.test(from)) {
        return problem('--from must be start, now or a cursor such as k3f9.812.');
      }
      if (words.length > 1) return problem('tail follows one session: name one.');
      const [session] = words;
      return {
        run: 'tail',
        ...shared,
        ...value('--from', 'from'),
        ...(session === undefined ? {} : { session }),
        thinking,
        waitMs,
        once: flags.has('--once'),
      };
    }
    case 'sessions': {
      const limit = whole(values.get('--limit'), listed, 1, 1000);
      if (limit === undefined) return problem('--limit must be a number from 1 to 1000.');
      const query = words.join(' ').trim();
      const all = flags.has('--all');
      return { run: 'sessions', ...shared, ...(query === '' ? {} : { query }), all, limit };
    }
    case 'kontasks': {
      const args = kontasksArgs({ words, flags, values }, shared);
      return typeof args === 'string' ? problem(args) : args;
    }
  }
}
