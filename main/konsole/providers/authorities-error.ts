/** A file that names authorities, and that is of no use. */

/** Where a person named the file: in the provider's settings, or in the environment. */
export type NamedIn = 'certificates' | 'NODE_EXTRA_CA_CERTS';

export class AuthoritiesError extends Error {
  override readonly name = 'AuthoritiesError';
  readonly code = 'KONSOLE_CERTIFICATES';

  constructor(
    readonly namedIn: NamedIn,
    readonly path: string,
    /** Goes on from the path: "is not there". */
    readonly problem: string,
    cause?: unknown,
  ) {
    super(`${namedIn}: ${path} ${problem}.`, { cause });
  }
}
