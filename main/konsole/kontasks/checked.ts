/** What may be written down as a kontask: its shape, its names and its size, in words that name the field. Pure. */
import { KonsoleError } from '../../../preload/contract/errors';
import { isFields } from '../../../preload/contract/kontask-patch';
import { limits } from '../../../preload/contract/limits';
import { type Kontask, kontask as kontaskShape } from '../../../preload/contract/shapes';

/** Deeper than any kontask is; a value past it is not worth walking. */
const maxDepth = 60;
const shown = 3;
/** A letter takes at most so many bytes of JSON. */
const worstBytes = 6;

/** Throws `invalid` or `too-large`; returns what it was given. */
export function checkedKontask(value: unknown): Kontask {
  checkNames(value);
  const parsed = kontaskShape.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues.slice(0, shown).map(({ path, message }) => {
      const field = path.map(String).join('.').slice(0, 80) || 'kontask';
      return `${field}: ${message.slice(0, 200).replace(/\.$/, '')}`;
    });
    throw new KonsoleError('invalid', `This is no right kontask. ${problems.join('; ')}.`);
  }
  // As it is: the shape's own copy has its fields in another order.
  const kontask = value as Kontask;
  if (tooLarge(kontask)) {
    const most = Math.floor(limits.kontaskBytes / (1024 * 1024));
    throw new KonsoleError(
      'too-large',
      `A kontask holds at most ${most} MB. Shorten context.output, or put it into a file.`,
    );
  }
  return kontask;
}

function tooLarge(kontask: Kontask): boolean {
  const { context, ...rest } = kontask;
  const { output = '', ...others } = context ?? {};
  const small = Buffer.byteLength(JSON.stringify({ ...rest, context: others }));
  if (small + output.length * worstBytes <= limits.kontaskBytes) return false;
  return Buffer.byteLength(JSON.stringify(kontask)) > limits.kontaskBytes;
}

/** `__proto__` as a name is no field of anything, whoever reads it next. Throws `invalid`. */
export function checkNames(value: unknown, path: readonly string[] = []): void {
  if (typeof value !== 'object' || value === null) return;
  const at = path.slice(0, 3).join('.');
  if (path.length > maxDepth) {
    throw new KonsoleError('invalid', `${at}… is nested too deep: make it flatter.`);
  }
  if (Array.isArray(value)) {
    for (const [index, one] of value.entries()) checkNames(one, [...path, String(index)]);
    return;
  }
  if (!isFields(value)) return;
  for (const [name, one] of Object.entries(value)) {
    if (name === '__proto__') {
      const where = at === '' ? '' : `${at}.`;
      throw new KonsoleError('invalid', `${where}__proto__ cannot be the name of a field.`);
    }
    checkNames(one, [...path, name]);
  }
}
