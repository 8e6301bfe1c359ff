/** A cursor is `<epoch>.<pos>`: how far a reader has come in the journal. Text in and out, no zod. */

export interface Cursor {
  epoch: string;
  pos: number;
}

export function formatCursor(epoch: string, pos: number): string {
  return `${epoch}.${pos}`;
}

/** Anything that is not a well-formed cursor is undefined, and its reader gets a snapshot (I6). */
export function parseCursor(text: string): Cursor | undefined {
  const match = /^([a-z0-9]{1,32})\.(\d{1,15})$/.exec(text);
  if (!match?.[1] || !match[2]) return undefined;
  return { epoch: match[1], pos: Number(match[2]) };
}
