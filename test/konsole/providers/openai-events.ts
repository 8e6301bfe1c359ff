/** Events of OpenAI's response stream, and what a reader makes of a row of them. */
import { createWireReader } from '../../../main/konsole/providers/openai/wire';
import type { ModelEvent } from '../../../main/konsole/providers/types';

export const marks = { model: 'gpt-6.2-sol' };

export function read(events: readonly unknown[]): ModelEvent[] {
  const wire = createWireReader(marks);
  return events.flatMap((event) => wire.read(event));
}

export const added = (output_index: number, item: object) => ({
  type: 'response.output_item.added',
  output_index,
  item,
});
export const done = (output_index: number, item: object) => ({
  type: 'response.output_item.done',
  output_index,
  item,
});
export const completed = (more: object = {}) => ({ type: 'response.completed', response: more });
