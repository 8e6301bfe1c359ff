/** The approvals of a session that wait, oldest first. */
import type { Approval } from '../../../preload/contract/shapes';
import { useSession } from '../../stores/session-store';
import { ApprovalCard } from './approval-card';

export interface ApprovalListProps {
  session: string;
  /** The ref of what holds them: its height is watched. */
  watch: (element: HTMLElement | null) => (() => void) | undefined;
}

const none: readonly Approval[] = [];

/** At the end of the transcript, where the reader of a running turn is. */
export function ApprovalList({ session, watch }: ApprovalListProps) {
  const approvals = useSession(session, (view) =>
    view.phase === 'ready' ? view.state.approvals : none,
  );
  if (approvals.length === 0) return null;
  return (
    <div ref={watch} className="space-y-3 pb-7">
      {approvals.map((approval) => (
        <ApprovalCard key={approval.id} approval={approval} onAnswered={toMessage} />
      ))}
    </div>
  );
}

/** The focus must not go to the next answer: pressed twice, it would be given unread. */
function toMessage(): void {
  document.querySelector<HTMLElement>('textarea[aria-label="Message"]')?.focus();
}
