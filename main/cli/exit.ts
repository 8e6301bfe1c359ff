/** What a command of the terminal ends with, and the error that carries such an end with its words. */

export const exit = {
  done: 0,
  /** The turn failed or was refused, or Konsole refused what was asked of it. */
  failed: 1,
  usage: 2,
  /** No konsole could be reached, or not any more. */
  unreachable: 3,
  interrupted: 130,
} as const;

export type Exit = (typeof exit)[keyof typeof exit];

/** `message` is one line for a person: what happened, and what to do. */
export class Trouble extends Error {
  override readonly name = 'Trouble';
  readonly exit: Exit;

  constructor(code: Exit, message: string) {
    super(message);
    this.exit = code;
  }
}
