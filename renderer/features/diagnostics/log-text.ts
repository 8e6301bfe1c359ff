/** Log records on the screen: the time of one, and what of the contract's lines the page uses. Pure. */
import type { LogRecord } from '../../../preload/contract/shapes';

export { fieldsText, lineOf } from '../../../preload/contract/log-line';

export type LogLevel = LogRecord['level'];

/** 11:58:02.114, local time. */
export function clock(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  const ms = String(date.getMilliseconds()).padStart(3, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${ms}`;
}

/** As `clock`, with the day where that is not today: the log remembers earlier runs. */
export function whenOf(at: number, now: number): string {
  const date = new Date(at);
  if (date.toDateString() === new Date(now).toDateString()) return clock(at);
  const day = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
  return `${day} ${clock(at)}`;
}

/** All of a record, for reading: the time as a date, the rest as it is. */
export function wholeOf({ at, n: _n, ...rest }: LogRecord): string {
  return JSON.stringify({ at: new Date(at).toISOString(), ...rest }, null, 2);
}
