/** A wait that ends: what does not come in time is undefined, and whoever asked says so. */
export type Schedule = (ms: number, run: () => void) => () => void;

/** Never rejects. */
export function within<Value>(
  schedule: Schedule,
  ms: number,
  work: Promise<Value>,
): Promise<Value | undefined> {
  return new Promise((resolve) => {
    const cancel = schedule(ms, () => resolve(undefined));
    work.then(resolve, () => resolve(undefined)).finally(cancel);
  });
}
