/** The quick window's one view: the question, what it sees, the answer, and the keys. */
import { CircleAlert, Hourglass } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { commandOrToast } from '../../stores/commands';
import { onLiveEvents } from '../../stores/session-store';
import { announce } from '../../ui/announce';
import { cx } from '../../ui/class-names';
import { ApprovalCard } from '../approvals/approval-card';
import { sentenceFor } from '../transcript/announcements';
import type { TurnActions } from '../transcript/turn-actions';
import { useFollowEnd } from '../transcript/use-follow-end';
import { Answer, Question } from './answer';
import { AskBox } from './ask-box';
import { ConnectionLine } from './connection-line';
import {
  arrived,
  ask,
  focusQuestion,
  hideWindow,
  loseSession,
  newConversation,
  openInMain,
  openSettingsInMain,
  useConversation,
} from './conversation';
import { Footer } from './footer';
import { Sees } from './sees';
import { useChat } from './use-chat';
import { useFitHeight } from './use-fit-height';
import { Line } from './waiting-line';

export function QuickTurn({ mac }: { mac: boolean }) {
  const { session, asked, trouble, note } = useConversation();
  const { phase, state, message } = useChat(session);
  const { turns, queue, approvals } = state;
  const last = turns.at(-1);
  const running = last?.status === 'running' ? last : undefined;
  const [stopping, setStopping] = useState<string>();
  const stopKeys = mac ? 'Cmd+.' : 'Ctrl+.';

  const stop = () => {
    if (!session || !running) return;
    setStopping(running.id);
    void commandOrToast('turn.interrupt', { session, turn: running.id }).then((done) => {
      if (!done) setStopping(undefined);
    });
  };
  useKeys({ mac, stop });
  useEffect(
    () =>
      onLiveEvents((id, events) => {
        const sentence = id === session ? sentenceFor(events) : undefined;
        if (sentence) announce(sentence);
      }),
    [session],
  );

  useEffect(() => {
    if (phase !== 'gone') return;
    loseSession(
      `${message ?? 'This conversation was deleted.'} Your next question begins a new one.`,
    );
  }, [phase, message]);

  const header = useRef<HTMLDivElement>(null);
  const lower = useRef<HTMLDivElement>(null);
  const { scroller, content, onScroll } = useFollowEnd(session ?? '');
  useFitHeight(
    useMemo(() => [header, content, lower], [content]),
    2,
  );

  const actions = useMemo<TurnActions>(
    () => ({
      tryAgain: (turn) => ask(turn.text),
      openSettings: openSettingsInMain,
      chooseFolder: () => openInMain(session),
    }),
    [session],
  );
  const known = new Set([...turns.map((turn) => turn.id), ...queue.map((entry) => entry.turn)]);
  const shown = asked?.turn !== undefined && known.has(asked.turn) ? asked.turn : undefined;
  const onItsWay = shown === undefined ? asked : undefined;
  useEffect(() => {
    if (shown !== undefined) arrived(shown);
  }, [shown]);
  const anything = turns.length > 0 || queue.length > 0 || onItsWay !== undefined;

  return (
    <div
      className={cx(
        'flex h-full flex-col overflow-hidden border border-[color-mix(in_srgb,var(--quick)_38%,var(--line))] bg-panel [--caret:var(--quick)]',
        mac && 'rounded-panel',
      )}
    >
      <div ref={header} className={cx('shrink-0', anything && 'border-b border-line-soft')}>
        <div className="space-y-2.5 px-5 pt-[18px] pb-3.5">
          <AskBox followUp={anything} />
          <Sees />
          {trouble && (
            <p role="alert" className="flex items-start gap-2 text-bad">
              <CircleAlert size={15} aria-hidden className="mt-[3px] shrink-0" />
              <span className="min-w-0 break-words">{trouble}</span>
            </p>
          )}
        </div>
      </div>
      <div
        ref={scroller}
        onScroll={onScroll}
        role="log"
        aria-label="Answer"
        aria-live="off"
        tabIndex={anything ? 0 : -1}
        className="min-h-0 flex-1 overflow-y-auto focus-visible:-outline-offset-2"
      >
        <div ref={content} className="empty:hidden">
          {anything && (
            <div className="space-y-6 px-5 py-4">
              {turns.map((turn, at) => (
                <Answer
                  key={turn.id}
                  turn={turn}
                  number={at + 1}
                  last={at === turns.length - 1 && queue.length === 0}
                  actions={actions}
                  stopKeys={stopKeys}
                />
              ))}
              {approvals.map((approval) => (
                <ApprovalCard
                  key={approval.id}
                  approval={approval}
                  lane="quick"
                  onAnswered={focusQuestion}
                />
              ))}
              {queue.map((entry) => (
                <div key={entry.turn} className="space-y-2">
                  <Question text={entry.text} />
                  <Line icon={<Hourglass size={14} aria-hidden />}>
                    {state.paused
                      ? 'Waits: the last answer was stopped.'
                      : 'Asked after this answer.'}
                  </Line>
                </div>
              ))}
              {onItsWay && <Question text={onItsWay.text} />}
            </div>
          )}
        </div>
      </div>
      <div ref={lower} className="shrink-0">
        {note && (
          <p role="status" className="border-t border-line-soft px-5 py-2 text-ink-2">
            {note}
          </p>
        )}
        <ConnectionLine />
        <Footer
          turn={last}
          session={session}
          stopping={running !== undefined && stopping === running.id}
          onStop={stop}
          onNew={newConversation}
          onOpen={() => openInMain(session)}
        />
      </div>
    </div>
  );
}

/** Esc hides, once; Ctrl+N begins anew; Ctrl+. stops. Keys of an input method are left alone. */
function useKeys({ mac, stop }: { mac: boolean; stop: () => void }): void {
  const latest = useRef(stop);
  useEffect(() => {
    latest.current = stop;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented) return;
      const command = mac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
      if (event.key === 'Escape') hideWindow();
      else if (command && !event.shiftKey && event.key.toLowerCase() === 'n') newConversation();
      else if (command && event.key === '.') latest.current();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [mac]);
}
