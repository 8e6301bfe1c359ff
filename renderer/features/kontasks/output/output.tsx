/**
 * The output of a kontask: HTML in a sandboxed frame of our second origin, markdown, or plain text; with what a person may
 * do with it. Whatever becomes of showing it, its source can be read and copied.
 */
import { useMemo, useRef, useState } from 'react';
import type { WindowWithBridge } from '../../../../preload/contract/bridge-api';
import { type OutputKind, outputKind } from '../../../../preload/contract/kontask-output';
import { messageOf } from '../../../stores/commands';
import { announce } from '../../../ui/announce';
import { frameButton } from '../../markdown/code-frame';
import { CopyButton } from '../../markdown/copy-button';
import { Markdown } from '../../markdown/markdown';
import { stripInvisible } from '../../markdown/safe-link';
import { asHtml } from './as-html';
import { followLink } from './follow-link';
import { type FrameText, HtmlFrame } from './html-frame';
import { LongText } from './long-text';

const kinds: Record<OutputKind, string> = {
  html: 'HTML, rendered safely',
  markdown: 'Markdown, rendered safely',
  plain: 'Plain text',
};

async function openInWindow(title: string, html: string): Promise<string | undefined> {
  const bridge = (globalThis as typeof globalThis & WindowWithBridge).konsole;
  if (!bridge) return 'Windows are opened in the desktop app only.';
  const answer = await bridge.desktop['desktop.show-output']({ title: title.slice(0, 500), html });
  return answer.ok ? undefined : answer.message;
}

export interface OutputProps {
  title: string;
  text: string;
  /** `text` is the beginning of it: so all of it is asked for. Shown, it takes the place of the beginning by itself. */
  whole?: (() => Promise<string>) | undefined;
}

export function Output({ title, text, whole }: OutputProps) {
  const kind = useMemo(() => outputKind(text), [text]);
  const [isSource, setIsSource] = useState(false);
  /** Of which text it could not be shown, and why. */
  const [failed, setFailed] = useState<{ text: string; words: string }>();
  const [trouble, setTrouble] = useState<string>();
  const frame = useRef<FrameText>(null);
  const why = failed?.text === text ? failed.words : undefined;
  const tell = (words: string | undefined) => {
    setTrouble(words);
    if (words) announce(words);
  };
  const open = async () => {
    try {
      const all = whole ? await whole() : text;
      tell(await openInWindow(title, asHtml(all, kind)));
    } catch (error) {
      tell(messageOf(error));
    }
  };
  const follow = async (url: string) => tell(await followLink(url));
  const showsSource = kind !== 'plain' && (isSource || why !== undefined);
  const shownText = async () => {
    if (!frame.current) throw new Error('The output is not shown.');
    return frame.current.text();
  };
  return (
    <>
      <div className="mb-2 flex flex-wrap items-center gap-x-0.5 text-small text-ink-3">
        <span className="mr-auto pr-2">{kinds[kind]}</span>
        {kind !== 'plain' && why === undefined && (
          <button
            type="button"
            aria-pressed={isSource}
            className={frameButton}
            onClick={() => setIsSource(!isSource)}
          >
            Source
          </button>
        )}
        {kind === 'html' && !showsSource && (
          <CopyButton text={shownText} name="Copy text" words="Copy text" />
        )}
        <CopyButton
          text={whole ?? text}
          name="Copy as it is"
          words={kind === 'plain' ? 'Copy' : 'Copy as it is'}
        />
        <button type="button" className={frameButton} onClick={() => void open()}>
          Open in window
        </button>
      </div>
      {why !== undefined && (
        <p role="alert" className="mb-2 text-small text-ink-2">
          This output cannot be shown: {stripInvisible(why)}. Here is its source.
        </p>
      )}
      {trouble !== undefined && (
        <p role="alert" className="mb-2 text-small text-bad">
          {stripInvisible(trouble)}
        </p>
      )}
      {showsSource && <LongText text={text} label="Source" />}
      {kind === 'plain' && <LongText text={text} label="Text" />}
      {kind === 'markdown' && !showsSource && <Markdown text={text} />}
      {kind === 'html' && !showsSource && (
        <HtmlFrame
          ref={frame}
          html={text}
          cut={whole !== undefined}
          onLink={(url) => void follow(url)}
          onTrouble={(words) => setFailed({ text, words })}
        />
      )}
    </>
  );
}
