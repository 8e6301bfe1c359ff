/** How a call is put before a person, and what the model is told when it may not run. Pure. */
import { limits } from '../../../preload/contract/limits';
import { cutText, oneLine, visible } from '../../../preload/contract/text';
import type { Verdict } from '../permissions/types';
import type { PreparedCall } from './tools/tool';

/** Longer diffs are cut: the file itself is there to look at. UTF-16 units. */
const diffChars = 60_000;
const summaryChars = 300;

export interface Asking {
  turn: string;
  block: string;
  tool: string;
  prepared: PreparedCall;
  verdict: Extract<Verdict, { verdict: 'ask' }>;
}

/** The question as it is written down. Nothing in it can pretend to be something else: hidden characters are shown. */
export function question({ turn, block, tool, prepared, verdict }: Asking) {
  const { wanted, diff, summary } = prepared;
  const command = wanted?.kind === 'shell' ? wanted.command : undefined;
  return {
    turn,
    block,
    tool,
    summary: cutText(oneLine(summary), summaryChars),
    risk: verdict.risk,
    ...(verdict.why === undefined ? {} : { why: verdict.why }),
    ...(diff === undefined ? {} : { diff: cutDiff(diff) }),
    ...(command === undefined ? {} : { command: visible(command) }),
    ...(verdict.commands ? { commands: verdict.commands.slice(0, 50).map(visible) } : {}),
    ...offered(verdict.rules),
  };
}

/** All of them or none: what is granted is what was shown. */
function offered(rules: readonly string[]): { rules?: string[] } {
  const chars = rules.reduce((sum, rule) => sum + rule.length, 0);
  return rules.length === 0 || chars > limits.approvalRuleChars ? {} : { rules: [...rules] };
}

function cutDiff(diff: string): string {
  const shown = visible(diff);
  if (shown.length <= diffChars) return shown;
  const end = shown.lastIndexOf('\n', diffChars);
  const left = shown.slice(end + 1).split('\n').length;
  return `${shown.slice(0, end)}\n… ${left} more lines are not shown here`;
}

/** `why` when a rule said no; else a person did, with their words if they gave any. */
export function notAllowed(why: string | undefined, note?: string): string {
  if (why !== undefined) return `Not run. ${why}`;
  const said = note?.trim()
    ? `The person did not allow this call, and says: ${note.trim()}`
    : 'The person did not allow this call.';
  return `Not run. ${said}\nDo not try to reach the same in another way. Go on without it, or ask what is wanted instead.`;
}
