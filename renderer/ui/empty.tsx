/** What a place says when nothing is there: what it is for, and the next step. */
import type { ReactNode } from 'react';

export interface EmptyProps {
  title: string;
  icon?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
}

export function Empty({ title, icon, children, actions }: EmptyProps) {
  return (
    <div className="mx-auto flex max-w-[460px] flex-col items-center gap-3 px-6 py-10 text-center">
      {icon && <div className="text-ink-3">{icon}</div>}
      <h2 className="text-title font-semibold text-ink">{title}</h2>
      {children && <div className="space-y-2 text-ink-2">{children}</div>}
      {actions && <div className="mt-1 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
