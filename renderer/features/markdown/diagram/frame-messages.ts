/** What a page and the frame that draws a diagram say to each other, over a port that only they have. */

export interface DrawRequest {
  source: string;
}

/** Of everything that comes from the frame, only this is believed. */
export type DrawAnswer =
  /** CSS pixels */
  { type: 'shown'; height: number } | { type: 'failed'; reason: string };

const tallest = 1_400;
const longestReason = 300;

/** The frame's origin is foreign: whatever it says is read as a number within bounds, or as a few words. */
export function readAnswer(data: unknown): DrawAnswer | undefined {
  if (typeof data !== 'object' || data === null || !('type' in data)) return undefined;
  if (data.type === 'shown' && 'height' in data) {
    const { height } = data;
    if (typeof height !== 'number' || !Number.isFinite(height)) return undefined;
    return { type: 'shown', height: Math.min(Math.max(Math.ceil(height), 40), tallest) };
  }
  if (data.type === 'failed' && 'reason' in data && typeof data.reason === 'string') {
    return { type: 'failed', reason: data.reason.slice(0, longestReason) };
  }
  return undefined;
}
