/** The proxy on the way to a provider did not let a request through, or was not there. */
export interface ProxySaid {
  /** For a person: "HTTP 403". */
  words: string;
  /** HTTP, where it speaks that. */
  status?: number;
  /** It wants a user name and password, or others. */
  wantsPassword?: boolean;
}

export class ProxyError extends Error {
  override readonly name = 'ProxyError';
  readonly code = 'KONSOLE_PROXY';
  /** Its name and port. */
  readonly host: string;
  /** Absent: it could not be reached. */
  readonly said: ProxySaid | undefined;

  constructor(host: string, said?: ProxySaid, cause?: unknown) {
    super(`The proxy ${host} ${said === undefined ? 'did not answer' : `said ${said.words}`}.`, {
      cause,
    });
    this.host = host;
    this.said = said;
  }
}
