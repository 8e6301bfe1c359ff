/** What a page and the frame that shows an output say to each other, over a port that only they have. */

/** First, and once, with the port. */
export interface ShowRequest {
  html: string;
  /** It is a beginning: the rest follows as MoreRequests. */
  cut?: boolean;
}

/** Over the port. Whatever else is sent there asks for the text of what is shown. */
export interface MoreRequest {
  more: string;
  end: boolean;
}

/** Of everything that comes from the frame, only this is believed. */
export type FrameAnswer =
  /** CSS pixels; said again when it changes. */
  | { type: 'shown'; height: number }
  /** All of a long one is there. */
  | { type: 'whole' }
  | { type: 'link'; url: string }
  | { type: 'text'; text: string }
  | { type: 'failed'; reason: string };

export const tallest = 100_000;
const lowest = 24;
const longestReason = 300;
const longestAddress = 4_096;
const longestText = 8 * 1024 * 1024;

/** The frame's origin is foreign: what it says is read as a number within bounds, or as text that is shown or judged. */
export function readAnswer(data: unknown): FrameAnswer | undefined {
  if (typeof data !== 'object' || data === null || !('type' in data)) return undefined;
  if (data.type === 'shown' && 'height' in data) {
    const { height } = data;
    if (typeof height !== 'number' || !Number.isFinite(height)) return undefined;
    return { type: 'shown', height: Math.min(Math.max(Math.ceil(height), lowest), tallest) };
  }
  if (data.type === 'whole') return { type: 'whole' };
  if (data.type === 'link' && 'url' in data && typeof data.url === 'string') {
    return data.url.length > longestAddress ? undefined : { type: 'link', url: data.url };
  }
  if (data.type === 'text' && 'text' in data && typeof data.text === 'string') {
    return { type: 'text', text: data.text.slice(0, longestText) };
  }
  if (data.type === 'failed' && 'reason' in data && typeof data.reason === 'string') {
    return { type: 'failed', reason: data.reason.slice(0, longestReason) };
  }
  return undefined;
}

/** On the desktop another origin; a browser's door has one alone, and serves the frame with a sandbox of its own. */
export const frameAddress = (): string =>
  location.protocol === 'app:' ? 'app://output/kontask.html' : '/output/kontask.html';
