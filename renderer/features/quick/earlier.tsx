/** The conversations that were had before, newest first: one that is chosen goes on here. */
import { useEffect, useState } from 'react';
import type { RefObject } from 'react';
import type { Session } from '../../../preload/contract/shapes';
import { cutText, oneLine } from '../../../preload/contract/text';
import { command, messageOf } from '../../stores/commands';
import { useSettings } from '../../stores/settings-store';
import { useNow } from '../../ui/use-now';
import { modelLabel } from '../settings/model-groups';
import { titleOf } from '../sessions/session-words';
import { age, seconds } from '../../ui/format';
import { useCompare } from './compare';
import { openConversation, useConversation } from './conversation';
import { InlineMenu } from './inline-menu';

const shown = 20;

export interface EarlierProps {
  trigger: RefObject<HTMLElement | null>;
  onClose: () => void;
}

export function Earlier({ trigger, onClose }: EarlierProps) {
  const [found, setFound] = useState<readonly Session[]>();
  const [failure, setFailure] = useState<string>();
  const session = useConversation((state) => state.session);
  const now = useNow(true, 1000);
  useEffect(() => {
    let left = false;
    void command('session.list', { kind: 'chat', limit: shown }).then(
      ({ sessions }) => left || setFound(sessions),
      (error: unknown) => left || setFailure(messageOf(error)),
    );
    return () => {
      left = true;
    };
  }, []);
  const second = useCompare((state) => state.session);
  const models = useSettings((state) => state.models);
  const others = (found ?? []).filter(({ id }) => id !== session && id !== second);
  // Two models that were compared were asked the same: their names tell the conversations apart.
  const alike = (one: Session) =>
    others.some((other) => other.id !== one.id && titleOf(other) === titleOf(one));
  const items = others.map((one) => ({
    key: one.id,
    label: cutText(oneLine(titleOf(one)), 100),
    detail: [...(alike(one) ? [modelLabel(one.model, models)] : []), detailOf(one, now)].join(
      ' · ',
    ),
    run: () => openConversation(one.id),
  }));
  return (
    <InlineMenu
      label="Earlier conversations"
      groups={[{ key: 'all', items }]}
      empty={failure ?? (found ? 'There are no earlier conversations yet.' : 'Looking…')}
      trigger={trigger}
      onClose={onClose}
    />
  );
}

function detailOf(session: Session, now: number): string {
  if (session.status === 'waiting') return 'needs you';
  if (session.status !== 'running') return age(session.updatedAt, now);
  return session.startedAt === undefined
    ? 'running'
    : `running ${seconds(now - session.startedAt)}`;
}
