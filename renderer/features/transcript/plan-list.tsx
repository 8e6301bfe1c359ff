/** A plan as a checklist: what is done, what is being done, what is left. */
import { CircleCheck, Circle, CircleDot } from 'lucide-react';
import { cx } from '../../ui/class-names';
import type { PlanItem } from './plan';

const looks = {
  done: 'text-ink-3',
  active: 'text-ink font-medium',
  pending: 'text-ink-2',
} as const;

export function PlanList({ plan }: { plan: readonly PlanItem[] }) {
  return (
    <ol aria-label="Plan" className="space-y-1">
      {plan.map((item, at) => (
        <li
          key={at}
          aria-current={item.status === 'active' ? 'step' : undefined}
          className={cx('flex items-start gap-2', looks[item.status])}
        >
          <Sign status={item.status} />
          <span className="min-w-0 break-words">{item.text}</span>
        </li>
      ))}
    </ol>
  );
}

function Sign({ status }: { status: PlanItem['status'] }) {
  const look = 'mt-[3px] shrink-0';
  if (status === 'done')
    return <CircleCheck size={14} aria-label="done" className={cx(look, 'text-ok')} />;
  if (status === 'active')
    return <CircleDot size={14} aria-label="now" className={cx(look, 'text-main-ink')} />;
  return <Circle size={14} aria-label="to do" className={cx(look, 'text-ink-3')} />;
}
