/** A date as a person reads it; the exact instant is its title. */
import { dateWords, exactDate } from './words';

export function DateOf({ written }: { written: string }) {
  const isDate = !Number.isNaN(Date.parse(written));
  return (
    <time dateTime={isDate ? written : undefined} title={exactDate(written)}>
      {dateWords(written)}
    </time>
  );
}
