/** Dates as kontasks have them: text, in any zone, kept as it was written. Pure. */

const iso =
  /^(?:\d{4}|[+-]\d{6})-(\d\d)-(\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?\s?(?:Z|[+-]\d\d(?::?\d\d)?)?)?$/i;
/** As mail has them: `Mon, 5 Jan 2026 02:49:33 +0100`. */
const mail =
  /^(?:[A-Z][a-z]{2}, )?(\d{1,2}) [A-Z][a-z]{2} \d{4}(?: \d\d:\d\d(?::\d\d)?)?(?: (?:GMT|UTC?|Z|[+-]\d{4}))?$/;
const daysInMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether a moment is named by it: `Date.parse` alone also takes `foo 1`, and the 31st of February. */
export function isDate(text: string): boolean {
  const found = iso.exec(text);
  if (found) {
    const [, month, day] = found.map(Number);
    const most = daysInMonth[(month ?? 0) - 1];
    if (most === undefined || day === undefined || day < 1 || day > most) return false;
    // What `Date.parse` does not know of ISO 8601 is a zone of whole hours, and a space before it.
    const known = text.replace(/\s(?=Z|[+-]\d\d)/i, '').replace(/(:\d\d[\d.:]*[+-]\d\d)$/, '$1:00');
    return Number.isFinite(Date.parse(known));
  }
  return mail.test(text) && Number.isFinite(Date.parse(text));
}
