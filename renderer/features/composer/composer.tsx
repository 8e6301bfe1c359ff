/** Where a person writes: Send when idle, Queue and Stop while a turn runs. A failed send keeps the text. */
import { ArrowUp, ListPlus, Square } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { KonsoleError } from '../../../preload/contract/errors';
import type { Queued } from '../../../preload/contract/shapes';
import { commandOrToast, messageOf, newCommandId } from '../../stores/commands';
import { useDesktop } from '../../stores/desktop-store';
import { announce } from '../../ui/announce';
import { Button } from '../../ui/button';
import { Kbd } from '../../ui/kbd';
import { toast } from '../../ui/toast';
import { useLate } from '../../ui/use-now';
import { PastedList } from './pasted-list';
import { QueueList } from './queue-list';
import { sendMessage } from './send';
import { useDraft } from './use-draft';
import { useEscapeTwice } from './use-escape-twice';

export interface ComposerProps {
  /** Absent for a session that the first Send makes. */
  session?: string | undefined;
  /** The running turn, which Stop names. */
  turn?: string | undefined;
  queue?: readonly Queued[];
  paused?: boolean;
  /** Facts at the lower left: the folder, for one. */
  chips?: ReactNode;
  onSent: (session: string) => void;
}

const noQueue: readonly Queued[] = [];

export function Composer(props: ComposerProps) {
  const { session, turn, queue = noQueue, paused = false, chips, onSent } = props;
  const draft = useDraft(session ?? '');
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<string>();
  const running = turn !== undefined;
  const waiting = useLate(!running && !paused && queue.length > 0);

  const stop = () => {
    if (session && turn) void commandOrToast('turn.interrupt', { session, turn });
  };
  const armed = useEscapeTwice(running, stop);

  const place = session ?? '';
  const shown = useRef<string>(undefined);
  useEffect(() => {
    if (shown.current === place) return;
    shown.current = place;
    draft.box.current?.focus();
    setFailure(undefined);
  }, [place, draft.box]);

  const busy = useRef(false);
  /** Of a message that may have got through though its answer did not; any change makes it another message. */
  const unanswered = useRef<{ text: string; commandId: string }>(undefined);
  const submit = async () => {
    const text = draft.read();
    if (busy.current || text === '') return;
    busy.current = true;
    setSending(true);
    setFailure(undefined);
    const again = session !== undefined && unanswered.current?.text === text;
    const commandId = (again && unanswered.current?.commandId) || newCommandId();
    unanswered.current = undefined;
    try {
      const sent = await sendMessage(session, text, commandId);
      draft.clear();
      if (running) announce('Queued');
      // Whoever went elsewhere meanwhile stays there.
      if (draft.box.current) onSent(sent.session);
    } catch (error) {
      if (mayHaveArrived(error)) unanswered.current = { text, commandId };
      if (draft.box.current) setFailure(messageOf(error));
      else toast({ message: `A message was not sent. ${messageOf(error)}`, tone: 'bad' });
    } finally {
      busy.current = false;
      setSending(false);
      draft.box.current?.focus();
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.altKey) return;
    if (event.nativeEvent.isComposing) return;
    event.preventDefault();
    void submit();
  };

  return (
    <form
      aria-label="Composer"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      className="rounded-panel border border-line bg-panel focus-within:border-[color-mix(in_srgb,var(--ink-3)_50%,var(--line))]"
    >
      {(running || paused || waiting) && session && (
        <QueueList session={session} queue={queue} paused={paused} />
      )}
      <PastedList pasted={draft.pasted} onRemove={draft.removePasted} />
      <textarea
        ref={draft.box}
        aria-label="Message"
        rows={1}
        spellCheck
        readOnly={sending}
        placeholder={
          running
            ? 'Write what comes next; it is queued…'
            : session
              ? 'Go on with this session…'
              : 'Ask something about this folder…'
        }
        onInput={() => {
          unanswered.current = undefined;
          draft.onInput();
        }}
        onKeyDown={onKeyDown}
        className="block max-h-[220px] min-h-[44px] w-full resize-none overflow-y-auto bg-transparent px-3.5 pt-3 pb-1 outline-none"
      />
      {failure && (
        <p role="alert" className="px-3.5 pb-1 break-words text-bad">
          {failure}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-2 px-3 pb-3">
        <div className="flex min-w-0 flex-1 items-center gap-2">
          {running ? <RunningKeys armed={armed} /> : chips}
        </div>
        <QuickKey />
        {running && (
          <Button icon={<Square size={11} fill="currentColor" aria-hidden />} onClick={stop}>
            Stop
          </Button>
        )}
        {running ? (
          <Button
            type="submit"
            disabled={draft.blank || sending}
            icon={<ListPlus size={15} aria-hidden />}
          >
            Queue
          </Button>
        ) : (
          <Button
            type="submit"
            tone="primary"
            disabled={draft.blank || sending}
            icon={<ArrowUp size={15} aria-hidden />}
          >
            Send
          </Button>
        )}
      </div>
    </form>
  );
}

/** What was refused for a reason has an answer, which a repeat would only get again. */
function mayHaveArrived(error: unknown): boolean {
  return !(error instanceof KonsoleError) || error.code === 'internal';
}

/** What the keys do while a turn runs. */
function RunningKeys({ armed }: { armed: boolean }) {
  if (armed) {
    return (
      <span role="status" className="text-small text-ink-2">
        <Kbd keys="Esc" /> again to stop
      </span>
    );
  }
  return (
    <span className="pl-0.5 text-small text-ink-3">
      <span className="max-[560px]:hidden">
        <Kbd keys="Enter" /> queues ·{' '}
      </span>
      <Kbd keys="Esc" /> twice stops
    </span>
  );
}

function QuickKey() {
  const hotkey = useDesktop((state) => state.info?.hotkey);
  if (!hotkey || hotkey.accelerator === '' || hotkey.state !== 'registered') return null;
  return (
    <span className="text-small text-ink-3 max-[620px]:hidden">
      <Kbd keys={hotkey.accelerator} /> quick turn
    </span>
  );
}
