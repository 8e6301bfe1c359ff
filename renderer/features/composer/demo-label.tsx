/** Scripted answers say so wherever they are shown, with the way to real ones. */
import { demoLabel } from '../../ui/format';
import { StatusDot } from '../../ui/status-dot';

export function DemoLabel({ openSettings }: { openSettings?: (() => void) | undefined }) {
  return (
    <p className="flex flex-wrap items-center gap-x-2 px-1 text-small text-ink-2">
      <StatusDot tone="info" />
      <span role="status" aria-label={demoLabel}>
        <span>{demoLabel}</span>
      </span>
      {openSettings && (
        <button
          type="button"
          className="rounded-control text-ink-2 underline hover:text-ink"
          onClick={openSettings}
        >
          Set up a model
        </button>
      )}
    </p>
  );
}
