/** The quick window's one view: the question, what it sees, the answer, and the keys. */
import { CircleAlert } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { recordsModel } from '../../../preload/contract/records';
import type { Turn } from '../../../preload/contract/shapes';
import { onLiveEvents } from '../../stores/session-store';
import { announce } from '../../ui/announce';
import { Button } from '../../ui/button';
import { cx } from '../../ui/class-names';
import { isDemo } from '../../ui/format';
import { useSettings } from '../../stores/settings-store';
import { Toasts } from '../../ui/toast';
import { modelLabel } from '../settings/model-groups';
import { sentenceFor } from '../transcript/announcements';
import { answerOf } from '../transcript/turn-text';
import type { TurnActions } from '../transcript/turn-actions';
import { useFollowEnd } from '../transcript/use-follow-end';
import { askAgain } from './answer-actions';
import { AskBox } from './ask-box';
import { Column } from './column';
import { ConnectionLine } from './connection-line';
import { focusQuestion, keepFirst, newConversation, useConversation } from './conversation';
import { Exchanges } from './exchanges';
import { Footer } from './footer';
import { useKeys } from './keys';
import { openInMain, openSettingsInMain } from './leaving';
import { answerToMake, makeOrOpen } from './make-kontask';
import { copyAnswer } from './panel';
import { Second } from './second';
import { ToolRow } from './tool-row';
import { useChat } from './use-chat';
import { useFitHeight } from './use-fit-height';
import { useOnItsWay, useOurs } from './use-ours';
import { useSecond } from './use-second';
import { useStop } from './use-stop';

export function QuickTurn({ mac }: { mac: boolean }) {
  const { session, trouble, note, model: chosen } = useConversation();
  const chat = useChat(session);
  const { turns, queue } = chat.state;
  const last = turns.at(-1);
  const first = useStop(session, last);
  const models = useSettings((state) => state.models);
  const quick = useSettings((state) => state.effective?.quick ?? state.settings?.models.quick);
  // Who is asked next, and who was asked the newest question.
  const asked = chosen ?? (chat.state.session.model || quick);
  const firstModel = askedOf(last) ?? asked ?? '';
  const firstLabel = modelLabel(firstModel, models);
  const second = useSecond(asked);
  const compared = second?.model;
  const stop = () => {
    first.stop();
    second?.stop();
  };
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
        if (sentence) announce(compared === undefined ? sentence : `${firstLabel}: ${sentence}`);
      }),
    [compared, firstLabel, session],
  );

  const header = useRef<HTMLDivElement>(null);
  const lower = useRef<HTMLDivElement>(null);
  const { scroller, content, onScroll } = useFollowEnd(last?.id ?? session ?? '');
  useFitHeight(
    useMemo(() => [header, content, lower], [content]),
    2,
  );

  const actions = useMemo<TurnActions>(
    () => ({
      tryAgain: (turn) => askAgain(turn),
      elsewhere: { lane: 'quick', menu: false, without: compared, ask: askAgain },
      openSettings: openSettingsInMain,
      chooseFolder: () => openInMain(session),
    }),
    [compared, session],
  );
  const stopKeys = mac ? 'Cmd+.' : 'Ctrl+.';
  const stoppable = [
    ...(last?.status === 'running' ? [first] : []),
    ...(second?.running ? [second] : []),
  ];
  const exchanges = {
    ...{ session, actions, stopKeys, onItsWay },
    state: chat.state,
    waits: 'Asked after this answer.',
  };
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
          <ToolRow model={chat.state.session.model || quick} />
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
        {...(second ? { role: 'group', 'aria-label': 'Answers' } : answerLog)}
        tabIndex={anything ? 0 : -1}
        className="min-h-0 flex-1 overflow-y-auto focus-visible:-outline-offset-2"
      >
        <div ref={content} className={cx('empty:hidden', second && anything && sideBySide)}>
          {anything && !second && (
            <div className="min-w-0 space-y-6 px-5 py-4">
              <Exchanges {...exchanges} />
            </div>
          )}
          {anything && second && (
            <>
              <Column
                model={firstModel}
                label={firstLabel}
                {...{ session, turns, ...first }}
                onKeep={keepFirst}
              >
                <Exchanges {...exchanges} column="first" />
              </Column>
              <Second second={second} newest={last} stopKeys={stopKeys} />
            </>
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
          asked={asked}
          running={stoppable.length}
          stopping={stoppable.length > 0 && stoppable.every((one) => one.stopping)}
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

const answerLog = { role: 'log', 'aria-label': 'Answer', 'aria-live': 'off' } as const;

/** Who was asked it, whoever answered; nobody where Konsole's records did. */
const askedOf = (turn: Turn | undefined) =>
  turn?.model === recordsModel ? undefined : (turn?.moved?.[0]?.from ?? turn?.model);

/** Two answers: columns where each has room for its lines, else one below the other. */
const sideBySide =
  'grid divide-line-soft max-[559px]:divide-y min-[560px]:grid-cols-2 min-[560px]:divide-x';

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
