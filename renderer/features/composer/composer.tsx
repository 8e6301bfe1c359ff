/** Where a person writes: Send when idle; Steer, Queue and Stop while a turn runs. What could not go stays. */
import { ArrowUp, CornerDownRight, ListPlus, Square } from 'lucide-react';
import { useCallback, useEffect, useId, useRef } from 'react';
import type { ClipboardEvent, KeyboardEvent, ReactNode } from 'react';
import type { EndedJob, Job, Queued } from '../../../preload/contract/shapes';
import { useAttachments } from '../../stores/attachments';
import { commandOrToast } from '../../stores/commands';
import { useDesktop } from '../../stores/desktop-store';
import { flushDraft } from '../../stores/draft-store';
import { cx } from '../../ui/class-names';
import { Button } from '../../ui/button';
import { Kbd } from '../../ui/kbd';
import { useChosenModel } from '../../stores/model-choice';
import { useStillCaret } from '../../ui/still-caret';
import { useLate } from '../../ui/use-now';
import { AttachmentList } from './attachment-list';
import { AttachButton } from './attach-button';
import { DropOverlay } from './drop-overlay';
import { filesPasted } from './dropped';
import { RunningKeys } from './gestures';
import { JobList } from './job-list';
import { MentionList } from './mention-list';
import { PastedList } from './pasted-list';
import { QueueList } from './queue-list';
import { useUnread } from './unread';
import { useAttach } from './use-attach';
import { useDraft } from './use-draft';
import { useDrop } from './use-drop';
import { useEscapeTwice } from './use-escape-twice';
import { useKeepCaret } from './use-keep-caret';
import { useMention } from './use-mention';
import { useRecall } from './use-recall';
import { reasonAgainst, useSubmit } from './use-submit';
import type { Gesture } from './use-submit';

export interface ComposerProps {
  /** Absent for a session that the first Send makes. */
  session?: string | undefined;
  /** `<provider>/<model>` that answers unless another one is chosen, where that is known. */
  model?: string | undefined;
  /** The running turn, which Stop names. */
  turn?: string | undefined;
  queue?: readonly Queued[];
  paused?: boolean;
  /** Commands that run in the background. */
  jobs?: readonly Job[] | undefined;
  /** Background commands that ended since the last turn began. */
  ended?: readonly EndedJob[] | undefined;
  /** Facts at the lower left: the folder, for one. */
  chips?: ReactNode;
  /** Facts that stand there while a turn runs, too: which model answers, what tools may do. */
  mode?: ReactNode;
  onSent: (session: string) => void;
}

const noQueue: readonly Queued[] = [];
const noEnded: readonly EndedJob[] = [];
const noJobs: readonly Job[] = [];

export function Composer(props: ComposerProps) {
  const { session, turn, queue = noQueue, paused = false, jobs = noJobs, ended = noEnded } = props;
  const { chips, mode, model, onSent } = props;
  const place = session ?? '';
  const draft = useDraft(place);
  const { box } = draft;
  const attachments = useAttachments(place);
  const mention = useMention(session, box);
  const recall = useRecall(session, draft);
  const sent = useCallback(
    (to: string) => {
      recall.end();
      onSent(to);
    },
    [recall, onSent],
  );
  const { busy, failure, submit, changed } = useSubmit({ session, draft, onSent: sent });
  const attach = useAttach(place);
  const over = useDrop((brought) => {
    attach.take(brought);
    box.current?.focus();
  });
  useStillCaret(box);
  useKeepCaret(box);

  const running = turn !== undefined;
  const waiting = useLate(!running && !paused && queue.length > 0);
  const stop = () => {
    if (session && turn) void commandOrToast('turn.interrupt', { session, turn });
  };
  const armed = useEscapeTwice(running, stop);

  const focusBox = () => box.current?.focus();
  const shown = useRef<string>(undefined);
  useEffect(() => {
    if (shown.current === place) return;
    shown.current = place;
    box.current?.focus();
  }, [place, box]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (mention.onKeyDown(event) || recall.onKeyDown(event)) {
      event.preventDefault();
      return;
    }
    if (event.key !== 'Enter' || event.shiftKey || event.altKey) return;
    if (event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (!running) submit('send');
    else submit(event.ctrlKey || event.metaKey ? 'queue' : 'steer');
  };
  const onPaste = (event: ClipboardEvent) => {
    const brought = filesPasted(event.clipboardData);
    if (brought.files.length === 0 && !brought.folder) return;
    event.preventDefault();
    attach.take(brought);
  };

  const gesture: Gesture = running ? 'steer' : 'send';
  const reason = reasonAgainst(attachments, draft.blank, gesture);
  const stopped = (for_: Gesture) =>
    draft.blank || busy || reasonAgainst(attachments, false, for_) !== undefined;
  const unread = useUnread(place, useChosenModel(session) ?? model);
  const told = [attach.note ?? (running ? undefined : reason), unread].filter(Boolean);
  const note = told.length > 0 ? told.join(' ') : undefined;
  const hint = useId();
  const listed = (mention.view?.files?.length ?? 0) > 0 ? mention.view : undefined;

  return (
    <form
      aria-label="Composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit(gesture);
      }}
      className="relative rounded-panel border border-line bg-panel focus-within:border-[color-mix(in_srgb,var(--ink-3)_50%,var(--line))]"
    >
      {over && <DropOverlay />}
      {mention.view && <MentionList view={mention.view} choose={mention.choose} />}
      {session && <JobList session={session} jobs={jobs} ended={ended} onGone={focusBox} />}
      {(running || paused || waiting) && session && (
        <QueueList session={session} queue={queue} paused={paused} />
      )}
      <AttachmentList place={place} attachments={attachments} />
      <PastedList pasted={draft.pasted} onRemove={draft.removePasted} />
      <textarea
        ref={box}
        aria-label="Message"
        aria-describedby={note === undefined ? undefined : hint}
        aria-autocomplete="list"
        aria-haspopup={listed ? 'listbox' : undefined}
        aria-controls={listed?.id}
        aria-activedescendant={listed && `${listed.id}-${listed.active}`}
        rows={1}
        spellCheck
        readOnly={busy}
        placeholder={placeholderFor(session, running)}
        onInput={() => {
          changed();
          draft.onInput();
          mention.onInput();
        }}
        onSelect={mention.onSelect}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onBlur={() => {
          mention.close();
          flushDraft(place);
        }}
        className="block max-h-[min(220px,34vh)] min-h-[44px] w-full resize-none overflow-y-auto bg-transparent px-3.5 pt-3 pb-1 [field-sizing:content] outline-none"
      />
      {note !== undefined && (
        <p id={hint} role="status" className="px-3.5 pb-1 text-small text-ink-2">
          {note}
        </p>
      )}
      {failure && (
        <p role="alert" className="px-3.5 pb-1 break-words text-bad">
          {failure}
        </p>
      )}
      <div className="@container px-3 pb-3">
        <div className="flex flex-wrap items-center justify-end gap-2">
          <div
            className={cx(
              'flex min-w-0 flex-1 items-center gap-2',
              // The model, what tools may do and what the keys do need a row of their own.
              running && 'basis-full',
            )}
          >
            <AttachButton onFiles={(files) => attach.take({ files, folder: false })} />
            {mode}
            {running ? <RunningKeys armed={armed} files={attachments.length > 0} /> : chips}
          </div>
          <QuickKey hidden={running} />
          {running ? (
            <>
              <Button icon={<Square size={11} fill="currentColor" aria-hidden />} onClick={stop}>
                Stop
              </Button>
              <Button
                disabled={stopped('queue')}
                icon={<ListPlus size={15} aria-hidden />}
                onClick={() => submit('queue')}
              >
                Queue
              </Button>
              <Button
                type="submit"
                tone="primary"
                disabled={stopped('steer')}
                icon={<CornerDownRight size={15} aria-hidden />}
              >
                Steer
              </Button>
            </>
          ) : (
            <Button
              type="submit"
              tone="primary"
              disabled={stopped('send')}
              icon={<ArrowUp size={15} aria-hidden />}
            >
              Send
            </Button>
          )}
        </div>
      </div>
    </form>
  );
}

function placeholderFor(session: string | undefined, running: boolean): string {
  if (running) return 'Tell the running turn something, or queue what comes next…';
  return session ? 'Go on with this session…' : 'Ask something about this folder…';
}

/** While a turn runs, the line belongs to what can be done with it. */
function QuickKey({ hidden }: { hidden: boolean }) {
  const hotkey = useDesktop((state) => state.info?.hotkey);
  if (hidden || !hotkey || hotkey.accelerator === '' || hotkey.state !== 'registered') return null;
  return (
    <span className="text-small text-ink-3 max-[620px]:hidden">
      <Kbd keys={hotkey.accelerator} /> quick turn
    </span>
  );
}
