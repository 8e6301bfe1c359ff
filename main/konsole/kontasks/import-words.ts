/** What a schema found wrong in a kontask, as words for whoever wrote the file. They name no field; that is told beside. Pure. */
import type { z } from 'zod';

export type Path = readonly (string | number)[];

const shownChars = 40;

/** `value` is what stands there. Without a full stop. */
export function wordsOf(issue: z.core.$ZodIssue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return value === undefined
        ? `is missing: add it (${kinds[issue.expected] ?? issue.expected})`
        : `is ${kindOf(value)} and has to be ${kinds[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return value === undefined
        ? `is missing: add one of ${issue.values.join(', ')}`
        : `is ${shown(value)} and has to be one of ${issue.values.join(', ')}`;
    case 'too_big':
      return `has more than ${issue.maximum} ${issue.origin === 'string' ? 'characters' : 'entries'}: shorten it`;
    case 'too_small':
      return 'is empty: write something there';
    default:
      return issue.message.replace(/\.$/, '');
  }
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

/** Of a value of JSON. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  return kinds[Array.isArray(value) ? 'array' : typeof value] ?? typeof value;
}

const shown = (value: unknown) =>
  typeof value === 'string' && value.length <= shownChars ? JSON.stringify(value) : kindOf(value);
