/** The conversation with the second model, followed while two are compared, and what can be done in it. */
import { useEffect, useMemo } from 'react';
import { onLiveEvents } from '../../stores/session-store';
import type { SessionView } from '../../stores/session-store';
import { useSettings } from '../../stores/settings-store';
import { announce } from '../../ui/announce';
import { modelLabel } from '../settings/model-groups';
import { sentenceFor } from '../transcript/announcements';
import type { TurnActions } from '../transcript/turn-actions';
import { askSecond, loseSecond, secondArrived, useCompare } from './compare';
import type { Asked } from './conversation';
import { openInMain, openSettingsInMain } from './leaving';
import { useChat } from './use-chat';
import { useStop } from './use-stop';

export interface SecondView {
  model: string;
  label: string;
  session: string | undefined;
  chat: SessionView;
  /** The question that the stream does not show yet. */
  onItsWay: Asked | undefined;
  actions: TurnActions;
  running: boolean;
  stop: () => void;
  stopping: boolean;
}

/** Undefined while one model is asked. */
export function useSecond(): SecondView | undefined {
  const { model, session, asked } = useCompare();
  const models = useSettings((state) => state.models);
  const chat = useChat(session);
  const { turns, queue, session: told, seq } = chat.state;
  const { stop, stopping } = useStop(session, turns.at(-1));
  const left = chat.phase === 'gone' || (seq > 0 && told.kind === 'main');
  useEffect(() => {
    if (left) loseSecond();
  }, [left]);
  const known = [...turns.map((turn) => turn.id), ...queue.map((entry) => entry.turn)];
  const shown = known.find((turn) => turn === asked?.turn);
  useEffect(() => {
    if (shown !== undefined) secondArrived(shown);
  }, [shown]);
  const label = model === undefined ? '' : modelLabel(model, models);
  useEffect(
    () =>
      onLiveEvents((id, events) => {
        const sentence = id === session ? sentenceFor(events) : undefined;
        if (sentence) announce(`${label}: ${sentence}`);
      }),
    [session, label],
  );
  const actions = useMemo<TurnActions>(() => {
    const again = ({ text, blobs, sees }: Parameters<TurnActions['tryAgain']>[0], to?: string) =>
      askSecond({ text, blobs, sees, model: to });
    return {
      tryAgain: (turn) => again(turn),
      elsewhere: { lane: 'quick', menu: false, ask: again },
      openSettings: openSettingsInMain,
      chooseFolder: () => openInMain(session),
    };
  }, [session]);
  if (model === undefined) return undefined;
  return {
    ...{ model, label, session, chat, actions, stop, stopping },
    onItsWay: shown === undefined ? asked : undefined,
    running: turns.at(-1)?.status === 'running',
  };
}
