/** What a screen reader is told at boundaries: turn started, finished, failed. Never streamed text. */
import { create } from 'zustand';

const useSaid = create<{ text: string; count: number }>()(() => ({
  text: '',
  count: 0,
}));

export function announce(text: string): void {
  useSaid.setState(({ count }) => ({ text, count: count + 1 }));
}

/** Once a page. A new key makes the same sentence twice be said twice. */
export function Announcer() {
  const { text, count } = useSaid();
  return (
    <div aria-live="polite" className="hidden-text" data-testid="announcer">
      <span key={count}>{text}</span>
    </div>
  );
}
