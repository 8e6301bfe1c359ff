/**
 * When Gemini's quotas of a day come back: at midnight Pacific time ("Rate limits" of ai.google.dev), whatever delay a refusal
 * tells. Pure.
 */
const hourMs = 3_600_000;

const clock = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Los_Angeles',
  hourCycle: 'h23',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
});

/** ms since that clock showed midnight, as it shows it. */
function shown(at: number): number {
  const parts = clock.formatToParts(at);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  return of('hour') * hourMs + of('minute') * 60_000 + of('second') * 1_000;
}

/** In words for a person anywhere. `now` in epoch ms. */
export function untilQuotasReturn(now: number): string {
  const straight = now + 24 * hourMs - shown(now);
  // On a day on which that clock is set it is an hour longer or shorter: 23:00 or 1:00 is shown then.
  const off = shown(straight) >= 12 * hourMs ? shown(straight) - 24 * hourMs : shown(straight);
  const hours = Math.ceil((straight - off - now) / hourMs);
  const span = hours <= 1 ? 'within an hour' : `in about ${hours} hours`;
  return `at midnight Pacific time, ${span}`;
}
