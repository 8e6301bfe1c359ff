/**
 * What Konsole keeps with the blocks of an answer, in their `opaque` data: its note with the first that closes, and
 * with each how many of the things said to the turn the model knew when it wrote it. From these the conversation of a
 * later turn is made as it really was.
 */
export interface Marks {
  note: string;
  /** Project instructions that were told in an earlier turn of the conversation. */
  instructions?: string;
  /** How many things were said before the request that is made now. */
  told: number;
  /** For the block that is closed now. */
  take(): Record<string, unknown>;
}

export function createMarks(note: string): Marks {
  let owed = true;
  return {
    note,
    told: 0,
    take() {
      const first = owed;
      owed = false;
      return {
        ...(first ? { note: this.note } : {}),
        ...(this.told > 0 ? { steers: this.told } : {}),
      };
    },
  };
}
