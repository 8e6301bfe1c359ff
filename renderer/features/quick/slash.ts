/** What Konsole answers itself from what it recorded, and which of it a person is writing. Pure. */

export interface Command {
  /** With its slash. */
  name: string;
  /** What may follow it. */
  words?: string;
  about: string;
}

/** What an answer of the engine itself has in place of a model. */
export const recordsModel = 'konsole/records';
export const recordsLabel = "From konsole's records, no AI";

export const commands: readonly Command[] = [
  { name: '/why', about: 'Why the running or the last main turn is slow or broke off' },
  { name: '/status', about: 'What runs, the pool, and what the log complains of' },
  { name: '/logs', words: 'text', about: 'The log of Konsole; with a text, what has its words' },
  { name: '/pool', about: 'Lanes, hosts and who waits' },
  { name: '/turn', words: 'title', about: 'Where the time of a main turn went' },
  { name: '/help', about: 'What can be asked without a model' },
];

/** The commands that begin with what is in the box; none once one is written whole, or anything follows it. */
export function matching(text: string): readonly Command[] {
  if (!/^\/\w*$/.test(text)) return [];
  const found = commands.filter(({ name }) => name.startsWith(text.toLowerCase()));
  return found.some(({ name }) => name === text) ? [] : found;
}

/** What stands in the box once it is chosen. */
export const completed = ({ name, words }: Command) => (words === undefined ? name : `${name} `);

/** The engine marks its text for whoever reads it elsewhere; here the mark stands above it. */
export function withoutMark(text: string): string {
  return text.replace(/^\*From konsole's records, no AI\.\*\s*/, '');
}
