/** A turn as text to take along: the answer alone, or all of it as markdown. Pure. */
import type { Turn } from '../../../preload/contract/shapes';
import { stepDuration } from '../../ui/format';
import { itemsOf } from './group';
import type { Step } from './group';
import { argumentOf, askedWords, detailOf, firstLine, verbOf } from './tool-words';

export function answerOf(turn: Turn): string {
  return turn.blocks
    .filter((block) => block.kind === 'text' && block.status !== 'abandoned')
    .map((block) => block.text)
    .join('\n\n');
}

/** Request, steps one line each, answer, in the order they came. What a retry replaced is left out. */
export function turnMarkdown(turn: Turn): string {
  const parts = turn.resumes === undefined ? [`## Request\n\n${turn.text.trim()}`] : ['## Resumed'];
  for (const file of turn.files ?? []) parts.push(`- file: ${file.name}`);
  let said = '';
  for (const item of itemsOf(turn.blocks, turn.steered)) {
    if (item.kind === 'abandoned') continue;
    const heading =
      item.kind === 'steps' ? '## Steps' : item.kind === 'text' ? '## Answer' : '## While it ran';
    const body =
      item.kind === 'steps'
        ? item.steps.map(stepLine).join('\n')
        : (item.kind === 'text' ? item.block.text : item.text).trim();
    parts.push(heading === said ? body : `${heading}\n\n${body}`);
    said = heading;
  }
  if (turn.error) parts.push(`> ${turn.error.message}`);
  return `${parts.join('\n\n')}\n`;
}

function stepLine({ block }: Step): string {
  const time = block.ms === undefined ? '' : ` (${stepDuration(block.ms)})`;
  if (block.kind === 'summary') return `- Summarised the conversation so far${time}`;
  if (block.kind === 'thinking') return `- Thought: ${firstLine(block.text)}${time}`;
  const argument = argumentOf(block);
  const detail = detailOf(block);
  const said = askedWords(block);
  const what = `${verbOf(block)}${argument && ` \`${argument}\``}${detail && ` – ${detail}`}`;
  return `- ${what}${said && `, ${said}`}${time}`;
}
