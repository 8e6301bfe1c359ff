/** Commands that go on in the background, beyond the turn that started them: what, since when, how to end one, how one ended. */
import { CircleStop, SquareTerminal, X } from 'lucide-react';
import { useState } from 'react';
import type { EndedJob, Job } from '../../../preload/contract/shapes';
import { cutText, oneLine } from '../../../preload/contract/text';
import { commandOrToast } from '../../stores/commands';
import { Button } from '../../ui/button';
import { plural, seconds } from '../../ui/format';
import { useNow } from '../../ui/use-now';

export interface JobListProps {
  session: string;
  jobs: readonly Job[];
  /** Over since the last turn began. */
  ended: readonly EndedJob[];
  /** Takes the focus when what had it goes. */
  onGone: () => void;
}

export function JobList({ session, jobs, ended, onGone }: JobListProps) {
  const now = useNow(jobs.length > 0, 1000);
  if (jobs.length + ended.length === 0) return null;
  return (
    <div className="border-b border-line-soft px-3.5 pt-2 pb-1.5">
      <p className="text-small text-ink-3">{headline(jobs.length)}</p>
      <ul aria-label="Background commands" className="max-h-[min(96px,18vh)] overflow-y-auto">
        {jobs.map((job) => (
          <JobRow
            key={job.id}
            session={session}
            job={job}
            ran={seconds(now - job.startedAt)}
            onGone={onGone}
          />
        ))}
        {ended.map((job) => (
          <EndedRow key={job.id} job={job} />
        ))}
      </ul>
    </div>
  );
}

function headline(count: number): string {
  if (count === 0) return 'Ran in the background';
  return count === 1
    ? 'Runs in the background'
    : `${plural(count, 'command')} run in the background`;
}

/** The command itself: where it runs is said above. */
const lineOf = ({ command }: Pick<Job, 'command'>) =>
  cutText(oneLine(command.replace(/^Run (.*) in the background$/s, '$1')), 200);

function EndedRow({ job }: { job: EndedJob }) {
  const failed = job.how === 'lost' || (job.how === 'exit' && job.code !== 0);
  const Icon = failed ? X : CircleStop;
  return (
    <li className="flex items-center gap-2 py-0.5">
      <Icon size={13} aria-hidden className={`shrink-0 ${failed ? 'text-bad' : 'text-ink-3'}`} />
      <code className="min-w-0 truncate" title={job.command}>
        {lineOf(job)}
      </code>
      <span className={`shrink-0 text-small ${failed ? 'text-bad' : 'text-ink-3'}`}>
        {endWords(job)} after {seconds(Math.max(0, job.at - job.startedAt))}
      </span>
    </li>
  );
}

function endWords({ how, code }: EndedJob): string {
  if (how === 'stopped') return 'stopped';
  return code === undefined ? 'ended, how is not known' : `ended with exit ${code}`;
}

interface JobRowProps {
  session: string;
  job: Job;
  ran: string;
  onGone: () => void;
}

function JobRow({ session, job, ran, onGone }: JobRowProps) {
  const [ending, setEnding] = useState(false);
  const command = lineOf(job);
  const end = async () => {
    if (ending) return;
    setEnding(true);
    // When it is over the stream takes the row away.
    if (await commandOrToast('job.stop', { session, job: job.id })) onGone();
    else setEnding(false);
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
