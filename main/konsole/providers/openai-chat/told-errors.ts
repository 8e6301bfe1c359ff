/** Errors that come inside an answer which said that it was well. Pure. */
import { errorInside } from '../errors';
import { isObject, type Json, text } from './json';

/** The error that this event is, in the form that errors.ts reads; undefined: it is none. */
export function errorIn(event: Json, name?: string): Error | undefined {
  const { error } = event;
  if (isObject(error) || text(error) !== '') return errorInside({ error });
  const isOne = event.object === 'error' || event.type === 'error' || name === 'error';
  const says = text(event.message) || text(event.detail);
  if (isOne || (says !== '' && event.choices === undefined)) return errorInside({ error: event });
  return undefined;
}

/** What a choice ended with where its server gave up on it; undefined: it did not. */
export function errorOfChoice(choice: Json): Error | undefined {
  if (isObject(choice.error) || text(choice.error) !== '') {
    return errorInside({ error: choice.error });
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
