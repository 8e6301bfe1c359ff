/**
 * HTML of others' making in a sandboxed frame of our second origin, which has no bridge and no network. Of it only a height,
 * a clicked address and, when asked, its text are heard.
 */
import { useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { Ref } from 'react';
import { connectFrame, type FrameConnection } from './frame-connection';

export interface FrameText {
  /** What is shown, as text; rejects where the frame does not answer. */
  text: () => Promise<string>;
}

export interface HtmlFrameProps {
  html: string;
  /** The end of it is on its way, and will be shown in the same frame. */
  cut?: boolean;
  onLink: (url: string) => void;
  onTrouble: (words: string) => void;
  ref?: Ref<FrameText>;
}

export function HtmlFrame({ html, cut = false, onLink, onTrouble, ref }: HtmlFrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const connection = useRef<FrameConnection>(null);
  const [height, setHeight] = useState<number>();
  const say = useRef({ onLink, onTrouble });
  useEffect(() => {
    say.current = { onLink, onTrouble };
  });
  useImperativeHandle(ref, () => ({
    text: () => connection.current?.text() ?? Promise.reject(new Error('It is not shown.')),
  }));
  useEffect(() => {
    if (!frame.current) return undefined;
    const mine = connectFrame(frame.current, () => ({ onHeight: setHeight, ...say.current }));
    connection.current = mine;
    return () => {
      mine.close();
      connection.current = null;
    };
  }, []);
  useEffect(() => connection.current?.show(html, cut), [html, cut]);
  return (
    <>
      {height === undefined && (
        <p className="py-2 text-small text-ink-3" role="status">
          Showing the output…
        </p>
      )}
      <iframe
        ref={frame}
        title="Output"
        sandbox="allow-scripts"
        referrerPolicy="no-referrer"
        style={{ height: height ?? 0 }}
        className="block w-full border-0"
      />
    </>
  );
}
