/**
 * What the quick window's address keeps for after a reload: the conversation, and the second model that is asked the
 * same with its own. What is read from it counts only as far as it is well formed.
 */
export interface Kept {
  session?: string | undefined;
  /** The second model. */
  second?: string | undefined;
  /** The second model's session; absent until it was asked something. */
  secondSession?: string | undefined;
}

const sessionId = /^[\w-]{1,64}$/;
/** `<provider>/<model>`, no longer than the konsole takes one. */
const modelId = /^(?=.{3,200}$)[^/\s]+\/\S+$/;

export function readKept(hash: string): Kept {
  const [, path = '', query = ''] = /^#([^?]*)\??(.*)$/s.exec(hash) ?? [];
  const asked = new URLSearchParams(query);
  const session = wellFormed(path.replace(/^session\//, ''), sessionId);
  const second = wellFormed(asked.get('with'), modelId);
  const secondSession = wellFormed(asked.get('in'), sessionId);
  return {
    ...(session !== undefined && path.startsWith('session/') ? { session } : {}),
    ...(second === undefined ? {} : { second }),
    // A session of nobody is nothing to go on with, and one is not both.
    ...(second === undefined || secondSession === undefined || secondSession === session
      ? {}
      : { secondSession }),
  };
}

const wellFormed = (text: string | null, form: RegExp) =>
  text !== null && form.test(text) ? text : undefined;

/** The rest of what is kept stays as it is. */
export function keep(part: Kept): void {
  const { session, second, secondSession } = { ...readKept(location.hash), ...part };
  const query = new URLSearchParams();
  if (second !== undefined) query.set('with', second);
  if (second !== undefined && secondSession !== undefined) query.set('in', secondSession);
  const path = session === undefined ? '' : `session/${session}`;
  const asked = query.toString();
  history.replaceState(null, '', `#${path}${asked === '' ? '' : `?${asked}`}`);
}
