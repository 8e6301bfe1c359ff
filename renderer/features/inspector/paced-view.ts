/**
 * What the inspector is drawn from. Words that grow change little in it: of those it hears a few times a second, of
 * anything else at once. Drawn anew with every delta it cost as much as the words themselves.
 */
import type { SessionView } from '../../stores/session-store';

/** Between two looks while nothing but words comes, ms. */
export const paceMs = 200;

interface Source {
  getState(): SessionView;
  subscribe(listener: (view: SessionView) => void): () => void;
}

/** For `useSyncExternalStore`. While nobody listens it is what the source is. */
export interface PacedView {
  get(): SessionView;
  subscribe(listener: () => void): () => void;
}

export function createPacedView(source: Source): PacedView {
  let shown = source.getState();
  let shownAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listeners = new Set<() => void>();
  let stop: (() => void) | undefined;

  function show(): void {
    clearTimeout(timer);
    timer = undefined;
    shownAt = Date.now();
    shown = source.getState();
    for (const listener of listeners) listener();
  }

  function changed(next: SessionView): void {
    const wait = shownAt + paceMs - Date.now();
    // A clock that was set back must not hold it up.
    if (!onlyWords(shown, next) || wait <= 0 || wait > paceMs) show();
    else timer ??= setTimeout(show, wait);
  }

  return {
    get() {
      if (!stop) shown = source.getState();
      return shown;
    },
    subscribe(listener) {
      listeners.add(listener);
      if (!stop) {
        stop = source.subscribe(changed);
        shown = source.getState();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearTimeout(timer);
        timer = undefined;
        stop?.();
        stop = undefined;
      };
    },
  };
}

/** Whether `next` has the same turns and blocks, in the same states. */
function onlyWords(before: SessionView, next: SessionView): boolean {
  if (before.phase !== next.phase || before.older !== next.older) return false;
  const { state: was } = before;
  const { state: is } = next;
  if (was.session !== is.session || was.approvals !== is.approvals) return false;
  if (was.turns.length !== is.turns.length) return false;
  const [last, now] = [was.turns.at(-1), is.turns.at(-1)];
  if (!last || !now) return last === now;
  if (last.id !== now.id || last.status !== now.status || last.usage !== now.usage) return false;
  if (last.retry !== now.retry || last.stall !== now.stall) return false;
  if (last.blocks.length !== now.blocks.length) return false;
  return now.blocks.every((block, at) => block.status === last.blocks[at]?.status);
}
