/** The errors of konsole/1: codes, their HTTP status, and the answer every command gives. No zod. */

export const errorStatus = {
  invalid: 400,
  denied: 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  busy: 429,
  unsupported: 501,
  provider: 502,
  internal: 500,
} as const;

export type ErrorCode = keyof typeof errorStatus;

/** What a command answers. `message` says what was wrong and what to do; never a stack, never a key. */
export type Answer<Result = unknown> =
  | { ok: true; result: Result }
  | { ok: false; code: ErrorCode; message: string };

/** Thrown inside the engine and the doors; becomes an `Answer` at the boundary. */
export class KonsoleError extends Error {
  override readonly name = 'KonsoleError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** The boundary's one way from an exception to a value: what is not ours is told as `internal`. */
export function toAnswer(error: unknown): { ok: false; code: ErrorCode; message: string } {
  if (error instanceof KonsoleError) {
    return { ok: false, code: error.code, message: error.message };
  }
  return {
    ok: false,
    code: 'internal',
    message: 'Something failed inside Konsole. Try again; the log in Diagnostics has the details.',
  };
}
