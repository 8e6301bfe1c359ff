/** Text as it is, however long: shown in parts, so that megabytes do not stop the window. */
import { useState } from 'react';
import { MoreButton } from '../../markdown/more-button';
import { plainText } from '../../markdown/plain-text';

/** UTF-16 units. */
const part = 60_000;

export function LongText({ text, label }: { text: string; label: string }) {
  const [shown, setShown] = useState(part);
  const rest = text.length - shown;
  return (
    <>
      <pre
        tabIndex={0}
        aria-label={label}
        className="max-h-[70vh] overflow-auto text-code whitespace-pre-wrap text-ink [overflow-wrap:anywhere]"
      >
        {plainText(rest > 0 ? text.slice(0, shown) : text)}
      </pre>
      {rest > 0 && (
        <MoreButton
          side="after"
          of="output"
          left={rest}
          onClick={() => setShown((before) => before + part)}
        />
      )}
    </>
  );
}
