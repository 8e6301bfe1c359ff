/**
 * A code block: its language, its buttons, and its text in pieces, so that a long one grows cheaply. Colours come
 * from a worker when they are ready and change nothing but colours.
 */
import { memo, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { WrapText } from 'lucide-react';
import { cx } from '../../ui/class-names';
import { Caret } from './caret';
import { CodeFrame, frameButton } from './code-frame';
import { languageName } from './highlight/languages';
import { CopyButton } from './copy-button';
import type { Run } from './highlight/runs';
import { whenNear } from './when-near';
import { useHighlight } from './highlight/use-highlight';
import { stripInvisible } from './safe-link';

export interface CodeBlockProps {
  /** Its text in pieces that follow each other; joined they are all of it. */
  pieces: readonly string[];
  lang: string;
  caret: boolean;
}

/** With more pieces than this, those out of sight are neither laid out nor coloured. */
const fewPieces = 4;
const lineHeight = 19.2;

export function CodeBlock({ pieces: given, lang, caret }: CodeBlockProps) {
  const pieces = useMemo(() => withoutLastBreak(given), [given]);
  const text = useMemo(() => pieces.join(''), [pieces]);
  const [wraps, setWraps] = useState(false);
  const runs = useHighlight(pieces, text, lang, caret);
  const last = pieces.length - 1;
  const isLong = pieces.length > fewPieces;
  return (
    <CodeFrame
      title={stripInvisible(languageName(lang)).slice(0, 40) || 'text'}
      buttons={
        <>
          <button
            type="button"
            aria-label="Wrap lines"
            aria-pressed={wraps}
            title="Wrap lines"
            onClick={() => setWraps(!wraps)}
            className={cx(frameButton, wraps && 'bg-hover text-ink')}
          >
            <WrapText aria-hidden="true" className="size-3.5" />
          </button>
          <CopyButton text={text} />
        </>
      }
    >
      <pre
        tabIndex={0}
        className={cx(
          'overflow-x-auto px-3 py-2.5 text-code text-ink',
          wraps && 'whitespace-pre-wrap',
        )}
      >
        <code className={cx(!wraps && 'block w-max min-w-full [overflow-wrap:normal]')}>
          {pieces.map((piece, at) => (
            <Piece
              key={at}
              text={piece}
              runs={runs?.[at]}
              isFar={isLong && at < last}
              caret={caret && at === last}
            />
          ))}
        </code>
      </pre>
    </CodeFrame>
  );
}

function withoutLastBreak(pieces: readonly string[]): readonly string[] {
  const last = pieces.at(-1) ?? '';
  return last.endsWith('\n') ? [...pieces.slice(0, -1), last.slice(0, -1)] : pieces;
}

interface PieceProps {
  text: string;
  runs: readonly Run[] | undefined;
  isFar: boolean;
  caret: boolean;
}

const Piece = memo(function Piece({ text, runs, isFar, caret }: PieceProps) {
  const element = useRef<HTMLSpanElement>(null);
  const [near, setNear] = useState(!isFar);
  const waits = runs !== undefined && !near;
  useLayoutEffect(() => {
    if (!waits || !element.current) return undefined;
    return whenNear(element.current, () => setNear(true));
  }, [waits]);
  const lines = isFar ? text.split('\n').length - 1 : 0;
  return (
    <span
      ref={element}
      className={cx('block', isFar && '[content-visibility:auto]')}
      style={isFar ? { containIntrinsicSize: `auto 0px auto ${lines * lineHeight}px` } : undefined}
    >
      {runs && near ? coloured(text, runs) : text}
      {caret && <Caret />}
    </span>
  );
});

function coloured(text: string, runs: readonly Run[]): ReactNode[] {
  const shown: ReactNode[] = [];
  let at = 0;
  for (const { length, look } of runs) {
    const part = text.slice(at, at + length);
    shown.push(
      look === 0 ? (
        part
      ) : (
        <span key={at} className={`code-${look}`}>
          {part}
        </span>
      ),
    );
    at += length;
  }
  if (at < text.length) shown.push(text.slice(at));
  return shown;
}
