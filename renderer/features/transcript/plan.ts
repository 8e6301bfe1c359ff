/** The plan that a model keeps with its planning tool. What it wrote is read with care: it may be anything. Pure. */
import type { Block, Turn } from '../../../preload/contract/shapes';
import { cutText, oneLine } from '../../../preload/contract/text';

export interface PlanItem {
  text: string;
  status: 'pending' | 'active' | 'done';
}

/** A plan is to be seen at a glance: so many items of it, UTF-16 units of each. */
const mostItems = 100;
const mostChars = 300;

/** Absent where the call carries no plan that can be read. An item without a known status is one to be done. */
export function planIn(block: Block): PlanItem[] | undefined {
  if (block.kind !== 'tool' || block.name !== 'todo' || block.status === 'abandoned')
    return undefined;
  const { input } = block;
  const items: unknown =
    input !== null && typeof input === 'object' && 'items' in input ? input.items : undefined;
  if (!Array.isArray(items)) return undefined;
  return items.slice(0, mostItems).flatMap((item: unknown) => {
    if (item === null || typeof item !== 'object') return [];
    const { text, status } = item as Record<string, unknown>;
    const words = typeof text === 'string' ? cutText(oneLine(text), mostChars) : '';
    if (words === '') return [];
    return [{ text: words, status: status === 'active' || status === 'done' ? status : 'pending' }];
  });
}

/** The newest plan of a turn that has anything in it. A call that was refused or failed made none. */
export function latestPlan(turn: Turn): PlanItem[] | undefined {
  for (let at = turn.blocks.length - 1; at >= 0; at -= 1) {
    const block = turn.blocks[at];
    if (!block || block.status === 'error' || block.status === 'denied') continue;
    const plan = planIn(block);
    if (plan && plan.length > 0) return plan;
  }
  return undefined;
}

/** "3 of 7 done". */
export function planWords(plan: readonly PlanItem[]): string {
  return `${plan.filter((item) => item.status === 'done').length} of ${plan.length} done`;
}
