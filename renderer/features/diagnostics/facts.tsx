/** What this window knows of stream, journal and app, for a report of a problem; and what start-up found. */
import { TriangleAlert } from 'lucide-react';
import { useDesktop } from '../../stores/desktop-store';
import { useIndex } from '../../stores/index-store';
import { useSettings } from '../../stores/settings-store';
import { count, plural } from '../../ui/format';
import { keysOf } from '../../ui/kbd';
import { useShownStream } from '../transport/use-stream';
import { transportNames } from '../transport/ways';

export function Notices() {
  const notices = useDesktop((state) => state.info?.notices);
  const problems = useSettings((state) => state.problems);
  const messages = [
    ...(notices ?? []).map((notice) => ({ id: notice.id, message: notice.message })),
    ...problems.map(({ field, message }) => ({
      id: `settings-${field}`,
      message: `settings.json, ${field}: ${message}. Its default is used.`,
    })),
  ];
  if (messages.length === 0) return null;
  return (
    <section aria-label="Notices" className="space-y-2">
      {messages.map(({ id, message }) => (
        <p key={id} className="flex items-start gap-2 rounded-card bg-main-wash px-3.5 py-2.5">
          <TriangleAlert size={15} aria-hidden className="mt-[3px] shrink-0 text-main-ink" />
          <span className="min-w-0 break-words">{message}</span>
        </p>
      ))}
    </section>
  );
}

export function Facts() {
  const info = useDesktop((state) => state.info);
  const stream = useShownStream('main');
  const seq = useIndex((view) => view.seq);
  const pos = useIndex((view) => view.pos);
  const sessions = useIndex((view) => view.sessions.length);
  const rows: Array<readonly [string, string]> = [];
  if (stream) {
    const { health, text } = stream;
    rows.push([
      'Stream',
      `${transportNames[health.transport]} · ${text} · ${plural(health.gaps, 'gap')} · ${plural(health.reconnects, 'reconnect')}`,
    ]);
  }
  rows.push(['Journal', `index at sequence ${count(seq)}, position ${count(pos)}`]);
  rows.push(['Sessions', count(sessions)]);
  if (info) {
    rows.push(['Version', `Konsole ${info.version}, Electron ${info.electron}, ${info.platform}`]);
    rows.push(['Data folder', info.home]);
    const { accelerator, state, message } = info.hotkey;
    rows.push(['Hotkey', `${keysOf(accelerator).join(' ') || 'none'} · ${message ?? state}`]);
  }
  return (
    <section aria-label="Facts">
      <h2 className="mb-2.5 text-title font-semibold">Stream and journal</h2>
      <dl className="grid grid-cols-[110px_1fr] gap-x-4 gap-y-1.5">
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-3">{name}</dt>
            <dd className="num min-w-0 break-words">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
