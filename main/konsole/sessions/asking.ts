/**
 * What a tool of a running turn asks the engine, answered from its records, or by its kontasks. A host handles what
 * models say, so the question is read as data: known names, bounded values, and what is not understood is left out.
 */
import type { Sees } from '../../../preload/contract/shapes';
import type { EngineTool } from '../host/protocol';
import type { LogQuestion, Records, Told } from '../diagnostics/records/records';
import type { Asker, KontaskDesk } from './types';

const levels = ['debug', 'info', 'warn', 'error'] as const;
const textChars = 500;
const nameChars = 64;
const mostMinutes = 60 * 24 * 365;

export interface Asked {
  tool: EngineTool;
  input: Readonly<Record<string, unknown>>;
  sees: Sees | undefined;
  asker: Asker;
}

/** What a person has left out of the question no tool of it finds. Never rejects. */
export async function answerAsked(
  { records, kontasks }: { records: Records; kontasks: KontaskDesk },
  { tool, input, sees, asker }: Asked,
): Promise<Told> {
  if (tool === 'kontask_create' || tool === 'kontask_update') {
    return kontasks.ask(tool, input, asker);
  }
  if (sees?.status === false && tool !== 'turn_explain') return leftOut('what Konsole records');
  const sessions = sees?.sessions;
  switch (tool) {
    case 'konsole_logs':
      return records.logs(logQuestion(input));
    case 'konsole_status':
      return records.status(sessions);
    case 'turn_explain': {
      const turn = name(input['turn']);
      const session = name(input['session']) ?? sessions?.[0];
      if (sessions && (session === undefined || !sessions.includes(session))) {
        return leftOut(session === undefined ? 'every session' : 'this session');
      }
      return records.explain({
        ...(session === undefined ? {} : { session }),
        ...(turn === undefined ? {} : { turn }),
      });
    }
    case 'kontask_list':
      return kontasks.ask(tool, input, asker);
  }
}

const leftOut = (what: string): Told => ({
  ok: false,
  text: `The person has left ${what} out of this question: answer without it.`,
  summary: 'left out',
});

function logQuestion(input: Readonly<Record<string, unknown>>): LogQuestion {
  const text = typeof input['text'] === 'string' ? input['text'].slice(0, textChars) : undefined;
  const level = levels.find((known) => known === input['level']);
  const area = name(input['area']);
  const minutes = count(input['minutes'], mostMinutes);
  const limit = count(input['limit'], 1_000);
  return {
    ...(text === undefined ? {} : { text }),
    ...(level === undefined ? {} : { level }),
    ...(area === undefined ? {} : { area }),
    ...(minutes === undefined ? {} : { minutes }),
    ...(limit === undefined ? {} : { limit }),
  };
}

const name = (value: unknown) =>
  typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, nameChars) : undefined;

const count = (value: unknown, most: number) =>
  typeof value === 'number' && value >= 1 ? Math.min(Math.floor(value), most) : undefined;
