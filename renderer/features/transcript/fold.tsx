/** Text in a box that may be long: the start at first, all of it when asked. */
import { useState } from 'react';
import { Button } from '../../ui/button';
import { count } from '../../ui/format';
import { safeOffset } from '../../../preload/contract/text';

/** What is shown at first, UTF-16 units and lines. */
const firstChars = 6_000;
const firstLines = 80;

function shortEnd(text: string): number {
  let end = Math.min(text.length, safeOffset(text, firstChars));
  let at = -1;
  for (let line = 0; line < firstLines; line += 1) {
    at = text.indexOf('\n', at + 1);
    if (at < 0 || at >= end) return end;
  }
  end = at;
  return end;
}

export interface LongTextProps {
  label: string;
  text: string;
  mono?: boolean;
  /** Said under the text: that a tool's output was cut, for one. */
  note?: string | undefined;
}

export function LongText({ label, text, mono = false, note }: LongTextProps) {
  const [all, setAll] = useState(false);
  const end = shortEnd(text);
  const shown = all ? text : text.slice(0, end);
  const left = text.length - end;
  return (
    <div>
      <p className="mb-1 text-small text-ink-3">{label}</p>
      <div
        className={
          mono
            ? 'max-h-[420px] overflow-auto rounded-control bg-bg px-2.5 py-2 font-mono text-code break-words whitespace-pre-wrap'
            : 'max-h-[420px] overflow-auto break-words whitespace-pre-wrap text-ink-2'
        }
      >
        {shown}
        {!all && left > 0 && '…'}
      </div>
      {left > 0 && (
        <Button size="small" tone="quiet" className="mt-1" onClick={() => setAll(!all)}>
          {all ? 'Show less' : `Show all, ${count(left)} more characters`}
        </Button>
      )}
      {note && <p className="mt-1 text-small text-ink-3">{note}</p>}
    </div>
  );
}
