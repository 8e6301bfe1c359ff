/**
 * A diagram: its source until a person opens it. It is drawn in a sandboxed frame of our second origin, which has no
 * bridge and no network, and of which nothing but a height and an error is heard.
 */
import { useEffect, useRef, useState } from 'react';
import { Caret } from '../caret';
import { CodeFrame, frameButton } from '../code-frame';
import { CopyButton } from '../copy-button';
import { stripInvisible } from '../safe-link';
import { readAnswer } from './frame-messages';
import type { DrawRequest } from './frame-messages';

/** Drawing takes longer than this for no diagram that can be read; loading what draws may. ms */
const drawingLimit = 5_000;
const loadingLimit = 20_000;
const longestSource = 20_000;

type State = 'source' | 'drawing' | { height: number } | { trouble: string };

export function Diagram({ source, caret }: { source: string; caret: boolean }) {
  const [state, setState] = useState<State>('source');
  const isOpen = state === 'drawing' || (typeof state === 'object' && 'height' in state);
  const trouble = typeof state === 'object' && 'trouble' in state ? state.trouble : undefined;
  const open = () => {
    const isTooLong = source.length > longestSource;
    setState(isTooLong ? { trouble: 'it is too large to be drawn' } : 'drawing');
  };
  return (
    <CodeFrame
      title="Diagram"
      buttons={
        <>
          <button
            type="button"
            aria-expanded={isOpen}
            onClick={isOpen ? () => setState('source') : open}
            className={frameButton}
          >
            {isOpen ? 'Show source' : 'Show diagram'}
          </button>
          <CopyButton text={source} />
        </>
      }
    >
      {isOpen ? (
        <Drawing
          // What was drawn belongs to the source as it was.
          key={source}
          source={source}
          height={typeof state === 'object' ? state.height : undefined}
          onShown={(height) => setState({ height })}
          onTrouble={(words) => setState({ trouble: words })}
        />
      ) : (
        <pre tabIndex={0} className="overflow-x-auto px-3 py-2.5 text-code text-ink">
          <code>{source}</code>
          {caret && <Caret />}
        </pre>
      )}
      {trouble !== undefined && (
        <p role="alert" className="border-t border-line-soft px-3 py-1.5 text-small text-ink-2">
          This diagram cannot be shown: {stripInvisible(trouble)}
        </p>
      )}
    </CodeFrame>
  );
}

interface DrawingProps {
  source: string;
  height: number | undefined;
  onShown: (height: number) => void;
  onTrouble: (words: string) => void;
}

function Drawing({ source, height, onShown, onTrouble }: DrawingProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const say = useRef({ onShown, onTrouble });
  useEffect(() => {
    say.current = { onShown, onTrouble };
  });
  useEffect(() => {
    const { current } = frame;
    if (!current) return undefined;
    const channel = new MessageChannel();
    let timer = setTimeout(
      () => say.current.onTrouble('what draws it could not be loaded'),
      loadingLimit,
    );
    channel.port1.onmessage = ({ data }: MessageEvent<unknown>) => {
      const answer = readAnswer(data);
      if (!answer) return;
      clearTimeout(timer);
      if (answer.type === 'shown') say.current.onShown(answer.height);
      else say.current.onTrouble(answer.reason);
    };
    const ask = () => {
      clearTimeout(timer);
      timer = setTimeout(() => say.current.onTrouble('drawing it took too long'), drawingLimit);
      const request: DrawRequest = { source };
      // The frame is sandboxed, its origin is nobody's: there is no name to send it to.
      current.contentWindow?.postMessage(request, '*', [channel.port2]);
    };
    current.addEventListener('load', ask, { once: true });
    current.src = frameAddress();
    return () => {
      clearTimeout(timer);
      current.removeEventListener('load', ask);
      channel.port1.close();
    };
  }, [source]);
  return (
    <>
      {height === undefined && (
        <p className="px-3 py-2.5 text-small text-ink-3">Drawing the diagram…</p>
      )}
      <iframe
        ref={frame}
        title="Diagram"
        sandbox="allow-scripts"
        referrerPolicy="no-referrer"
        style={{ height: height ?? 0 }}
        className="block w-full border-0"
      />
    </>
  );
}

/** On the desktop another origin; a browser's door has one alone, and serves the frame with a sandbox of its own. */
function frameAddress(): string {
  return location.protocol === 'app:' ? 'app://output/diagram.html' : '/output/diagram.html';
}
