/** A log record as one line: for the clipboard, for a model that asks, for the local analyst. Pure. No zod. */
import type { LogRecord } from './shapes';

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
