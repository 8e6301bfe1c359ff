/** The days of a calendar on the wall, in local time: a day of a clock change has 23 or 25 hours. Pure but for the time zone. */

export interface LocalDay {
  /** `2026-11-28` */
  day: string;
  /** From its midnight, up to but not including the next; epoch ms. */
  from: number;
  to: number;
}

/** The day of `now` and those before it, newest first, `count` in all. */
export function localDays(now: number, count: number): LocalDay[] {
  const today = new Date(now);
  const midnight = (back: number) =>
    new Date(today.getFullYear(), today.getMonth(), today.getDate() - back).getTime();
  return Array.from({ length: count }, (_, back) => {
    const from = midnight(back);
    return { day: dayOf(new Date(from)), from, to: midnight(back - 1) };
  });
}

function dayOf(date: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
