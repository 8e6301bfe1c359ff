/** Turns the schema's verdict into words that name the field and say what to do. */
import type { z } from 'zod';
import type { CommandName } from '../../../preload/contract/command-names';
import { commands, type ValidParams } from '../../../preload/contract/commands';
import { KonsoleError } from '../../../preload/contract/errors';
import { checkBounds } from './bounded';

const shown = 3;

/** Throws a `KonsoleError` `invalid` or `too-large`. */
export function validParams<Name extends CommandName>(
  name: Name,
  params: unknown,
): ValidParams<Name> {
  const given = params ?? {};
  checkBounds(given);
  const parsed = commands[name].params.safeParse(given);
  if (parsed.success) return parsed.data as ValidParams<Name>;
  const problems = parsed.error.issues.slice(0, shown).map(wordsOf);
  throw new KonsoleError('invalid', `${name}: ${problems.join('; ')}.`);
}

function wordsOf(issue: z.core.$ZodIssue): string {
  const field = issue.path.map(String).join('.').slice(0, 80);
  if (!field) return 'the params must be one JSON object; see docs/protocol.md';
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    const isMissing = issue.message.includes('received undefined');
    if (isMissing) return `"${field}" is missing; add it (${issue.expected})`;
  }
  const message = issue.message.slice(0, 200).replace(/\.$/, '');
  if (/^[A-Z]/.test(message)) return `"${field}" is wrong: ${message}`;
  return `"${field}" ${message}`;
}
