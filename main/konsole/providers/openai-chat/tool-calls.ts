/**
 * Tool calls as they come in deltas. A proper server numbers them and gives each an id; others give neither, or the same
 * number to all. One for each answer.
 */
import { WireError } from '../exchange';
import type { ModelEvent } from '../types';
import { isObject, list, text } from '../json';

/** More is a server that never ends. */
const maxCalls = 5_000;

interface Call {
  id: string;
  name: string;
  /** Of its block; absent until it has a name or an input. */
  index?: number;
  /** Its first piece of input was all of it. */
  whole: boolean;
}

export interface ToolCalls {
  /** `next` gives the index of a new block. */
  read(given: unknown, next: () => number): ModelEvent[];
  close(): ModelEvent[];
  any(): boolean;
}

export function createToolCalls(): ToolCalls {
  const numbered = new Map<number, Call>();
  const all: Call[] = [];

  /** The call that this piece belongs to. */
  function callOf(number: number | undefined, id: string, name: string): Call {
    const known = number === undefined ? all.at(-1) : numbered.get(number);
    if (known && !isNew(known, number, id, name)) return known;
    if (all.length >= maxCalls) throw new WireError('blocks without an end');
    const call: Call = { id: '', name: '', whole: false };
    all.push(call);
    if (number !== undefined) numbered.set(number, call);
    return call;
  }

  function one(value: unknown, next: () => number): ModelEvent[] {
    if (!isObject(value)) return [];
    const told = isObject(value.function) ? value.function : value;
    const [id, name] = [text(value.id), text(told.name)];
    const call = callOf(typeof value.index === 'number' ? value.index : undefined, id, name);
    call.id ||= id;
    call.name ||= name;
    const input = inputOf(told.arguments);
    const events: ModelEvent[] = [];
    if (call.index === undefined) {
      if (call.name === '' && input === '') return [];
      call.index = next();
      events.push({ type: 'open', index: call.index, kind: 'tool', name: call.name });
      call.whole = isWhole(input);
    }
    if (input !== '') events.push({ type: 'delta', index: call.index, text: input });
    return events;
  }

  return {
    read: (given, next) => list(given).flatMap((value) => one(value, next)),
    close: () =>
      all.flatMap(({ id, index }): ModelEvent[] => {
        if (index === undefined) return [];
        const closed: ModelEvent = { type: 'close', index };
        if (id !== '') closed.opaque = { toolUseId: id };
        return [closed];
      }),
    any: () => all.some(({ index }) => index !== undefined),
  };
}

function isNew(known: Call, number: number | undefined, id: string, name: string): boolean {
  if (id !== '' && id === known.id) return false;
  // Some give each piece an id of its own, and a name to the first alone.
  if (id !== '' && known.id !== '') return name !== '' || number === undefined;
  if (name === '' || known.name === '') return false;
  // A name again, and no new id: the next call, where nothing says that it is the same.
  return number === undefined || known.whole || name !== known.name;
}

/** Words, or the input itself. */
function inputOf(given: unknown): string {
  return isObject(given) ? JSON.stringify(given) : text(given);
}

function isWhole(input: string): boolean {
  if (!input.trimEnd().endsWith('}')) return false;
  try {
    return isObject(JSON.parse(input));
  } catch {
    return false;
  }
}
