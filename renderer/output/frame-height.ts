/** How high a frame wants to be, without chasing its own tail: what is in it may be as high as the frame, and a bit. Pure. */

/** CSS pixels. */
export interface Sizes {
  content: number;
  /** Of the frame itself. */
  height: number;
  width: number;
  /** More of it is still to come: it grows of itself. */
  grows: boolean;
}

/** Changes that came of nothing but the last change of the frame's height; more of them lead nowhere. */
const mostEchoes = 3;

/** The returned function takes each measurement, and gives the height to ask for when it is to be another one. */
export function createFrameHeight(): (sizes: Sizes) => number | undefined {
  let asked: number | undefined;
  let last: Sizes | undefined;
  let echoes = 0;
  return (sizes) => {
    const wasResized = last !== undefined && last.height !== sizes.height;
    const isWider = last !== undefined && last.width !== sizes.width;
    last = sizes;
    const wanted = Math.ceil(sizes.content);
    if (wanted === asked) return undefined;
    if (isWider) echoes = 0;
    else if (wasResized && !sizes.grows) {
      echoes += 1;
      if (echoes > mostEchoes) return undefined;
    }
    asked = wanted;
    return wanted;
  };
}
