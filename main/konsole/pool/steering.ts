/**
 * What a person says to a turn while a host runs it. A turn whose model has ended its answer ends only once everything
 * that was taken for it has been heard: so each word is either heard by the turn or refused before it is written down.
 */

/** A promise to say something: it is being written down, and the turn does not end meanwhile. */
export interface Word {
  say(text: string): void;
  /** It could not be written down. */
  drop(): void;
}

export interface Steering {
  /** Undefined once the turn is at its end. */
  hold(): Word | undefined;
  /** The model has ended its answer, knowing the first `heard` words. */
  ending(heard: number): void;
  /** Nothing is taken from here on: the turn was stopped or has finished. */
  close(): void;
}

export interface SteeringDeps {
  say: (text: string) => void;
  /** Lets the turn end. */
  over: () => void;
}

export function createSteering(deps: SteeringDeps): Steering {
  let taken = 0;
  let heard = -1;
  let closed = false;

  function letEnd(): void {
    if (closed || heard !== taken) return;
    closed = true;
    deps.over();
  }

  return {
    hold() {
      if (closed) return undefined;
      taken += 1;
      let open = true;
      return {
        say(text) {
          if (!open) return;
          open = false;
          deps.say(text);
        },
        drop() {
          if (!open) return;
          open = false;
          taken -= 1;
          letEnd();
        },
      };
    },
    ending(count) {
      heard = count;
      letEnd();
    },
    close() {
      closed = true;
    },
  };
}
