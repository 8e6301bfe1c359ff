/** Above the log: what of it is shown, whether new records come by themselves, and all of it to the clipboard. */
import { Copy, Pause, Play, RotateCw, X } from 'lucide-react';
import { useIndex, sessionById } from '../../stores/index-store';
import { Button } from '../../ui/button';
import { ChipButton } from '../../ui/chip';
import { Input, Select } from '../../ui/field';
import { Segmented } from '../../ui/segmented';
import { StatusDot } from '../../ui/status-dot';
import { titleOf } from '../sessions/session-words';
import { changeFilter, setLive, useLog } from './log-store';

const levels = [
  { value: 'debug', label: 'All' },
  { value: 'info', label: 'Info' },
  { value: 'warn', label: 'Warnings' },
  { value: 'error', label: 'Errors' },
] as const;

export interface LogBarProps {
  /** How many records are shown. */
  shown: number;
  onCopy: () => void;
  onLook: () => void;
}

export function LogBar({ shown, onCopy, onLook }: LogBarProps) {
  const live = useLog((view) => view.live);
  return (
    <div className="mb-2.5 flex flex-wrap items-center gap-2">
      <h2 className="text-title font-semibold">Log</h2>
      <span className="min-w-24 flex-1 text-small text-ink-3">
        <StatusDot tone={live ? 'ok' : 'off'} className="mr-1.5 mb-px" />
        {live ? 'live' : 'paused'}
      </span>
      {!live && (
        <Button size="small" icon={<RotateCw size={12} aria-hidden />} onClick={onLook}>
          Refresh
        </Button>
      )}
      <Button
        size="small"
        icon={live ? <Pause size={12} aria-hidden /> : <Play size={12} aria-hidden />}
        onClick={() => setLive(!live)}
      >
        {live ? 'Pause' : 'Go live'}
      </Button>
      <Button
        size="small"
        icon={<Copy size={12} aria-hidden />}
        disabled={shown === 0}
        onClick={onCopy}
      >
        Copy
      </Button>
    </div>
  );
}

export function LogFilters() {
  const { level, area, session, text } = useLog((view) => view.filter);
  const areas = useLog((view) => view.areas);
  const known = useIndex(sessionById(session));
  return (
    <div className="mb-2 flex flex-wrap items-center gap-2">
      <Input
        type="search"
        aria-label="Search the log"
        placeholder="Search words…"
        spellCheck={false}
        autoComplete="off"
        maxLength={200}
        value={text}
        onChange={(event) => changeFilter({ text: event.target.value })}
        className="min-w-44 flex-1 basis-44"
      />
      <Select
        aria-label="Area"
        value={area ?? ''}
        onChange={(event) => changeFilter({ area: event.target.value || undefined })}
        className="w-auto!"
      >
        <option value="">All areas</option>
        {[...new Set([...areas, ...(area ? [area] : [])])].map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </Select>
      <Segmented
        label="Level"
        value={level}
        options={levels}
        onChange={(next) => changeFilter({ level: next })}
      />
      {session !== undefined && (
        <ChipButton
          aria-label={`Only “${known ? titleOf(known) : session}”: show all sessions`}
          onClick={() => changeFilter({ session: undefined })}
          className="py-1"
        >
          <span className="truncate">{known ? titleOf(known) : `Session ${session}`}</span>
          <X size={12} aria-hidden />
        </ChipButton>
      )}
    </div>
  );
}
