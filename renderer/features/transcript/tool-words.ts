/** What a tool step is called, and the one argument worth showing. Pure. */
import { oneLine, cutText } from '../../../preload/contract/text';
import type { Block } from '../../../preload/contract/shapes';

const verbs: Record<string, readonly [running: string, done: string]> = {
  read: ['Reading', 'Read'],
  glob: ['Listing', 'Listed'],
  grep: ['Searching', 'Searched'],
  bash: ['Running', 'Ran'],
  edit: ['Editing', 'Edited'],
  write: ['Writing', 'Wrote'],
  web_fetch: ['Fetching', 'Fetched'],
};

/** A call that has no end yet, or was cut off without one. */
export const runs = (block: Block): boolean =>
  block.status === undefined || block.status === 'running';

/** "Reading" while it runs, "Read" once it did; a tool without words of its own keeps its name. */
export function verbOf(block: Block): string {
  const words = verbs[block.name ?? ''];
  if (!words) return block.name ?? 'Tool';
  return runs(block) || block.status === 'interrupted' ? words[0] : words[1];
}

/** The main argument is the first property of a tool's schema: path, pattern, command, url. */
export function argumentOf(block: Block): string {
  const { input } = block;
  if (input === null || typeof input !== 'object') return '';
  const first = ['path', 'pattern', 'command', 'url']
    .map((name) => (input as Record<string, unknown>)[name])
    .find((value) => typeof value === 'string');
  const value = first ?? Object.values(input).find((other) => typeof other === 'string');
  return typeof value === 'string' ? cutText(oneLine(value), 160) : '';
}

/** What came of it, once it did; while it runs the summary says no more than verb and argument. */
export function detailOf(block: Block): string {
  if (runs(block) || block.status === 'interrupted') return '';
  const summary = oneLine(block.summary ?? '');
  const argument = argumentOf(block);
  if (argument === '' || summary === argument) return summary === argument ? '' : summary;
  if (summary.startsWith(argument))
    return summary.slice(argument.length).replace(/^[\s:·,–-]+/, '');
  return summary;
}

/** The input as a person reads it: JSON with indentation, or what has streamed in so far. */
export function inputText(block: Block): string {
  if (block.input === undefined) return block.text;
  return JSON.stringify(block.input, null, 2) ?? '';
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
