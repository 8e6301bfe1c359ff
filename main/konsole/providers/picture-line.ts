/**
 * The line that stands for a picture in a tool's output. The picture itself goes to the model while its turn runs and is
 * written down nowhere; the line is what stays, and by it a later turn knows that a picture was there. Pure.
 */

export interface PictureFacts {
  width: number;
  height: number;
  /** "PNG" */
  name: string;
  /** "12 KB" */
  size: string;
}

export const pictureLine = ({ width, height, name, size }: PictureFacts): string =>
  `(picture, ${width}×${height} ${name}, ${size})`;

const line = /^\(picture, \d+×\d+ \w{3,5}, [\d.,]+ (?:bytes|KB|MB)\)$/;

/** True for the output of a call that showed a picture, and nothing else. */
export const isPictureLine = (text: string): boolean => text.length < 100 && line.test(text);

/** As a later turn tells it. */
export const pictureGone = (text: string): string =>
  `${text.slice(0, -1)}; shown in an earlier turn: read it again to see it)`;
