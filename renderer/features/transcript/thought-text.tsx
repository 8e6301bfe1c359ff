/** The text of a thought as it is shown: plain, its titles strong; and its last title, for one line. */
import { useState } from 'react';
import { oneLine } from '../../../preload/contract/text';
import type { Block } from '../../../preload/contract/shapes';
import { useSteadyText } from '../markdown/use-steady-text';
import { createLastTitle, piecesOf } from './thought-titles';
import { firstLine } from './tool-words';

export interface ThoughtTextProps {
  text: string;
  /** The part that is shown, UTF-16 units. */
  from: number;
  to: number;
}

export function ThoughtText({ text, from, to }: ThoughtTextProps) {
  return piecesOf(text, from, to).map((piece, index) =>
    piece.title ? (
      // A thought only grows at its end: the place is what a piece is known by.
      <strong key={index} className="font-semibold text-ink">
        {piece.text}
      </strong>
    ) : (
      piece.text
    ),
  );
}

/** What a thought is about in one line: its last title, or, once it is over, its first line. */
export function ThoughtLine({ block, running }: { block: Block; running: boolean }) {
  const [lastTitle] = useState(createLastTitle);
  const title = lastTitle(useSteadyText(block.text, running), !running);
  const about = title === '' && !running ? firstLine(block.text) : oneLine(title);
  return (
    <>
      {running ? 'Thinking' : 'Thought'}
      {about && <span className="text-ink-3"> · {about}</span>}
    </>
  );
}
