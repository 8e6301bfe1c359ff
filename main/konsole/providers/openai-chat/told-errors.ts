/** Errors as servers tell them: inside an answer which said that it was well, and of others that stand behind them. Pure. */
import { errorInside } from '../errors';
import { isObject, type Json, text } from '../json';

/** The error that this event is, in the form that errors.ts reads; undefined: it is none. */
export function errorIn(event: Json, name?: string): Error | undefined {
  const { error } = event;
  if (isObject(error) || text(error) !== '') return errorInside({ error: withCause(error) });
  const isOne = event.object === 'error' || event.type === 'error' || name === 'error';
  const says = text(event.message) || text(event.detail);
  if (isOne || (says !== '' && event.choices === undefined)) return errorInside({ error: event });
  return undefined;
}

/** What a choice ended with where its server gave up on it; undefined: it did not. */
export function errorOfChoice(choice: Json): Error | undefined {
  if (isObject(choice.error) || text(choice.error) !== '') {
    return errorInside({ error: withCause(choice.error) });
  }
  const reason = text(choice.finish_reason);
  const why = broken.get(reason);
  return why === undefined ? undefined : errorInside({ error: { message: why, code: reason } });
}

const broken: ReadonlyMap<string, string> = new Map([
  ['error', 'the model behind it failed'],
  ['abort', 'the server gave up on this answer'],
  ['insufficient_system_resource', 'the server has too much to do'],
]);

/** OpenRouter says "Provider returned error", and beside it what that one said. */
function withCause(error: unknown): unknown {
  const raw = isObject(error) && isObject(error.metadata) ? text(error.metadata.raw) : '';
  if (!isObject(error) || raw === '') return error;
  const cause = raw.length > 2_000 ? raw : wordsOf(raw);
  return { ...error, message: `${text(error.message)}: ${cause}`.replace(/^: /, '') };
}

/** The words in a body that came as text. */
function wordsOf(raw: string): string {
  try {
    const told: unknown = JSON.parse(raw);
    const inner = isObject(told) && isObject(told.error) ? told.error : told;
    return (isObject(inner) && text(inner.message)) || raw;
  } catch {
    return raw;
  }
}

/** The same for what the client throws when a request is refused. */
export function refusalWithCause(thrown: unknown): unknown {
  const body = (thrown as { error?: unknown } | null)?.error;
  if (!isObject(body) || !isObject(body.error)) return thrown;
  const error = withCause(body.error);
  return error === body.error ? thrown : Object.assign(thrown as object, { error: { error } });
}
