/** Above the first turn that is here: that there are earlier ones, that they come, or why they did not. */
import { CircleAlert } from 'lucide-react';
import { useSession } from '../../stores/session-store';
import { Button } from '../../ui/button';
import { plural } from '../../ui/format';
import { useLate } from '../../ui/use-now';

export function Earlier({ session, onLoad }: { session: string; onLoad: () => void }) {
  const before = useSession(session, (view) => view.before);
  const loading = useSession(session, (view) => view.loadingOlder);
  const trouble = useSession(session, (view) => view.olderTrouble);
  const first = useSession(session, (view) => (view.older[0] ?? view.state.turns[0])?.number);
  if (before === undefined) return null;
  if (trouble !== undefined && !loading) {
    return (
      <div
        role="alert"
        className="mb-7 flex flex-wrap items-center justify-center gap-x-3 gap-y-1.5 text-ink-2"
      >
        <span className="flex items-start gap-2">
          <CircleAlert size={15} aria-hidden className="mt-[3px] shrink-0 text-bad" />
          <span>Earlier turns could not be loaded. {trouble}</span>
        </span>
        <Button size="small" onClick={onLoad}>
          Try again
        </Button>
      </div>
    );
  }
  return (
    <div className="mb-7 flex items-center justify-center gap-3">
      <Button
        size="small"
        // Not disabled: coming here by Tab begins the loading, and the focus would be lost.
        aria-disabled={loading}
        onClick={onLoad}
      >
        {loading ? 'Loading…' : 'Show earlier'}
      </Button>
      {first !== undefined && first > 1 && (
        <span className="num text-small text-ink-3">{plural(first - 1, 'earlier turn')}</span>
      )}
    </div>
  );
}

/** While a jump loads what lies between, once that takes a while. */
export function Travelling({ session, onCancel }: { session: string; onCancel: () => void }) {
  const late = useLate(true);
  const here = useSession(session, (view) => view.older.length + view.state.turns.length);
  if (!late) return null;
  return (
    <div
      role="group"
      aria-label="Going there"
      className="absolute top-3 left-1/2 flex -translate-x-1/2 items-center gap-3 rounded-full border border-line bg-raised py-1 pr-1 pl-4 shadow-card"
    >
      <span className="num text-small whitespace-nowrap text-ink-2">
        Loading earlier turns · {plural(here, 'turn')} here
      </span>
      <Button size="small" className="rounded-full" onClick={onCancel}>
        Cancel
      </Button>
    </div>
  );
}
