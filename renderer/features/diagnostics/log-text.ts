/** Log records as lines: for the screen and for the clipboard. Pure. */
import type { LogRecord } from '../../../preload/contract/shapes';

export type LogLevel = LogRecord['level'];

/** 11:58:02.114, local time. */
export function clock(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  const ms = String(date.getMilliseconds()).padStart(3, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${ms}`;
}

/** `a=1 b="two words"`; what is not a plain value is JSON. */
export function fieldsText(fields: LogRecord['fields']): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      const plain = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
      return `${name}=${/^[^\s"]+$/.test(plain) || typeof value !== 'string' ? plain : JSON.stringify(plain)}`;
    })
    .join(' ');
}

export function lineOf(record: LogRecord): string {
  const session = record.session ? ` session=${record.session}` : '';
  const fields = fieldsText(record.fields);
  const rest = fields === '' ? '' : ` ${fields}`;
  return `${new Date(record.at).toISOString()} ${record.level} ${record.area} ${record.message}${session}${rest}`;
}
