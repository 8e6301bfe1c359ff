/** Short messages at the upper right: what failed and what to do, or what was done and how to undo it. */
import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { create } from 'zustand';
import { Button, IconButton } from './button';
import { cx } from './class-names';

export interface ToastInput {
  message: string;
  tone?: 'plain' | 'bad';
  /** `undo`: it takes back what was just done, which Ctrl/Cmd+Z does too while the toast is there. */
  action?: { label: string; run: () => void; undo?: boolean };
  /** How long it stays, ms: 6000, a failure 12000. A pointer or the focus on it keeps it. */
  stayMs?: number;
  /** A screen reader was told already, in other words. */
  said?: true;
}

interface Toast extends ToastInput {
  id: number;
}

const useToasts = create<{ toasts: readonly Toast[] }>()(() => ({
  toasts: [],
}));
let last = 0;

/** Shows a toast; the same message twice is shown once. Returns how to take it away. */
export function toast(input: ToastInput): () => void {
  const same = useToasts.getState().toasts.find((shown) => shown.message === input.message);
  if (same && !input.action) return () => drop(same.id);
  last += 1;
  const id = last;
  useToasts.setState(({ toasts }) => ({
    toasts: [...toasts, { ...input, id }].slice(-4),
  }));
  return () => drop(id);
}

/** Takes back what the newest toast with an undo tells of. False when there is none. */
export function undoNewest(): boolean {
  const newest = useToasts.getState().toasts.findLast((shown) => shown.action?.undo);
  if (!newest?.action) return false;
  drop(newest.id);
  newest.action.run();
  return true;
}

export function clearToasts(): void {
  useToasts.setState({ toasts: [] });
}

function drop(id: number) {
  useToasts.setState(({ toasts }) => ({
    toasts: toasts.filter((shown) => shown.id !== id),
  }));
}

/** `inline`: in the page and not over it, for a window that is no larger than what it shows. */
export function Toasts({ inline = false }: { inline?: boolean }) {
  const toasts = useToasts((state) => state.toasts);
  return (
    <section
      aria-label="Messages"
      data-region="Messages"
      className={cx(
        'flex flex-col gap-2',
        inline
          ? 'not-empty:p-2'
          : 'pointer-events-none fixed top-16 right-4 z-50 w-[380px] max-w-[calc(100vw-32px)]',
      )}
    >
      {toasts.map((shown) => (
        <ToastCard key={shown.id} shown={shown} />
      ))}
    </section>
  );
}

function ToastCard({ shown }: { shown: Toast }) {
  const bad = shown.tone === 'bad';
  const stay = shown.stayMs ?? (bad ? 12_000 : 6_000);
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => drop(shown.id), stay);
    return () => clearTimeout(timer);
  }, [shown.id, stay, held]);
  const hold = () => setHeld(true);
  const letGo = () => setHeld(false);
  return (
    <div
      role={bad ? 'alert' : shown.said ? undefined : 'status'}
      onPointerEnter={hold}
      onPointerLeave={letGo}
      onFocus={hold}
      onBlur={letGo}
      className={cx(
        'pointer-events-auto flex items-start gap-2 rounded-card border bg-raised py-2 pr-2 pl-3.5 shadow-card',
        bad ? 'border-bad' : 'border-line',
      )}
    >
      <p className="min-w-0 flex-1 py-0.5 break-words">{shown.message}</p>
      {shown.action && (
        <Button
          size="small"
          onClick={() => {
            shown.action?.run();
            drop(shown.id);
          }}
        >
          {shown.action.label}
        </Button>
      )}
      <IconButton label="Dismiss" size="small" onClick={() => drop(shown.id)}>
        <X size={14} aria-hidden />
      </IconButton>
    </div>
  );
}
