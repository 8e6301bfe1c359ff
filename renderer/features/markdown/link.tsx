/** A link a model wrote: it has no href, so nothing but our own click handler can open it, and it says where it goes. */
import { createContext, useContext, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import type { WindowWithBridge } from '../../../preload/contract/bridge-api';
import { claimsOtherHost } from './safe-link';
import type { SafeLink } from './safe-link';

/** Opens an address; answers with what went wrong, or nothing. */
export type OpenLink = (url: string) => Promise<string | undefined> | undefined | void;

async function openOnDesktop(url: string): Promise<string | undefined> {
  const bridge = (globalThis as typeof globalThis & WindowWithBridge).konsole;
  if (!bridge) return 'Links open in the desktop app only.';
  const answer = await bridge.desktop['desktop.open-link']({ url });
  return answer.ok ? undefined : answer.message;
}

export const LinkOpener = createContext<OpenLink>(openOnDesktop);

export function Link({ to, text, children }: { to: SafeLink; text: string; children: ReactNode }) {
  const openLink = useContext(LinkOpener);
  const [trouble, setTrouble] = useState<string>();
  const open = async () => {
    setTrouble(undefined);
    const wrong = await openLink(to.url);
    if (wrong) setTrouble(wrong);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    void open();
  };
  return (
    <>
      <a
        role="link"
        tabIndex={0}
        title={`${to.target}\n${to.url}`}
        onClick={(event) => {
          event.preventDefault();
          void open();
        }}
        onKeyDown={onKeyDown}
        className="cursor-pointer text-info underline decoration-1 underline-offset-2 [unicode-bidi:isolate]"
      >
        {children}
      </a>
      {claimsOtherHost(text, to) && <span className="text-ink-3"> (opens {to.target})</span>}
      {trouble && (
        <span role="alert" className="text-bad">
          {' '}
          {trouble}
        </span>
      )}
    </>
  );
}
