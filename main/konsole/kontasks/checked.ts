/** What may be written down as a kontask: its shape, its names and its size, in words that name the field. Pure. */
import { KonsoleError } from '../../../preload/contract/errors';
import { limits } from '../../../preload/contract/limits';
import { type Kontask, kontask as kontaskShape } from '../../../preload/contract/shapes';
import { hostileIn } from './hostile';

const shown = 3;
/** A letter takes at most so many bytes of JSON. */
const worstBytes = 6;

/** Throws `invalid` or `too-large`; returns what it was given. */
export function checkedKontask(value: object): Kontask {
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

/** Throws `invalid` where it holds what no kontask may hold, whoever reads it next. */
export function checkNames(value: object): void {
  const hostile = hostileIn(value);
  if (!hostile) return;
  throw new KonsoleError('invalid', `${hostile.field} ${hostile.message}`);
}
