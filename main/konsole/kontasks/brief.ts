/** A kontask in words for a model: the file that goes along with a message, and the message of one that is started. Pure. */
import { limits } from '../../../preload/contract/limits';
import type { Kontask, KontaskChoice } from '../../../preload/contract/shapes';
import { cutText, oneLine } from '../../../preload/contract/text';
import { htmlToText } from '../html-text';
import { outputKind } from '../../../preload/contract/kontask-output';

export const briefName = 'kontask.md';

/** The parts beside the output, UTF-16 units: with them it fits into what one file may have. */
const requestChars = 20_000;
const choiceChars = 2_000;

/** Addresses that are not whole lead nowhere. */
const nowhere = new URL('about:blank');

/** Markdown and plain text as they are, of HTML what is read in it. */
export const outputText = (output: string): string =>
  outputKind(output) === 'html' ? htmlToText(output, nowhere).text : output.trim();

/** Markdown of at most `limits.textFileBytes`. `request` is what the turn was asked that made it, where that is known. */
export function briefOf(kontask: Kontask, request?: string): string {
  const {
    id,
    title,
    description = '',
    context: { output = '', choices = [], requestedAt } = {},
  } = kontask;
  const when = requestedAt === undefined ? '' : ` (${oneLine(requestedAt)})`;
  const before = [
    `# ${oneLine(title)}`,
    ...part(description),
    ...part(request && cutText(request, requestChars), `## Original request${when}`),
  ];
  const after = [
    ...(choices.length === 0 ? [] : ['## Choices', choices.map(choiceLine).join('\n')]),
    `Kontask ${id}`,
  ];
  const written = output === '' ? '' : outputText(output);
  const rest = Buffer.byteLength([...before, '## Output', ...after].join('\n\n'));
  const fitting = fit(written, limits.textFileBytes - rest - 16);
  return `${[...before, ...part(fitting, '## Output'), ...after].join('\n\n')}\n`;
}

const part = (text: string | undefined, heading?: string): string[] => {
  const said = text?.trim() ?? '';
  if (said === '') return [];
  return heading === undefined ? [said] : [heading, said];
};

const choiceLine = ({ label, value, primary }: KontaskChoice, at: number) =>
  `${at + 1}. **${oneLine(label)}**${primary ? ' (recommended)' : ''}: ${oneLine(cutText(value, choiceChars))}`;

/** No unit of text has more than three bytes. */
const fit = (text: string, bytes: number) =>
  Buffer.byteLength(text) <= bytes ? text : cutText(text, Math.floor(bytes / 3));

/** What a started kontask asks for; all else of it is in the file. */
export const taskOf = ({ title, description }: Kontask): string =>
  [title.trim(), ...part(description)].join('\n\n');

/** Whether there is more to it than its message says. */
export const hasMore = ({ context }: Kontask): boolean =>
  Boolean(context?.output?.trim()) || (context?.choices?.length ?? 0) > 0;
