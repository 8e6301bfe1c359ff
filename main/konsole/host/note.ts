/** What a turn's model is told beside the question: made once, when the turn begins, and kept with it. */
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
    ...(text === undefined || known ? {} : { instructions: text }),
    ...(kind === 'main' && permissions?.mode === 'plan' ? { plan: true } : {}),
  });
  return known ? { note, instructions: text } : { note };
}
