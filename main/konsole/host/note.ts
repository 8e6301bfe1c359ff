/** What a turn's model is told beside the question: made once, when the turn begins, and kept with it. */
import type { EndedJob } from '../../../preload/contract/shapes';
import { noteOf } from '../providers/notes';
import type { Emitter } from './emitter';
import { readInstructions } from './instructions';
import { turnNote } from './prompt';
import type { Marks } from './marks';
import type { TurnOrder } from './protocol';
import type { ToolContext } from './tools/tool';

export interface NoteDeps {
  order: TurnOrder;
  emitter: Emitter;
  context: ToolContext;
}

/** Never rejects. Project instructions are told once in a conversation, and again when they have changed. */
export async function makeNote({
  order,
  emitter,
  context,
}: NoteDeps): Promise<Pick<Marks, 'note' | 'instructions'>> {
  const { startedAt, workspace, context: facts, kind, turn, history, permissions } = order;
  const { endedJobs = [] } = order;
  const { files, text } =
    kind === 'main' ? await readInstructions(context) : { files: [], text: undefined };
  const told = history
    .map(({ blocks }) => noteOf(blocks))
    .findLast((note) => note?.includes('<instructions file='));
  const known = text !== undefined && told?.includes(text) === true;
  // Unchanged they are read again, and neither told nor shown again.
  if (files.length > 0 && !known) emitter.event({ type: 'turn.instructed', turn, files });
  const note = turnNote({
    at: startedAt,
    ...(workspace === undefined ? {} : { workspace }),
    ...(facts === undefined ? {} : { context: facts }),
    ...(endedJobs.length === 0 ? {} : { ended: endedJobs.map(jobEnd) }),
    ...(text === undefined || known ? {} : { instructions: text }),
    ...(kind === 'main' && permissions?.mode === 'plan' ? { plan: true } : {}),
  });
  return known ? { note, instructions: text } : { note };
}

/** How a background command ended, in words for a model. */
export function jobEnd({ id, how, code, command }: EndedJob): string {
  const end =
    how === 'stopped'
      ? 'was stopped, by the person or with Konsole'
      : code === undefined
        ? 'ended; how is not known'
        : `ended with exit code ${code}`;
  return `job ${id} (${command}) ${end}`;
}
