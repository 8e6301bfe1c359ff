/** The quick window's one view: the question, what it sees, the answer, and the keys. */
import { CircleAlert, Hourglass } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { onLiveEvents } from '../../stores/session-store';
import { announce } from '../../ui/announce';
import { Button } from '../../ui/button';
import { cx } from '../../ui/class-names';
import { isDemo } from '../../ui/format';
import { useSettings } from '../../stores/settings-store';
import { Toasts } from '../../ui/toast';
import { ApprovalCard } from '../approvals/approval-card';
import { sentenceFor } from '../transcript/announcements';
import { answerOf } from '../transcript/turn-text';
import type { TurnActions } from '../transcript/turn-actions';
import { useFollowEnd } from '../transcript/use-follow-end';
import { Answer, Question } from './answer';
import { askAgain } from './answer-actions';
import { AskBox } from './ask-box';
import { ConnectionLine } from './connection-line';
import { focusQuestion, newConversation, useConversation } from './conversation';
import { Footer } from './footer';
import { useKeys } from './keys';
import { openInMain, openSettingsInMain } from './leaving';
import { answerToMake, makeOrOpen } from './make-kontask';
import { copyAnswer } from './panel';
import { ToolRow } from './tool-row';
import { useChat } from './use-chat';
import { useFitHeight } from './use-fit-height';
import { useOnItsWay, useOurs } from './use-ours';
import { useStop } from './use-stop';
import { Line } from './waiting-line';

export function QuickTurn({ mac }: { mac: boolean }) {
  const { session, trouble, note } = useConversation();
  const chat = useChat(session);
  const { turns, queue, approvals, paused } = chat.state;
  const last = turns.at(-1);
  const { stop, stopping } = useStop(session, last);
  const onItsWay = useOnItsWay(chat.state);
  useOurs(session, chat);
  const copy = () => {
    const answered = turns.findLast((turn) => answerOf(turn) !== '');
    if (session !== undefined && answered) void copyAnswer(session, answered);
  };
  const make = () => void makeOrOpen(session, turns);
  useKeys(mac, { stop, copy, make });
  useEffect(
    () =>
      onLiveEvents((id, events) => {
        const sentence = id === session ? sentenceFor(events) : undefined;
        if (sentence) announce(sentence);
      }),
    [session],
  );

  const header = useRef<HTMLDivElement>(null);
  const lower = useRef<HTMLDivElement>(null);
  const { scroller, content, onScroll } = useFollowEnd(session ?? '');
  useFitHeight(
    useMemo(() => [header, content, lower], [content]),
    2,
  );

  const actions = useMemo<TurnActions>(
    () => ({
      tryAgain: (turn) => askAgain(turn),
      elsewhere: { lane: 'quick', menu: false, ask: askAgain },
      openSettings: openSettingsInMain,
      chooseFolder: () => openInMain(session),
    }),
    [session],
  );
  const anything = turns.length > 0 || queue.length > 0 || onItsWay !== undefined;

  return (
    <div
      className={cx(
        'flex h-full flex-col overflow-hidden border border-[color-mix(in_srgb,var(--quick)_38%,var(--line))] bg-panel [--caret:var(--quick)]',
        mac && 'rounded-panel',
      )}
    >
      <div ref={header} className={cx('shrink-0', anything && 'border-b border-line-soft')}>
        <div className="space-y-2 px-5 pt-3.5 pb-2.5">
          <AskBox followUp={anything} />
          <ToolRow />
          {trouble && (
            <p role="alert" className="flex items-start gap-2 text-bad">
              <CircleAlert size={15} aria-hidden className="mt-[3px] shrink-0" />
              <span className="min-w-0 break-words">{trouble}</span>
            </p>
          )}
          {!anything && <NoModel />}
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
                  session={session ?? ''}
                  turn={turn}
                  number={at + 1}
                  last={at === turns.length - 1 && queue.length === 0}
                  actions={actions}
                  stopKeys={mac ? 'Cmd+.' : 'Ctrl+.'}
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
                    {paused ? 'Waits: the last answer was stopped.' : 'Asked after this answer.'}
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
        <Toasts inline />
        <ConnectionLine />
        <Footer
          turn={last}
          model={chat.state.session.model || undefined}
          stopping={stopping}
          onStop={() => {
            stop();
            // Its button goes with what it stops.
            focusQuestion();
          }}
          onMake={answerToMake(turns) && make}
          onNew={newConversation}
        />
      </div>
    </div>
  );
}

/** Where scripted answers are all there is, what answers truly stands before the first question. */
function NoModel() {
  const demo = useSettings((state) => isDemo(state.effective?.quick));
  if (!demo) return null;
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-small text-ink-2">
      No model is set up: /why, /status, /logs, /pool and /turn answer without one.
      <Button size="small" className="h-6" onClick={openSettingsInMain}>
        Settings
      </Button>
    </p>
  );
}
