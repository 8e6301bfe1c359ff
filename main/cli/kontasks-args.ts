/** The arguments of `vibe-konsole kontasks`: a verb, what it is about, and its own switches. Pure. */
import type { KontaskStatus } from '../../preload/contract/shapes';
import { type Common, type Read, type Spec, whole } from './switches';

export const verbs = [
  'list',
  'show',
  'choose',
  'start',
  'set',
  'export',
  'import',
  'delete',
  'restore',
] as const;
type Verb = (typeof verbs)[number];

export const statuses: readonly KontaskStatus[] = [
  'pending',
  'in_progress',
  'needs_decision',
  'completed',
  'failed',
  'cancelled',
  'archived',
];

/** Fields as a person names them here, and as a kontask has them. */
const fields = {
  '--status': 'status',
  '--title': 'title',
  '--description': 'description',
  '--scope': 'scope',
  '--tag': 'tags',
  '--type': 'type',
  '--for': 'targetUser',
  '--by': 'createdBy',
} as const;

export interface KontasksArgs extends Common {
  run: 'kontasks';
  act:
    | {
        verb: 'list';
        /** Of each that is named, one of its values; of the tags all. */
        filter: Partial<Record<'scope' | 'tags' | 'type' | 'createdBy' | 'targetUser', string[]>>;
        status: KontaskStatus[];
        query?: string;
        limit: number;
      }
    | { verb: 'show'; id: string }
    | { verb: 'choose'; id: string; which: string; custom: boolean }
    | { verb: 'start'; id: string; workspace?: string }
    | { verb: 'set'; id: string; patch: Record<string, string | string[]> }
    | { verb: 'export'; ids: string[]; file?: string }
    | {
        verb: 'import';
        files: string[];
        onDuplicate?: 'skip' | 'replace' | 'copy';
        check: boolean;
      }
    | { verb: 'delete' | 'restore'; ids: string[] };
}

interface Own extends Spec {
  /** How many words it takes. */
  least: number;
  most: number;
  /** What they are, for who gave too few or too many. */
  words: string;
}

const filters = ['--status', '--scope', '--tag', '--type', '--for', '--by'];
const own: Record<Verb, Own> = {
  list: { flags: [], values: [...filters, '--search', '--limit'], least: 0, most: 0, words: '' },
  show: { flags: [], values: [], least: 1, most: 1, words: 'ID' },
  choose: { flags: [], values: ['--custom'], least: 1, most: 99, words: 'ID CHOICE' },
  start: { flags: [], values: ['--workspace'], least: 1, most: 1, words: 'ID' },
  set: {
    flags: [],
    values: ['--status', '--title', '--description', '--scope', '--tag', '--type', '--for'],
    least: 1,
    most: 1,
    words: 'ID',
  },
  export: { flags: [], values: ['-o', '--output'], least: 0, most: 10_000, words: '[ID…]' },
  import: {
    flags: ['--replace', '--skip', '--copy', '--check'],
    values: [],
    least: 1,
    most: 1_000,
    words: 'FILE…',
  },
  delete: { flags: [], values: [], least: 1, most: 1_000, words: 'ID…' },
  restore: { flags: [], values: [], least: 1, most: 1_000, words: 'ID…' },
};

/** All that any of the verbs takes; which one takes what is looked at when the verb is known. */
export const kontasksSpec: Spec = {
  flags: ['--json', ...new Set(Object.values(own).flatMap(({ flags }) => flags))],
  values: [...new Set(Object.values(own).flatMap(({ values }) => values))],
};

const listed = 20;

/** Or what is wrong, in a sentence. Without a verb it lists. */
export function kontasksArgs(
  { words: all, flags, values }: Pick<Read, 'words' | 'flags' | 'values'>,
  shared: Common,
): KontasksArgs | string {
  const [first = 'list', ...words] = all;
  const verb = verbs.find((name) => name === first);
  if (!verb) return `kontasks cannot "${first.slice(0, 40)}". It can: ${verbs.join(', ')}.`;
  const { flags: takes, values: takesValues, least, most, words: wanted } = own[verb];
  const strange = [...flags, ...values.keys()].find(
    (name) => ![...takes, ...takesValues, '--json', '--home'].includes(name),
  );
  if (strange !== undefined) return `${strange} is not for kontasks ${verb}.`;
  if (words.length < least || words.length > most) {
    return wanted === ''
      ? `kontasks ${verb} takes no words: --search TEXT looks for some.`
      : `Write: kontasks ${verb} ${wanted}.`;
  }
  const act = actOf(verb, words, flags, values);
  return typeof act === 'string' ? act : { run: 'kontasks', ...shared, act };
}

function actOf(
  verb: Verb,
  words: readonly string[],
  flags: ReadonlySet<string>,
  values: ReadonlyMap<string, string>,
): KontasksArgs['act'] | string {
  const [id = ''] = words;
  switch (verb) {
    case 'list': {
      const limit = whole(values.get('--limit'), listed, 1, 10_000);
      if (limit === undefined) return '--limit must be a number from 1 to 10000.';
      const named = manyOf(values.get('--status'));
      const status = statuses.filter((one) => named.includes(one));
      if (status.length < named.length) return wrongStatus;
      const query = values.get('--search');
      const filter = Object.fromEntries(
        filters.flatMap((name) => {
          const given = manyOf(values.get(name));
          const field = fields[name as keyof typeof fields];
          return given.length === 0 || field === 'status' ? [] : [[field, given]];
        }),
      );
      return { verb, filter, status, limit, ...(query === undefined ? {} : { query }) };
    }
    case 'show':
      return { verb, id };
    case 'choose': {
      const custom = values.get('--custom');
      const which = words.slice(1).join(' ').trim();
      if ((custom === undefined) === (which === '')) {
        return 'Write: kontasks choose ID CHOICE, or kontasks choose ID --custom TEXT.';
      }
      return { verb, id, which: custom ?? which, custom: custom !== undefined };
    }
    case 'start': {
      const workspace = values.get('--workspace');
      return { verb, id, ...(workspace === undefined ? {} : { workspace }) };
    }
    case 'set': {
      const patch: Record<string, string | string[]> = {};
      for (const [name, value] of values) {
        const field = fields[name as keyof typeof fields];
        if (field === 'status' && !statuses.some((one) => one === value)) return wrongStatus;
        if (field !== undefined) patch[field] = field === 'tags' ? manyOf(value) : value;
      }
      const some = Object.keys(patch).length > 0;
      return some ? { verb, id, patch } : `Say what to set: ${own.set.values.join(', ')}.`;
    }
    case 'export': {
      const file = values.get('-o') ?? values.get('--output');
      return { verb, ids: [...words], ...(file === undefined ? {} : { file }) };
    }
    case 'import': {
      const ways = (['skip', 'replace', 'copy'] as const).filter((way) => flags.has(`--${way}`));
      if (ways.length > 1) return 'Only one of --replace, --skip and --copy can be meant.';
      const [onDuplicate] = ways;
      const check = flags.has('--check');
      return { verb, files: [...words], check, ...(onDuplicate ? { onDuplicate } : {}) };
    }
    case 'delete':
    case 'restore':
      return { verb, ids: [...words] };
  }
}

const wrongStatus = `--status must be one of ${statuses.join(', ')}.`;

/** Several values are written with commas. */
const manyOf = (value: string | undefined): string[] =>
  (value ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
