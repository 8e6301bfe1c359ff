/** The lower edge: which model answers and how fast it began; what the keys do. */
import { MessageSquarePlus, Square } from 'lucide-react';
import type { Turn } from '../../../preload/contract/shapes';
import { useSettings } from '../../stores/settings-store';
import { Button, IconButton } from '../../ui/button';
import { Chip } from '../../ui/chip';
import { demoLabel, isDemo, seconds } from '../../ui/format';
import { Kbd } from '../../ui/kbd';
import { StatusDot } from '../../ui/status-dot';
import { useNow } from '../../ui/use-now';
import { modelLabel } from '../settings/model-groups';

export interface FooterProps {
  /** The newest turn, if any. */
  turn: Turn | undefined;
  session: string | undefined;
  stopping: boolean;
  onStop: () => void;
  onNew: () => void;
  onOpen: () => void;
}

export function Footer({ turn, session, stopping, onStop, onNew, onOpen }: FooterProps) {
  const quick = useSettings((state) => state.effective?.quick ?? state.settings?.models.quick);
  const models = useSettings((state) => state.models);
  const model = turn?.model ?? quick;
  const demo = isDemo(model);
  const running = turn?.status === 'running';
  return (
    <div className="flex h-[46px] items-center gap-x-3 border-t border-line-soft bg-bg/55 px-5 text-ink-3">
      {model && (
        <Chip title={model} className="min-w-[72px] shrink">
          <StatusDot tone={demo ? 'info' : 'quick'} />
          <span role={demo ? 'status' : undefined} className="truncate">
            {demo ? demoLabel : modelLabel(model, models)}
          </span>
        </Chip>
      )}
      {turn && <FirstToken turn={turn} />}
      <span className="ml-auto flex items-center gap-x-2.5 text-small whitespace-nowrap">
        {running && (
          <Button
            size="small"
            icon={<Square size={11} fill="currentColor" aria-hidden />}
            disabled={stopping}
            onClick={onStop}
          >
            Stop
          </Button>
        )}
        {session !== undefined && (
          <>
            <IconButton size="small" label="New conversation" onClick={onNew}>
              <MessageSquarePlus size={15} aria-hidden />
            </IconButton>
            <Button size="small" tone="quiet" className="px-1.5" onClick={onOpen}>
              Open as session
            </Button>
          </>
        )}
        {!running && (
          <span>
            <Kbd keys="Enter" /> {session === undefined ? 'ask' : 'follow up'}
          </span>
        )}
        <span>
          <Kbd keys="Escape" /> hide
        </span>
      </span>
    </div>
  );
}

/** The time to the first word: counted while it is waited for, then as measured. */
function FirstToken({ turn }: { turn: Turn }) {
  const waiting = turn.status === 'running' && turn.clock?.phase === 'first';
  const now = useNow(waiting, 1000);
  if (waiting) {
    const waited = now - (turn.startedAt ?? now);
    return waited < 1000 ? null : (
      <span className="num text-small whitespace-nowrap">first token … {seconds(waited)}</span>
    );
  }
  const ms = turn.timing?.ttfeMs ?? turn.clock?.spent.first;
  if (ms === undefined || turn.blocks.length === 0) return null;
  return (
    <span className="num text-small whitespace-nowrap">first token {(ms / 1000).toFixed(2)} s</span>
  );
}
