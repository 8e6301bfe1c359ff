/** Under a turn: the kontasks of it that wait for a decision, or that were decided. */
import { memo } from 'react';
import { DecisionCard } from './decision-card';
import { useTurnKontasks } from './turn-kontasks';

export interface TurnDecisionsProps {
  session: string;
  turn: string;
}

/** Asks Konsole: for turns only that made kontasks. */
export const TurnDecisions = memo(function TurnDecisions({ session, turn }: TurnDecisionsProps) {
  const asking = useTurnKontasks(turn).filter(
    ({ status, chosen }) => chosen !== undefined || status === 'needs_decision',
  );
  return asking.map((kontask) => (
    <DecisionCard key={kontask.id} kontask={kontask} session={session} />
  ));
});
