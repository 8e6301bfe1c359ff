/** From what a model wrote to a call of one of the tools, or to what is wrong with it. Pure. */
import type { Block } from '../../../preload/contract/shapes';
import { checkInput, onlyDeclared } from './tools/check-input';
import type { Tool } from './tools/tool';

/** Larger inputs are not parsed: a file of a megabyte is written in parts. */
const maxInputChars = 1024 * 1024;

export type ReadCall =
  | { tool: Tool; input: Record<string, unknown> }
  | { tool?: Tool; wrong: string };

export function readCall(tools: readonly Tool[], block: Block): ReadCall {
  const name = block.name ?? '';
  const tool = tools.find((known) => known.name === name);
  if (!tool) {
    const names = tools.map((known) => known.name).join(', ') || 'none';
    return { wrong: `There is no tool called "${name}". The tools are: ${names}.` };
  }
  if (block.text.length > maxInputChars) {
    const [has, most] = [block.text.length, maxInputChars].map((n) => n.toLocaleString('en'));
    return {
      tool,
      wrong: `The input of this call is too long: ${has} characters, at most ${most}. Do it in parts.`,
    };
  }
  const parsed = parse(block.text);
  if (!parsed.ok) {
    return { tool, wrong: 'The input of this call was no valid JSON. Make the call again.' };
  }
  const wrong = checkInput(tool.inputSchema, parsed.value);
  if (wrong) {
    return { tool, wrong: `The input of this call is wrong: ${wrong}. Make the call again.` };
  }
  return { tool, input: onlyDeclared(tool.inputSchema, parsed.value) as Record<string, unknown> };
}

function parse(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(text.trim() === '' ? '{}' : text) };
  } catch {
    return { ok: false };
  }
}
