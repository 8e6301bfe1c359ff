/** What the transcript says of the session as a whole: opening, empty, out of reach, waiting for a host. */
import { CloudOff, Hourglass, MessageSquare } from 'lucide-react';
import { useHealth } from '../../stores/health-store';
import { thePage } from '../../stores/page';
import { placeInLine, usePool } from '../../stores/pool-store';
import { Button } from '../../ui/button';
import { Empty } from '../../ui/empty';
import { baseName, plural } from '../../ui/format';
import { useLate, useNow } from '../../ui/use-now';
import { Line } from './turn-notes';

/** Calm shapes where turns will stand; shown late, and without motion. */
export function Opening() {
  const long = useLate(true, 8_000);
  return (
    <div className="space-y-7 py-2" role="status">
      <p className="text-center text-ink-3">
        {long ? 'Still opening the session…' : 'Opening the session…'}
      </p>
      <div aria-hidden className="space-y-4">
        <div className="ml-auto h-11 w-2/5 rounded-[12px] bg-raised" />
        <div className="h-3.5 w-full rounded-control bg-raised" />
        <div className="h-3.5 w-11/12 rounded-control bg-raised" />
        <div className="h-3.5 w-3/5 rounded-control bg-raised" />
      </div>
    </div>
  );
}

export function EmptySession({ workspace }: { workspace?: string | undefined }) {
  return (
    <Empty title="Nothing here yet" icon={<MessageSquare size={22} aria-hidden />}>
      <p>
        Write a message below.
        {workspace &&
          ` The model can read the files of ${baseName(workspace)}, and each step it takes is shown here.`}
      </p>
    </Empty>
  );
}

/** A message was sent and no host is free: it starts by itself. Of its place in line the composer tells. */
export function WaitsForHost({ session, waiting }: { session: string; waiting: number }) {
  const late = useLate(true);
  const inLine = usePool((pool) => placeInLine(pool.status, session) !== undefined);
  const lane = usePool((pool) => pool.status?.lanes.main);
  if (!late || inLine) return null;
  const full = lane !== undefined && lane.hosts > 0 && lane.busy >= lane.hosts;
  const why = full
    ? `All ${plural(lane.hosts, 'host')} are busy with other turns.`
    : 'A host is being made ready.';
  return (
    <div role="status" className="pb-7">
      <Line icon={<Hourglass size={14} aria-hidden />} tone="text-ink-2">
        {waiting === 1 ? 'Your message waits.' : `${plural(waiting, 'message')} wait.`} {why} It
        starts by itself.
      </Line>
    </div>
  );
}

const time = (at: number) =>
  new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });

/**
 * The stream is not live. What is on screen is in the journal; turns run on without this window. A screen reader is
 * told by the page (announce-stream.ts).
 */
export function OfflineBar() {
  const health = useHealth((state) => state.health);
  const status = health?.status ?? 'idle';
  const away = useLate(status !== 'live' && status !== 'catching-up' && status !== 'idle', 1_000);
  const now = useNow(away && health?.retryAt !== undefined, 1_000);
  if (!away || !health) return null;
  const left = health.retryAt === undefined ? 0 : Math.ceil((health.retryAt - now) / 1_000);
  const since = health.lastHeardAt === undefined ? '' : ` since ${time(health.lastHeardAt)}`;
  const final = status === 'refused' || status === 'closed';
  return (
    <div
      role="group"
      aria-label="Connection"
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line-soft bg-panel px-5 py-2 max-[800px]:px-3"
    >
      <CloudOff size={15} aria-hidden className="shrink-0 text-info" />
      <p className="min-w-0 flex-1 text-ink-2">
        <span className="text-ink">
          {status === 'stalled' ? 'Nothing heard' : 'Not connected'}
          {since}.
        </span>{' '}
        {final
          ? 'This window may no longer listen. Close it and open it again; nothing is lost.'
          : 'What you see is safe, and turns go on without this window.'}
      </p>
      {!final && left > 0 && (
        <span className="num text-small text-ink-3">Next try in {left} s</span>
      )}
      {!final && (
        <Button size="small" onClick={() => thePage().stream.wake()}>
          Connect now
        </Button>
      )}
    </div>
  );
}
