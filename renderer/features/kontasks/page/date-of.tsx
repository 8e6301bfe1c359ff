/** A date as a person reads it; the exact instant is its title. */
import { momentOf } from '../../../../preload/contract/kontask-date';
import { dateWords, exactDate } from './words';

export function DateOf({ written }: { written: string }) {
  const isDate = !Number.isNaN(momentOf(written));
  return (
    <time dateTime={isDate ? written : undefined} title={exactDate(written)}>
      {dateWords(written)}
    </time>
  );
}
