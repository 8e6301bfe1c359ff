/** Errors of one kind along the chain of causes: a client wraps what its way to the network throws. Pure. */

type Kind<Wanted> = abstract new (...given: never[]) => Wanted;

export function causedBy<Wanted>(thrown: unknown, kind: Kind<Wanted>): Wanted | undefined {
  let at = thrown;
  for (let depth = 0; depth < 6 && typeof at === 'object' && at !== null; depth++) {
    if (at instanceof kind) return at;
    at = (at as { cause?: unknown }).cause;
  }
  return undefined;
}
