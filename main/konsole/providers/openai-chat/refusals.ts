/** What the errors of servers that speak Chat Completions mean: by OpenAI's codes, then by what others say instead. Pure. */
import type { About, Thrown } from '../errors';
import { readRefusal as readGemini } from '../gemini/refusals';
import { readRefusal as readCode } from '../openai/refusals';
import type { RefusalKind } from '../refusals';
import { isObject } from '../json';

export const readRefusal: NonNullable<About['reads']> = (thrown, words, now) => {
  // Gemini tells a wrong key as an invalid argument.
  if (thrown.status === 400 && badKey.test(words)) return { kind: 'key' };
  const status = typeof thrown.status === 'number' ? thrown.status : statusInside(thrown);
  // A small server calls it a fault of its own that a conversation does not fit, which no second try mends.
  if (tooLong.test(words) && (status === undefined || status === 400 || status >= 500)) {
    return { kind: 'too-long' };
  }
  // Gemini's quotas are told here as they are by its own API.
  const read =
    (status === 429 ? readGemini(thrown, words, now) : undefined) ?? readCode(thrown, words, now);
  if (read) return read;
  if ((status === 400 || status === 404) && noModel.test(words)) return { kind: 'no-model' };
  if (typeof thrown.status === 'number') return undefined;
  const kind = kindOf(status);
  return kind === undefined ? undefined : { kind };
};

const badKey = /api.?key (is )?(not valid|invalid|not found|expired)|(invalid|incorrect) api.?key/i;
const noModel =
  /not a valid model|model\b.*\b(not found|does not exist|not exist|decommissioned)|model [`'"]\S+ is not (available|supported)|no (endpoints|allowed providers|such model)|try pulling|unknown model|invalid model/i;
const tooLong =
  /context.?(length|window|size)|maximum context|too many (input )?tokens|prompt is too long/i;

/** The HTTP status that stands as a code in an error inside an answer. */
function statusInside({ error }: Thrown): number | undefined {
  const told = isObject(error) ? error.error : undefined;
  const code = isObject(told) ? (told.code ?? told.status ?? told.status_code) : undefined;
  return typeof code === 'number' ? code : undefined;
}

function kindOf(status: number | undefined): RefusalKind | undefined {
  switch (status) {
    case undefined:
      return undefined;
    case 400:
    case 422:
      return 'invalid';
    case 401:
      return 'key';
    case 402:
      return 'payment';
    case 403:
      return 'denied';
    case 404:
      return 'no-model';
    case 413:
      return 'too-long';
    case 429:
      return 'rate';
    case 503:
    case 529:
      return 'overloaded';
    default:
      return 'trouble';
  }
}
