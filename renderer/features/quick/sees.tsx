/** What goes with a question, said before it is asked: the main turn that runs, and how Konsole itself is. */
import { cutText, oneLine } from '../../../preload/contract/text';
import type { Session } from '../../../preload/contract/shapes';
import { useIndex } from '../../stores/index-store';
import { Chip } from '../../ui/chip';
import { seconds } from '../../ui/format';
import { StatusDot } from '../../ui/status-dot';
import { useNow } from '../../ui/use-now';

const runs = (session: Session) => session.kind === 'main' && session.turn !== undefined;

export function Sees() {
  const sessions = useIndex((view) => view.sessions);
  const running = sessions.filter(runs);
  const now = useNow(running.length > 0, 1000);
  const newest = running[0];
  return (
    <ul aria-label="What it sees" className="flex min-w-0 items-center gap-2">
      <li className="flex min-w-0">
        {newest ? (
          <span
            title="What it was asked, its last steps and what it waits for go with your question."
            className="inline-flex min-w-0 items-center gap-1 rounded-full border border-quick/55 bg-quick-wash px-2.5 py-0.5 text-small text-quick"
          >
            <StatusDot tone="main" className="mr-0.5" />
            <span className="truncate">Sees: {cutText(oneLine(newest.title), 60)}</span>
            <span className="num shrink-0">· {stateOf(newest, now)}</span>
          </span>
        ) : (
          <Chip>Sees: no main turn is running</Chip>
        )}
      </li>
      {running.length > 1 && (
        <li className="shrink-0">
          <Chip>{running.length - 1} more running</Chip>
        </li>
      )}
      <li className="shrink-0">
        <Chip title="Recorded facts go with your question: what runs, waits, is retried, or failed lately.">
          konsole status
        </Chip>
      </li>
    </ul>
  );
}

function stateOf(session: Session, now: number): string {
  const age = session.startedAt === undefined ? '' : ` ${seconds(now - session.startedAt)}`;
  return session.status === 'waiting' ? `waits for you,${age}` : `running${age}`;
}
