/** One thing at a time, in the order asked: every change of one session, or of one kontask, goes through its own line. */
export interface Line {
  /** Runs after everything asked before; a failure is the caller's and does not stop the line. */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Work that waits or runs. */
  readonly length: number;
}

export function createLine(): Line {
  let last: Promise<unknown> = Promise.resolve();
  let length = 0;
  return {
    run(work) {
      length += 1;
      const result = last.then(work);
      last = result.then(
        () => {
          length -= 1;
        },
        () => {
          length -= 1;
        },
      );
      return result;
    },
    get length() {
      return length;
    },
  };
}
