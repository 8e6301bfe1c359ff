/**
 * Short messages below the page, which makes room for them so that none lies over a control: what failed and what to do, or
 * what was done and how to undo it.
 */
import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { FocusEvent, PointerEvent, RefObject } from 'react';
import { create } from 'zustand';
import { Button, IconButton } from './button';
import { cx } from './class-names';

export interface ToastInput {
  message: string;
  tone?: 'plain' | 'bad';
  /** `undo`: it takes back what was just done, which Ctrl/Cmd+Z does too while the toast is there. */
  action?: { label: string; run: () => void; undo?: boolean };
  /** How long it stays, ms: 6000, a failure 12000. A pointer that was moved onto it or the focus in it keeps it. */
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

/** What is fixed in the window (dialogs, folded panes) ends above them by this: their height, set on the root. */
const heightName = '--messages';

function useRoomFor(section: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = section.current;
    if (!element) return;
    const root = document.documentElement;
    const observer = new ResizeObserver(() => {
      root.style.setProperty(heightName, `${element.offsetHeight}px`);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      root.style.removeProperty(heightName);
    };
  }, [section]);
}

/**
 * The newest first: next to the page, so that those before it stay where they are. They scroll rather than take the page's
 * room; `inline` is for a window that is no larger than what it shows, and grows with them.
 */
export function Toasts({ inline = false }: { inline?: boolean }) {
  const toasts = useToasts((state) => state.toasts);
  const section = useRef<HTMLElement>(null);
  useRoomFor(section);
  return (
    <section
      ref={section}
      aria-label="Messages"
      data-region="Messages"
      // Above what a dialog or a folded pane dims.
      className={cx(
        'pointer-events-none relative z-50 flex shrink-0 flex-col items-center gap-2 not-empty:p-2',
        !inline && 'max-h-[40vh] overflow-y-auto',
      )}
    >
      {toasts.toReversed().map((shown) => (
        <ToastCard key={shown.id} shown={shown} />
      ))}
    </section>
  );
}

function ToastCard({ shown }: { shown: Toast }) {
  const bad = shown.tone === 'bad';
  const stay = shown.stayMs ?? (bad ? 12_000 : 6_000);
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const held = pointed || focused;
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => drop(shown.id), stay);
    return () => clearTimeout(timer);
  }, [shown.id, stay, held]);
  // One that rests where the message came up did not ask for it.
  const holdMoved = ({ movementX, movementY }: PointerEvent) => {
    if (movementX !== 0 || movementY !== 0) setPointed(true);
  };
  /** What had the focus before it came in here. */
  const before = useRef<HTMLElement>(null);
  const onFocus = ({ currentTarget, relatedTarget }: FocusEvent) => {
    setFocused(true);
    if (relatedTarget instanceof HTMLElement && !currentTarget.contains(relatedTarget))
      before.current = relatedTarget;
  };
  // The pressed button goes with the message, and would take the focus along.
  const go = () => {
    if (before.current?.isConnected) before.current.focus({ preventScroll: true });
    drop(shown.id);
  };
  return (
    <div
      role={bad ? 'alert' : shown.said ? undefined : 'status'}
      onPointerMove={holdMoved}
      onPointerLeave={() => setPointed(false)}
      onFocus={onFocus}
      onBlur={() => setFocused(false)}
      className={cx(
        'pointer-events-auto flex w-full max-w-[560px] shrink-0 items-start gap-2 rounded-card border bg-raised py-2 pr-2 pl-3.5 shadow-card',
        bad ? 'border-bad' : 'border-line',
      )}
    >
      <p className="min-w-0 flex-1 py-0.5 break-words">{shown.message}</p>
      {shown.action && (
        <Button
          size="small"
          onClick={() => {
            go();
            shown.action?.run();
          }}
        >
          {shown.action.label}
        </Button>
      )}
      <IconButton label="Dismiss" size="small" onClick={go}>
        <X size={14} aria-hidden />
      </IconButton>
    </div>
  );
}
