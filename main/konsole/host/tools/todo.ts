/** The agent's own plan, as a tool. A person sees it live, from the input that stays with the call. */
import { cutText } from '../../../../preload/contract/text';
import type { Tool } from './tool';

const maxItems = 50;
const maxItemChars = 500;

export type PlanStatus = 'pending' | 'active' | 'done';

export interface PlanItem {
  text: string;
  status: PlanStatus;
}

export const todoTool: Tool = {
  name: 'todo',
  description:
    'Writes down your plan for a longer task; the person sees it. Each call replaces the whole list: give every item ' +
    'again with how it stands. Keep one item active, and say done as soon as it is.',
  inputSchema: {
    type: 'object',
    properties: {
      items: {
        type: 'array',
        maxItems,
        description: 'All steps in order; an empty list takes the plan away.',
        items: {
          type: 'object',
          properties: {
            text: { type: 'string', minLength: 1, maxLength: maxItemChars },
            status: { type: 'string', enum: ['pending', 'active', 'done'] },
          },
          required: ['text', 'status'],
        },
      },
    },
    required: ['items'],
  },
  readOnly: true,
  sideEffects: false,
  prepare(input) {
    const items = input.items as PlanItem[];
    const count = (status: PlanStatus) => items.filter((item) => item.status === status).length;
    const [done, active, pending] = [count('done'), count('active'), count('pending')];
    const summary = items.length === 0 ? 'no steps' : `${done} of ${items.length} done`;
    const current = items.find((item) => item.status === 'active');
    const plan = current ? `Plan: ${cutText(current.text, 120)}` : 'Plan';
    const text =
      items.length === 0
        ? 'The plan is empty now.'
        : `The plan is noted: ${done} done, ${active} active, ${pending} pending.`;
    return { summary: plan, run: async () => ({ ok: true, text, summary }) };
  },
};
