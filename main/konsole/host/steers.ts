/**
 * What a person says to the running turn, as it reaches its host: each request tells the model all of it so far, and
 * the turn ends only once the engine agrees that nothing more is on its way.
 */
export interface Steers {
  /** Everything that was said, in order. */
  texts(): readonly string[];
  add(text: string): void;
  /** The engine's answer to `ending`. */
  over(): void;
  /** True when the turn may end with the first `heard` known to the model; false when there is more. */
  mayEnd(heard: number): Promise<boolean>;
}

/** `ask` tells the engine that the model has ended its answer, knowing so many. */
export function createSteers(ask: (heard: number) => void): Steers {
  const said: string[] = [];
  let answer: ((end: boolean) => void) | undefined;

  function settle(end: boolean): void {
    answer?.(end);
    answer = undefined;
  }

  return {
    texts: () => said,
    add(text) {
      said.push(text);
      settle(false);
    },
    over: () => settle(true),
    mayEnd(heard) {
      if (said.length > heard) return Promise.resolve(false);
      return new Promise((resolve) => {
        answer = resolve;
        ask(heard);
      });
    },
  };
}
