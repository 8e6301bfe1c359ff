/** What the list and the board say about a kontask. Pure: `now` comes in. */
import { momentOf } from '../../../../preload/contract/kontask-date';
import type { ListedKontask } from '../../../../preload/contract/shapes';
import { age, duration, plural } from '../../../ui/format';

/** When it was written in words; empty where it says none, or nonsense. */
export function ageOf(date: string | undefined, now: number): string {
  const at = momentOf(date ?? '');
  return Number.isNaN(at) ? '' : age(at, now);
}

/** The line at the foot of a card: who asked and when, or what it took. */
export function footOf(kontask: ListedKontask, now: number): string {
  const { status, createdBy, createdAt, updatedAt, timing } = kontask;
  if (status === 'needs_decision') {
    const asked = ageOf(createdAt, now);
    const by = createdBy ? ` by ${createdBy}` : '';
    return asked === '' && by === '' ? '' : `asked ${asked === 'now' ? 'just now' : asked}${by}`;
  }
  if (timing) {
    const tools = timing.toolCallCount ?? 0;
    const took = duration(timing.totalMs);
    if (kontask.type === 'answer') return `quick turn · ${took}`;
    return tools > 0 ? `took ${took} · ${plural(tools, 'tool')}` : `took ${took}`;
  }
  const changed = ageOf(updatedAt ?? createdAt, now);
  return changed === '' ? '' : `changed ${changed === 'now' ? 'just now' : changed}`;
}

/** `“A title”`, or how many: for messages. */
export function nameOf(kontasks: ReadonlyArray<Pick<ListedKontask, 'title'>>): string {
  const [first] = kontasks;
  return kontasks.length === 1 && first ? `“${first.title}”` : plural(kontasks.length, 'kontask');
}
