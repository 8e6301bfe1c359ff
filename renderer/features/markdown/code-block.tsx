/** A code block: its language, a Copy button, and its lines in pieces so that a long one grows cheaply. */
import { memo, useEffect, useRef, useState } from 'react';
import { Check, Copy } from 'lucide-react';
import type { WindowWithBridge } from '../../../preload/contract/bridge-api';
import { announce } from '../../ui/announce';
import { Caret } from './caret';
import { stripInvisible } from './safe-link';

/** Lines laid out together; a new line lays out only the last piece again. */
const pieceLines = 64;

async function copyText(text: string): Promise<string | undefined> {
  const bridge = (globalThis as typeof globalThis & WindowWithBridge).konsole;
  if (!bridge) {
    await navigator.clipboard.writeText(text);
    return undefined;
  }
  const answer = await bridge.desktop['desktop.copy']({ text });
  return answer.ok ? undefined : answer.message;
}

export function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    lines += 1;
    if (lines % pieceLines !== 0) continue;
    pieces.push(text.slice(start, at + 1));
    start = at + 1;
  }
  if (start < text.length || pieces.length === 0) pieces.push(text.slice(start));
  return pieces;
}

const Piece = memo(function Piece({ text }: { text: string }) {
  return <span className="block">{text}</span>;
});

export function CodeBlock({ code, lang, caret }: { code: string; lang: string; caret: boolean }) {
  const text = code.endsWith('\n') ? code.slice(0, -1) : code;
  const pieces = piecesOf(text);
  const last = pieces.length - 1;
  return (
    <div className="overflow-hidden rounded-control border border-line-soft bg-[color-mix(in_srgb,var(--bg)_70%,#000_6%)]">
      <div className="flex items-center justify-between border-b border-line-soft pr-1 pl-3 text-small text-ink-3">
        <span>{stripInvisible(lang.split(/\s/, 1)[0] ?? '').slice(0, 40) || 'text'}</span>
        <CopyButton text={text} />
      </div>
      <pre tabIndex={0} className="overflow-x-auto px-3 py-2.5 text-code text-ink">
        <code>
          {pieces.slice(0, last).map((piece, at) => (
            <Piece key={at} text={piece} />
          ))}
          <span key={last} className="block">
            {pieces[last]}
            {caret && <Caret />}
          </span>
        </code>
      </pre>
    </div>
  );
}

type Copied = 'no' | 'yes' | { trouble: string };

function CopyButton({ text }: { text: string }) {
  const [copied, setCopied] = useState<Copied>('no');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async () => {
    const trouble = await copyText(text).catch(
      () => 'The clipboard cannot be reached. Select and copy it by hand.',
    );
    setCopied(trouble ? { trouble } : 'yes');
    announce(trouble ?? 'Code copied');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setCopied('no'), 2000);
  };
  return (
    <button
      type="button"
      aria-label="Copy code"
      onClick={() => void copy()}
      className="my-0.5 inline-flex h-6 items-center gap-1.5 rounded-[5px] px-2 text-ink-3 hover:bg-hover hover:text-ink"
    >
      {copied === 'yes' ? (
        <Check aria-hidden="true" className="size-3.5 text-ok" />
      ) : (
        <Copy aria-hidden="true" className="size-3.5" />
      )}
      {typeof copied === 'object' ? copied.trouble : copied === 'yes' ? 'Copied' : 'Copy'}
    </button>
  );
}
