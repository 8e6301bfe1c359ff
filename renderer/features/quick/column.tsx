/** One of two answers that are compared: a region named by its model, with its head and its conversation. */
import type { ReactNode } from 'react';
import { ColumnHead } from './column-head';
import type { ColumnHeadProps } from './column-head';

export function Column({ children, ...head }: ColumnHeadProps & { children: ReactNode }) {
  const { label } = head;
  return (
    <section aria-label={label} className="min-w-0">
      <ColumnHead {...head} />
      <div
        role="log"
        aria-label={`Answer of ${label}`}
        aria-live="off"
        className="space-y-6 px-5 pt-3 pb-4"
      >
        {children}
      </div>
    </section>
  );
}
