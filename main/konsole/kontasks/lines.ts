/** One line for each kontask, as long as somebody waits in it. */
import { createLine, type Line } from '../line';

export interface Lines {
  /** Runs once nothing else is done to any of these, and nothing is until it settles. */
  run<Result>(ids: readonly string[], work: () => Promise<Result>): Promise<Result>;
}

export function createLines(): Lines {
  const lines = new Map<string, Line>();

  function lineOf(id: string): Line {
    const known = lines.get(id);
    if (known) return known;
    const line = createLine();
    lines.set(id, line);
    return line;
  }

  /** Resolves when its turn has come; `until` says when it is over. */
  function take(id: string, until: Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      const line = lineOf(id);
      void line
        .run(() => {
          resolve();
          return until;
        })
        .then(() => {
          if (line.length === 0 && lines.get(id) === line) lines.delete(id);
        });
    });
  }

  return {
    async run(ids, work) {
      let over = () => {};
      const until = new Promise<void>((resolve) => {
        over = resolve;
      });
      try {
        // In one order for everybody, so that no two ever wait for each other.
        for (const id of [...new Set(ids)].sort()) await take(id, until);
        return await work();
      } finally {
        over();
      }
    },
  };
}
