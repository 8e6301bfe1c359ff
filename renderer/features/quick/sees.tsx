/** What goes with a question, said before it is asked: main turns, how Konsole itself is, files. Each can be taken away. */
import { RotateCw, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { cutText, oneLine } from '../../../preload/contract/text';
import type { Session } from '../../../preload/contract/shapes';
import { addAgain, removeAttachment, useAttachments } from '../../stores/attachments';
import type { Attachment } from '../../stores/attachments';
import { useIndex } from '../../stores/index-store';
import { cx } from '../../ui/class-names';
import { FileIcon } from '../../ui/file-icon';
import { age, fileSize, seconds } from '../../ui/format';
import { StatusDot } from '../../ui/status-dot';
import { useNow } from '../../ui/use-now';
import { titleOf } from '../sessions/session-words';
import { focusQuestion } from './conversation';
import { leaveOut, runs, seenSessions, seeStatus, useSeeing } from './seeing';

export function Sees({ place }: { place: string }) {
  const seeing = useSeeing();
  const sessions = useIndex((view) => view.sessions);
  const files = useAttachments(place);
  const seen = seenSessions(seeing, sessions);
  const now = useNow(seen.length > 0, 1000);
  return (
    <ul aria-label="What it sees" className="flex min-w-0 flex-1 flex-wrap items-center gap-2">
      {seen.length === 0 && (
        <Seen>{sessions.some(runs) ? 'Sees: no main turn' : 'Sees: no main turn is running'}</Seen>
      )}
      {seen.map((session) => (
        <SeenSession key={session.id} session={session} now={now} several={seen.length > 1} />
      ))}
      {seeing.status && (
        <Seen
          title="Recorded facts go with your question: what runs, waits, is retried, or failed lately."
          remove="Leave out konsole status"
          onRemove={() => seeStatus(false)}
        >
          konsole status
        </Seen>
      )}
      {files.map((file) => (
        <SeenFile key={file.key} place={place} file={file} />
      ))}
    </ul>
  );
}

interface SeenSessionProps {
  session: Session;
  now: number;
  several: boolean;
}

/** So long a title leaves room for the konsole's status beside it, UTF-16 units. */
const titleChars = 36;

/** Of several, two stand side by side. */
function SeenSession({ session, now, several }: SeenSessionProps) {
  const title = cutText(oneLine(titleOf(session)), titleChars);
  const running = runs(session);
  return (
    <Seen
      tone="quick"
      title={`${title}: what it was asked, its last steps and what it waits for go with your question.`}
      className={several ? 'max-w-[calc(50%-4px)]' : 'max-w-full'}
      remove={`Leave out ${title}`}
      onRemove={() => leaveOut(session.id)}
    >
      {running && <StatusDot tone="main" className="mr-0.5" />}
      <span className="truncate">Sees: {title}</span>
      <span className="num shrink-0">· {stateOf(session, now)}</span>
    </Seen>
  );
}

function SeenFile({ place, file }: { place: string; file: Attachment }) {
  const { key, name, size, state, reason, again, preview, blob } = file;
  const failed = state === 'failed';
  return (
    <Seen
      tone={failed ? 'bad' : 'plain'}
      title={preview ?? name}
      remove={`Remove ${name}`}
      onRemove={() => removeAttachment(place, key)}
    >
      <FileIcon type={blob?.type} size={12} />
      <span className="max-w-[220px] truncate">{name}</span>
      <span role={failed ? 'alert' : undefined} className="num min-w-0 truncate">
        {failed ? reason : state === 'adding' ? 'adding…' : `· ${fileSize(size)}`}
      </span>
      {again && (
        <button
          type="button"
          aria-label={`Try again: ${name}`}
          className="flex size-6 shrink-0 items-center justify-center rounded-full hover:bg-hover"
          onClick={() => {
            addAgain(place, key);
            focusQuestion();
          }}
        >
          <RotateCw size={12} aria-hidden />
        </button>
      )}
    </Seen>
  );
}

const tones = {
  plain: 'border-line-soft bg-raised text-ink-2',
  quick: 'border-quick/55 bg-quick-wash text-quick',
  bad: 'border-bad/60 bg-bad-wash text-bad',
} as const;

interface SeenProps {
  tone?: keyof typeof tones;
  className?: string;
  title?: string;
  /** The name of the button that takes it away; absent where it cannot be. */
  remove?: string;
  onRemove?: () => void;
  children: ReactNode;
}

function Seen({
  tone = 'plain',
  className = 'max-w-full',
  title,
  remove,
  onRemove,
  children,
}: SeenProps) {
  return (
    <li
      className={cx(
        'flex h-[26px] min-w-0 items-center rounded-full border text-small',
        tones[tone],
        className,
        remove === undefined ? 'pr-2.5' : 'pr-px',
      )}
    >
      <span title={title} className="flex min-w-0 items-center gap-1 pl-2.5">
        {children}
      </span>
      {remove !== undefined && (
        <button
          type="button"
          aria-label={remove}
          title={remove}
          // What it stood on is gone then.
          onClick={() => {
            onRemove?.();
            focusQuestion();
          }}
          className="flex size-6 shrink-0 items-center justify-center rounded-full opacity-80 hover:bg-hover hover:opacity-100"
        >
          <X size={12} aria-hidden />
        </button>
      )}
    </li>
  );
}

function stateOf(session: Session, now: number): string {
  if (!runs(session)) return age(session.updatedAt, now);
  const ran = session.startedAt === undefined ? '' : ` ${seconds(now - session.startedAt)}`;
  return session.status === 'waiting' ? `waits for you,${ran}` : `running${ran}`;
}
