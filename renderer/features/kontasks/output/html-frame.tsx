/**
 * HTML of others' making in a sandboxed frame of our second origin, which has no bridge and no network. Of it only a height,
 * a clicked address and, when asked, its text are heard.
 */
import { useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { Ref } from 'react';
import { frameAddress, readAnswer, type ShowRequest } from './frame-messages';

/** ms */
const loadingLimit = 20_000;
const showingLimit = 15_000;
const textLimit = 5_000;

export interface FrameText {
  /** What is shown, as text; rejects where the frame does not answer. */
  text: () => Promise<string>;
}

export interface HtmlFrameProps {
  html: string;
  onLink: (url: string) => void;
  onTrouble: (words: string) => void;
  ref?: Ref<FrameText>;
}

export function HtmlFrame({ html, onLink, onTrouble, ref }: HtmlFrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const port = useRef<MessagePort>(null);
  const waiting = useRef<((text: string) => void)[]>([]);
  const [height, setHeight] = useState<number>();
  const say = useRef({ onLink, onTrouble });
  useEffect(() => {
    say.current = { onLink, onTrouble };
  });
  useImperativeHandle(ref, () => ({
    text: () =>
      new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error('The output does not answer.')), textLimit);
        waiting.current.push(resolve);
        port.current?.postMessage('text');
      }),
  }));
  useEffect(() => {
    const { current } = frame;
    if (!current) return undefined;
    const channel = new MessageChannel();
    port.current = channel.port1;
    const late = (words: string, ms: number) => setTimeout(() => say.current.onTrouble(words), ms);
    let timer = late('what shows it could not be loaded', loadingLimit);
    channel.port1.onmessage = ({ data }: MessageEvent<unknown>) => {
      const answer = readAnswer(data);
      if (!answer) return;
      clearTimeout(timer);
      if (answer.type === 'shown') setHeight(answer.height);
      else if (answer.type === 'link') say.current.onLink(answer.url);
      else if (answer.type === 'failed') say.current.onTrouble(answer.reason);
      else if (answer.type === 'text') {
        for (const resolve of waiting.current.splice(0)) resolve(answer.text);
      }
    };
    const ask = () => {
      clearTimeout(timer);
      timer = late('it took too long to be shown', showingLimit);
      const request: ShowRequest = { html };
      // The frame is sandboxed, its origin is nobody's: there is no name to send it to.
      current.contentWindow?.postMessage(request, '*', [channel.port2]);
    };
    current.addEventListener('load', ask, { once: true });
    current.src = frameAddress();
    return () => {
      clearTimeout(timer);
      current.removeEventListener('load', ask);
      channel.port1.close();
      port.current = null;
    };
  }, [html]);
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
