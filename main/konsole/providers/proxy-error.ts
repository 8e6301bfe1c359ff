/** The proxy on the way to a provider did not let a request through, or was not there. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
  readonly code = 'KONSOLE_PROXY';
  /** Its name and port. */
  readonly host: string;
  /** What it answered, HTTP; absent: it could not be reached. */
  readonly answered: number | undefined;

  constructor(host: string, answered?: number, cause?: unknown) {
    super(`The proxy ${host} ${answered === undefined ? 'did not answer' : `said ${answered}`}.`, {
      cause,
    });
    this.host = host;
    this.answered = answered;
  }
}

/** Looked for along the chain of causes: a client wraps what its way to the network throws. */
export function proxyErrorIn(thrown: unknown): ProxyError | undefined {
  let at = thrown;
  for (let depth = 0; depth < 6 && typeof at === 'object' && at !== null; depth++) {
    if (at instanceof ProxyError) return at;
    at = (at as { cause?: unknown }).cause;
  }
  return undefined;
}
