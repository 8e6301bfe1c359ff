/** The conversation with the second model, followed while two are compared, and what can be done in it. */
import { useEffect, useMemo } from 'react';
import { onLiveEvents } from '../../stores/session-store';
import type { SessionView } from '../../stores/session-store';
import { useSettings } from '../../stores/settings-store';
import { announce } from '../../ui/announce';
import { modelLabel } from '../settings/model-groups';
import { sentenceFor } from '../transcript/announcements';
import type { TurnActions } from '../transcript/turn-actions';
import {
  askSecond,
  compareHolds,
  endCompare,
  loseSecond,
  secondArrived,
  useCompare,
} from './compare';
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

/** `first` is who else is asked. Undefined while one model is asked. */
export function useSecond(first: string | undefined): SecondView | undefined {
  const { model, session, asked, recalled } = useCompare();
  const models = useSettings((state) => state.models);
  const chat = useChat(session);
  const { turns, queue, session: told, seq } = chat.state;
  const { stop, stopping } = useStop(session, turns.at(-1));
  const left = chat.phase === 'gone' || (seq > 0 && told.kind === 'main');
  // After a reload: whether it is there still, as soon as both are known.
  const known = models.length > 0 && (session === undefined || seq > 0);
  const unknown = models.length > 0 && !models.some(({ id }) => id === model);
  useEffect(() => {
    if (recalled && (left || unknown)) endCompare();
    else if (left) loseSecond();
    else if (recalled && known) compareHolds();
  }, [known, left, recalled, unknown]);
  const ids = [...turns.map((turn) => turn.id), ...queue.map((entry) => entry.turn)];
  const shown = ids.find((turn) => turn === asked?.turn);
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
      elsewhere: { lane: 'quick', menu: false, without: first, ask: again },
      openSettings: openSettingsInMain,
      chooseFolder: () => openInMain(session),
    };
  }, [first, session]);
  if (model === undefined) return undefined;
  return {
    ...{ model, label, session, chat, actions, stop, stopping },
    onItsWay: shown === undefined ? asked : undefined,
    running: turns.at(-1)?.status === 'running',
  };
}
