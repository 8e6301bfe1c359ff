/** What a tool step is called, and the one argument worth showing. Pure. */
import { oneLine, cutText } from '../../../preload/contract/text';
import type { Block } from '../../../preload/contract/shapes';
import { seconds } from '../../ui/format';
import { planIn, planWords } from './plan';

interface Words {
  running: string;
  done: string;
  /** "Wants to …", "Could not …" */
  wants: string;
}

const verbs: Record<string, Words> = {
  read: { running: 'Reading', done: 'Read', wants: 'read' },
  glob: { running: 'Listing', done: 'Listed', wants: 'list' },
  grep: { running: 'Searching', done: 'Searched', wants: 'search' },
  bash: { running: 'Running', done: 'Ran', wants: 'run' },
  bash_job: {
    running: 'Looking at background command',
    done: 'Looked at background command',
    wants: 'look at background command',
  },
  edit: { running: 'Editing', done: 'Edited', wants: 'edit' },
  write: { running: 'Writing', done: 'Wrote', wants: 'write' },
  web_fetch: { running: 'Fetching', done: 'Fetched', wants: 'fetch' },
  todo: { running: 'Planning', done: 'Planned', wants: 'plan' },
  konsole_logs: {
    running: 'Reading konsole logs',
    done: 'Read konsole logs',
    wants: 'read konsole logs',
  },
  konsole_status: {
    running: 'Looking at konsole status',
    done: 'Looked at konsole status',
    wants: 'look at konsole status',
  },
  turn_explain: {
    running: 'Looking at where a turn’s time went',
    done: 'Looked at where a turn’s time went',
    wants: 'look at where a turn’s time went',
  },
  kontask_create: { running: 'Making kontask', done: 'Made kontask', wants: 'make kontask' },
  kontask_update: {
    running: 'Changing kontask',
    done: 'Changed kontask',
    wants: 'change kontask',
  },
  kontask_list: {
    running: 'Looking through kontasks',
    done: 'Looked through kontasks',
    wants: 'look through kontasks',
  },
};

/** A call that has no end yet, or was cut off without one. Until it is started it is only written. */
export const runs = (block: Block): boolean =>
  block.status === undefined ||
  block.status === 'running' ||
  (block.kind === 'tool' && block.status === 'done' && block.startedAt === undefined);

/** A call that was asked about and not answered yet. */
export const waits = (block: Block): boolean =>
  block.asked !== undefined && block.asked.decision === undefined && runs(block);

/** "Reading" while it runs, "Read" once it did, "Wants to read" while a person is asked; or a tool's own name. */
export function verbOf(block: Block): string {
  const words = verbs[block.name ?? ''];
  if (waits(block)) return `Wants to ${words?.wants ?? `use ${block.name ?? 'a tool'}`}`;
  if (!words) return block.name ?? 'Tool';
  const unstarted = block.status === 'denied' || block.asked?.decision === 'withdrawn';
  if (unstarted) return `Wanted to ${words.wants}`;
  // A command that fails was run all the same.
  if (block.status === 'error' && !block.name?.startsWith('bash'))
    return `Could not ${words.wants}`;
  return runs(block) || block.status === 'interrupted' ? words.running : words.done;
}

/** What a person said to it, once one was asked: "allowed after 12 s". */
export function askedWords({ asked }: Block): string {
  if (!asked?.decision) return '';
  const after = asked.ms === undefined ? '' : ` after ${seconds(asked.ms)}`;
  switch (asked.decision) {
    case 'allow':
      return `allowed${after}`;
    case 'allow-session':
      return `allowed for this session${after}`;
    case 'deny': {
      const note = cutText(oneLine(asked.note ?? ''), 160);
      return note === '' ? 'denied' : `denied: ${note}`;
    }
    case 'withdrawn':
      return 'withdrawn before it was answered';
  }
}

/** What a call was written with, before it is started; longer than this it is not looked into. UTF-16 units. */
const longInput = 200_000;
const written = new WeakMap<Block, unknown>();

/** The input of a call: as it was started with, or, where it was not, as the model wrote it. */
export function inputOf(block: Block): unknown {
  if (block.input !== undefined || block.kind !== 'tool') return block.input;
  if (!block.closed || block.from !== undefined || block.text.length > longInput) return undefined;
  if (written.has(block)) return written.get(block);
  let input: unknown;
  try {
    input = JSON.parse(block.text);
  } catch {
    // A model may write anything; it is shown as it is.
    input = undefined;
  }
  written.set(block, input);
  return input;
}

/** The main argument is the first property of a tool's schema: path, pattern, command, url. */
export function argumentOf(block: Block): string {
  const input = inputOf(block);
  if (planIn(block)) return '';
  if (input === null || typeof input !== 'object') return '';
  const first = ['path', 'pattern', 'command', 'url']
    .map((name) => (input as Record<string, unknown>)[name])
    .find((value) => typeof value === 'string');
  const value = first ?? Object.values(input).find((other) => typeof other === 'string');
  return typeof value === 'string' ? cutText(oneLine(value), 160) : '';
}

/** The shell line of a call that runs one, as it is. */
export function commandOf(block: Block): string | undefined {
  const input = inputOf(block);
  if (block.name !== 'bash' || input === null || typeof input !== 'object') return undefined;
  const { command } = input as Record<string, unknown>;
  return typeof command === 'string' ? command : undefined;
}

/** What came of it, once it did; while it runs the summary says no more than verb and argument. */
export function detailOf(block: Block): string {
  if (runs(block) || block.status === 'interrupted') return '';
  const summary = oneLine(block.summary ?? '');
  const argument = argumentOf(block);
  const plan = planIn(block);
  if (plan && block.status === 'ok') return planWords(plan);
  if (argument === '' || summary === argument) return summary === argument ? '' : summary;
  if (summary.startsWith(argument))
    return summary.slice(argument.length).replace(/^[\s:·,–-]+/, '');
  return summary;
}

/** The input as a person reads it: JSON with indentation, or what has streamed in so far. */
export function inputText(block: Block): string {
  const input = inputOf(block);
  if (input === undefined) return block.text;
  return JSON.stringify(input, null, 2) ?? '';
}

/** The first line that says something: what a thought is about. */
export function firstLine(text: string, max = 110): string {
  const line = text
    .slice(0, 600)
    .split('\n')
    .map((part) => oneLine(part.replace(/^[#>*\s-]+|\*\*/g, '')))
    .find((part) => part !== '');
  return cutText(line ?? '', max);
}
