/** The commands that Konsole answers itself, and which of them a person is writing. Pure. */
import { recordsCommands, recordsMark } from '../../../preload/contract/records';
import type { RecordsCommand } from '../../../preload/contract/records';

export type Command = RecordsCommand;

/** As it is written in the box. */
export const slashed = ({ name }: Command) => `/${name}`;

/** The commands that begin with what is in the box; none once one is written whole, or anything follows it. */
export function matching(text: string): readonly Command[] {
  if (!/^\/\w*$/.test(text)) return [];
  const found = recordsCommands.filter((one) => slashed(one).startsWith(text.toLowerCase()));
  return found.some((one) => slashed(one) === text) ? [] : found;
}

/** What stands in the box once it is chosen. */
export const completed = (command: Command) =>
  command.words === undefined ? slashed(command) : `${slashed(command)} `;

/** The engine marks its text for whoever reads it elsewhere; here the mark stands above it. */
export function withoutMark(text: string): string {
  return text.startsWith(recordsMark) ? text.slice(recordsMark.length).trimStart() : text;
}
