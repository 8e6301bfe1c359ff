/** A kontask's page as markdown. */
import type { Kontask } from '../../../../preload/contract/shapes';
import { oneLine } from '../../../../preload/contract/text';
import { factsOf } from './facts';

/** Marks in one line stand for themselves. */
const plain = (text: string) => oneLine(text).replace(/([\\`*_[\]<>|#~])/g, '\\$1');

/** `output`: its output as markdown; empty where it has none. */
export function kontaskMarkdown(kontask: Kontask, output: string): string {
  const { title, description, context } = kontask;
  const parts = [`# ${plain(title)}`];
  if (description?.trim()) parts.push(description.trim().split(/\r?\n/).map(plain).join('  \n'));
  if (output.trim()) parts.push('## Output', output.trim());
  const { choices = [], chosen } = context ?? {};
  if (choices.length > 0) {
    const lines = choices.map(
      ({ label, value, primary }) =>
        `- **${plain(label)}**${primary ? ' (recommended)' : ''}: ${plain(value)}`,
    );
    parts.push('## Quick actions', lines.join('\n'));
  }
  if (chosen) {
    const label = chosen.label === undefined ? '' : `**${plain(chosen.label)}**: `;
    parts.push(
      `Decided: ${label}${plain(chosen.value)} (${plain(chosen.by)}, ${plain(chosen.at)})`,
    );
  }
  const facts = factsOf(kontask).map(([name, value]) => `| ${name} | ${plain(value)} |`);
  parts.push('## Details', ['| | |', '| --- | --- |', ...facts].join('\n'));
  return `${parts.join('\n\n')}\n`;
}
