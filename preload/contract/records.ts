/** What Konsole answers itself from what it recorded: how it is asked for, and how such an answer is marked. No zod. */

export interface RecordsCommand {
  /** Without its slash. */
  name: string;
  /** What may follow it. */
  words?: string;
  about: string;
}

export const recordsCommands = [
  { name: 'why', about: 'Why the running or the last main turn is slow or broke off' },
  { name: 'status', about: 'What runs, the pool, and what the log complains of' },
  { name: 'logs', words: 'text', about: 'The log of Konsole; with a text, what has its words' },
  { name: 'pool', about: 'Lanes, hosts and who waits' },
  { name: 'turn', words: 'title', about: 'Where the time of a main turn went' },
  { name: 'help', about: 'What can be asked without a model' },
] as const satisfies readonly RecordsCommand[];

export type RecordsName = (typeof recordsCommands)[number]['name'];

/** What such an answer has in place of a model; no provider has this name. */
export const recordsModel = 'konsole/records';

export const recordsLabel = "From konsole's records, no AI";

/** The first line of its text, for whoever reads it elsewhere. Markdown. */
export const recordsMark = `*${recordsLabel}.*`;
