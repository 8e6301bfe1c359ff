/** Text as it will be run or written, in the order of its characters; what cannot be seen stands there as a red escape. */
import { memo } from 'react';
import { visibleRuns } from './visible';

/** Letters of languages that are read from the right would change places: here each stands where it is. */
export const inOrder = '[direction:ltr] [unicode-bidi:bidi-override]';

export const VisibleText = memo(function VisibleText({ text }: { text: string }) {
  return visibleRuns(text).map((run, at) =>
    run.hidden ? (
      <span
        key={at}
        title="A character that cannot be seen"
        className="rounded-[3px] bg-bad-wash px-0.5 text-bad outline outline-bad/50"
      >
        {run.text}
      </span>
    ) : (
      run.text
    ),
  );
});
