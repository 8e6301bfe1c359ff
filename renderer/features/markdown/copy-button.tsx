/** Copies code, or another text: by the desktop's clipboard, or the browser's. */
import { useEffect, useRef, useState } from 'react';
import { Check, Copy } from 'lucide-react';
import type { WindowWithBridge } from '../../../preload/contract/bridge-api';
import { announce } from '../../ui/announce';
import { frameButton } from './code-frame';

async function copyText(text: string): Promise<string | undefined> {
  const bridge = (globalThis as typeof globalThis & WindowWithBridge).konsole;
  if (!bridge) {
    await navigator.clipboard.writeText(text);
    return undefined;
  }
  const answer = await bridge.desktop['desktop.copy']({ text });
  return answer.ok ? undefined : answer.message;
}

type Copied = 'no' | 'yes' | { trouble: string };

export interface CopyButtonProps {
  /** A text that has to be asked for may not come. */
  text: string | (() => Promise<string>);
  /** Its accessible name, which says what is copied. */
  name?: string;
  words?: string;
}

export function CopyButton(props: CopyButtonProps) {
  const { text, name = 'Copy code', words = 'Copy' } = props;
  const [copied, setCopied] = useState<Copied>('no');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async () => {
    const trouble = await (typeof text === 'string' ? copyText(text) : text().then(copyText)).catch(
      () => 'The clipboard cannot be reached. Select and copy it by hand.',
    );
    setCopied(trouble ? { trouble } : 'yes');
    announce(trouble ?? (name === 'Copy code' ? 'Code copied' : 'Copied'));
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setCopied('no'), 2000);
  };
  return (
    <button type="button" aria-label={name} onClick={() => void copy()} className={frameButton}>
      {copied === 'yes' ? (
        <Check aria-hidden="true" className="size-3.5 text-ok" />
      ) : (
        <Copy aria-hidden="true" className="size-3.5" />
      )}
      {typeof copied === 'object' ? copied.trouble : copied === 'yes' ? 'Copied' : words}
    </button>
  );
}
