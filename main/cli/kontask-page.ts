/** A kontask as a page of text for a terminal: nothing in it does anything. Pure. */
import { outputKind } from '../../preload/contract/kontask-output';
import type { Kontask, KontaskTiming } from '../../preload/contract/shapes';
import { htmlToText } from '../konsole/html-text';
import { plain, plainLine } from './plain';

/** Addresses that are not whole lead nowhere. */
const nowhere = new URL('about:blank');

export function pageOf({
  id,
  type,
  status,
  title,
  description,
  context = {},
  ...more
}: Kontask): string {
  const { output = '', choices = [], chosen, turnTiming, requestedAt } = context;
  const text = outputKind(output) === 'html' ? htmlToText(output, nowhere).text : output;
  const rows: [string, string | undefined][] = [
    ['ID', id],
    ['Type', type],
    ['Scope', more.scope],
    ['Tags', more.tags?.join(', ')],
    ['For', more.targetUser],
    ['By', more.createdBy],
    ['Created', more.createdAt],
    ['Updated', more.updatedAt],
    ['Asked', requestedAt],
    ['Request', more.requestId],
    ['Timing', turnTiming && timingOf(turnTiming)],
  ];
  const details = rows
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name.padEnd(9)}${plainLine(value ?? '', 500)}`);
  const picks = choices.map(({ label, value, primary }, at) => {
    const which = `${String(at + 1).padStart(2)}. ${plainLine(label)}${primary ? ' (recommended)' : ''}`;
    return `${which}\n      ${plainLine(value, 1000)}`;
  });
  if (chosen) {
    const { value, label, by, at } = chosen;
    picks.push(`Chosen: ${plainLine(label ?? value)}, by ${plainLine(by)}, ${plainLine(at)}`);
  }
  const parts = [
    `${plainLine(title, 500)}\n${status}`,
    plain(description ?? '').trim(),
    plain(text).trim(),
    picks.join('\n'),
    details.join('\n'),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function timingOf(timing: KontaskTiming): string {
  const { totalMs, toolCallCount, ttfePct, thinkingPct, toolsPct } = timing;
  const parts: (string | undefined)[] = [
    `${(totalMs / 1000).toFixed(1)} s`,
    toolCallCount === undefined ? undefined : `${toolCallCount} tools`,
    ttfePct === undefined ? undefined : `first event ${ttfePct} %`,
    thinkingPct === undefined ? undefined : `thinking ${thinkingPct} %`,
    toolsPct === undefined ? undefined : `tools ${toolsPct} %`,
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}
