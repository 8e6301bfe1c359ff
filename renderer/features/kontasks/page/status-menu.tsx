/** The state of a kontask, and the menu that changes it. */
import { Check, ChevronDown } from 'lucide-react';
import type { KontaskStatus } from '../../../../preload/contract/shapes';
import { editKontask } from '../../../stores/kontask-store';
import { announce } from '../../../ui/announce';
import { ChoiceMenu } from '../../../ui/choice-menu';
import { cx } from '../../../ui/class-names';
import { StatusDot } from '../../../ui/status-dot';
import { statusNames, statusTone } from '../status';

const inks: Partial<Record<KontaskStatus, string>> = {
  needs_decision: 'text-main-ink',
  completed: 'text-ok',
  failed: 'text-bad',
};

const options = Object.entries(statusNames).map(([value, label]) => ({ value, label }));

export async function changeStatus(status: KontaskStatus): Promise<void> {
  if (await editKontask({ status })) announce(`Status: ${statusNames[status]}`);
}

export function StatusMenu({ status }: { status: KontaskStatus }) {
  return (
    <ChoiceMenu
      value={status}
      groups={[{ key: 'status', name: 'Status', options }]}
      empty=""
      onChoose={(next) => {
        if (next !== status) void changeStatus(next as KontaskStatus);
      }}
      trigger={
        <button
          type="button"
          aria-label={`Status: ${statusNames[status]}`}
          className={cx(
            'inline-flex h-7 shrink-0 items-center gap-1.5 rounded-full border border-line-soft bg-raised px-2.5 text-small whitespace-nowrap hover:bg-hover',
            inks[status] ?? 'text-ink-2',
          )}
        >
          {status === 'completed' ? (
            <Check size={13} aria-hidden />
          ) : (
            <StatusDot tone={statusTone[status]} />
          )}
          {statusNames[status]}
          <ChevronDown size={12} aria-hidden className="text-ink-3" />
        </button>
      }
    />
  );
}
