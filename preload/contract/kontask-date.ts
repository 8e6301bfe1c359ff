/** Dates as kontasks have them: text, in any zone, kept as it was written. Pure; no zod. */

const iso =
  /^(?:\d{4}|[+-]\d{6})-(\d\d)-(\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?\s?(?:Z|[+-]\d\d(?::?\d\d)?)?)?$/i;
/** As mail has them: `Mon, 5 Jan 2026 02:49:33 +0100`. */
const mail =
  /^(?:[A-Z][a-z]{2}, )?(\d{1,2}) [A-Z][a-z]{2} \d{4}(?: \d\d:\d\d(?::\d\d)?)?(?: (?:GMT|UTC?|Z|[+-]\d{4}))?$/;
const daysInMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * The moment that it names, epoch ms, or NaN: `Date.parse` alone also takes `foo 1`, and the 31st of February, and of what
 * ISO 8601 knows not a zone of whole hours, nor a space before it.
 */
export function momentOf(written: string): number {
  const found = iso.exec(written);
  if (!found) return mail.test(written) ? Date.parse(written) : Number.NaN;
  const [, month, day] = found.map(Number);
  const most = daysInMonth[(month ?? 0) - 1];
  if (most === undefined || day === undefined || day < 1 || day > most) return Number.NaN;
  return Date.parse(
    written.replace(/\s(?=Z|[+-]\d\d)/i, '').replace(/(:\d\d[\d.:]*[+-]\d\d)$/, '$1:00'),
  );
}
