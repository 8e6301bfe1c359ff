/** Commands that go on in the background, beyond the turn that started them: what, since when, and how to end one. */
import { SquareTerminal } from 'lucide-react';
import { useState } from 'react';
import type { Job } from '../../../preload/contract/shapes';
import { cutText, oneLine } from '../../../preload/contract/text';
import { commandOrToast } from '../../stores/commands';
import { Button } from '../../ui/button';
import { plural, seconds } from '../../ui/format';
import { useNow } from '../../ui/use-now';

export interface JobListProps {
  session: string;
  jobs: readonly Job[];
}

export function JobList({ session, jobs }: JobListProps) {
  const now = useNow(jobs.length > 0, 1000);
  if (jobs.length === 0) return null;
  return (
    <div className="border-b border-line-soft px-3.5 pt-2 pb-1.5">
      <p className="text-small text-ink-3">
        {jobs.length === 1
          ? 'Runs in the background'
          : `${plural(jobs.length, 'command')} run in the background`}
      </p>
      <ul aria-label="Background commands" className="max-h-[min(96px,18vh)] overflow-y-auto">
        {jobs.map((job) => (
          <JobRow key={job.id} session={session} job={job} ran={seconds(now - job.startedAt)} />
        ))}
      </ul>
    </div>
  );
}

function JobRow({ session, job, ran }: { session: string; job: Job; ran: string }) {
  const [ending, setEnding] = useState(false);
  const command = cutText(oneLine(job.command), 200);
  const end = async () => {
    if (ending) return;
    setEnding(true);
    // When it is over the stream takes the row away.
    if (!(await commandOrToast('job.stop', { session, job: job.id }))) setEnding(false);
  };
  return (
    <li className="flex items-center gap-2 py-0.5">
      <SquareTerminal size={13} aria-hidden className="shrink-0 text-ok" />
      <code className="min-w-0 truncate" title={job.command}>
        {command}
      </code>
      <span className="num shrink-0 text-small text-ink-3">{ran}</span>
      <span className="flex-1" />
      <Button
        size="small"
        tone="quiet"
        aria-label={`End ${command}`}
        aria-disabled={ending}
        onClick={() => void end()}
      >
        {ending ? 'Ending…' : 'End'}
      </Button>
    </li>
  );
}
