/** The box of code, and of what is code until it is opened: its name, its buttons, and what is in it. */
import type { ReactNode } from 'react';

export const frameButton =
  'my-0.5 inline-flex h-6 items-center gap-1.5 rounded-[5px] px-2 text-ink-3 hover:bg-hover hover:text-ink';

export function CodeFrame(props: { title: string; buttons: ReactNode; children: ReactNode }) {
  const { title, buttons, children } = props;
  return (
    <div className="overflow-hidden rounded-control border border-line-soft bg-code-ground">
      <div className="flex items-center border-b border-line-soft pr-1 pl-3 text-small text-ink-3">
        <span className="mr-auto">{title}</span>
        {buttons}
      </div>
      {children}
    </div>
  );
}
