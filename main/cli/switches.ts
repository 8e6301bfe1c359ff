/** Words, flags and values out of an argv, whatever the command. Pure. */

/** What every command takes. */
export interface Common {
  home?: string;
  json: boolean;
}

export interface Spec {
  flags: readonly string[];
  values: readonly string[];
}

const common: Spec = { flags: ['--help', '-h', '--version'], values: ['--home'] };
export interface Read {
  words: string[];
  flags: Set<string>;
  values: Map<string, string>;
  problem?: string;
}

/** `--name value` and `--name=value` are the same; the last one counts. */
export function readAll(argv: readonly string[], spec: Spec): Read {
  const read: Read = { words: [], flags: new Set(), values: new Map() };
  const takesValue = [...common.values, ...spec.values];
  const flags = [...common.flags, ...spec.flags];
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    if (word === '--') {
      read.words.push(...argv.slice(at + 1));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      read.words.push(word);
      continue;
    }
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    const name = equals < 0 ? word : word.slice(0, equals);
    if (takesValue.includes(name)) {
      const value = equals < 0 ? argv[(at += 1)] : word.slice(equals + 1);
      if (value === undefined || value === '' || (equals < 0 && value.startsWith('--'))) {
        read.problem ??= `${name} needs a value.`;
      } else if (value.includes('\0')) {
        read.problem ??= `${name} must not contain a NUL character.`;
      } else read.values.set(name, value);
    } else if (flags.includes(word)) read.flags.add(word);
    else
      read.problem ??= `Unknown: ${word.slice(0, 100)}. Put -- before words that begin with a dash.`;
  }
  return read;
}

/** A number within bounds; `otherwise` without a text, undefined where it is none. */
export function whole(
  text: string | undefined,
  otherwise: number,
  least: number,
  most: number,
): number | undefined {
  if (text === undefined) return otherwise;
  const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  return number >= least && number <= most ? number : undefined;
}
