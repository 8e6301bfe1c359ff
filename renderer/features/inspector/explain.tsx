/** Where a turn's time and money went, in sentences made from recorded facts alone. */
import { X } from 'lucide-react';
import { useState } from 'react';
import { commandOrToast } from '../../stores/commands';
import { announce } from '../../ui/announce';
import { Button, IconButton } from '../../ui/button';

export interface ExplainProps {
  session: string;
  turn: string;
  running: boolean;
}

/** Another turn is another explanation: give it the turn's id as key. */
export function Explain({ session, turn, running }: ExplainProps) {
  const [lines, setLines] = useState<readonly string[]>();
  const [asking, setAsking] = useState(false);
  const ask = async () => {
    if (asking) return;
    setAsking(true);
    const told = await commandOrToast('turn.explain', { session, turn });
    setAsking(false);
    if (!told) return;
    setLines(told.lines);
    announce(told.lines.join(' '));
  };
  if (lines === undefined) {
    return (
      <Button size="small" className="mt-2" aria-disabled={asking} onClick={() => void ask()}>
        Explain
      </Button>
    );
  }
  return (
    <div
      role="group"
      aria-label="Explanation"
      className="mt-2 rounded-card border border-line bg-raised py-2 pr-2 pl-3"
    >
      <div className="flex items-start gap-2">
        <ul className="min-w-0 flex-1 space-y-1 text-ink-2">
          {lines.length === 0 && <li>Nothing was recorded that explains it.</li>}
          {lines.map((line, at) => (
            <li key={at} className="break-words">
              {line}
            </li>
          ))}
        </ul>
        <IconButton size="small" label="Close explanation" onClick={() => setLines(undefined)}>
          <X size={13} aria-hidden />
        </IconButton>
      </div>
      {running && (
        <Button
          size="small"
          tone="quiet"
          className="mt-1 -ml-2.5"
          aria-disabled={asking}
          onClick={() => void ask()}
        >
          Explain again
        </Button>
      )}
    </div>
  );
}
