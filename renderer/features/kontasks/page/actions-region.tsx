/** What can be done about a kontask: pick one of its choices, answer otherwise, or hand it to its agent. */
import { Check } from 'lucide-react';
import type { Kontask, KontaskChosen } from '../../../../preload/contract/shapes';
import { sessionById, useIndex } from '../../../stores/index-store';
import { VisibleText } from '../../approvals/visible-text';
import { isAgent } from './agent';
import { ChoiceList } from './choice-list';
import { DateOf } from './date-of';
import { LiveTurn } from './live-turn';
import { OwnAnswer } from './own-answer';
import { Region } from './region';
import { StartTurn } from './start-turn';
import { whereItGoes } from './where';

export interface ActionsRegionProps {
  kontask: Kontask;
  /** That of the turn that asked, where it is still there. */
  session: string | undefined;
}

export function ActionsRegion({ kontask, session }: ActionsRegionProps) {
  const listed = useIndex(sessionById(session));
  const { choices = [], chosen } = kontask.context ?? {};
  const where = whereItGoes(kontask, listed);
  return (
    <Region region="actions">
      {isAgent(kontask.targetUser) && <StartTurn kontask={kontask} session={session} />}
      {choices.length > 0 && <ChoiceList kontask={kontask} choices={choices} where={where} />}
      {chosen ? (
        <Chosen chosen={chosen} />
      ) : (
        <OwnAnswer kontask={kontask.id} where={where} besideChoices={choices.length > 0} />
      )}
    </Region>
  );
}

function Chosen({ chosen }: { chosen: KontaskChosen }) {
  const { label, value, by, at, session, turn } = chosen;
  return (
    <div className="mt-3 space-y-2">
      <p className="flex items-start gap-2">
        <Check size={15} aria-hidden className="mt-[3px] shrink-0 text-ok" />
        <span className="min-w-0 break-words">
          <span className="font-semibold">{label ?? 'Own answer'}</span>
          <span className="text-ink-2">
            {' '}
            · chosen by {by}, <DateOf written={at} />
          </span>
        </span>
      </p>
      <p className="max-h-[220px] overflow-auto pl-[23px] break-words whitespace-pre-wrap text-ink-2">
        <VisibleText text={value} />
      </p>
      {session !== undefined && turn !== undefined && (
        <div className="pl-[23px]">
          <LiveTurn session={session} turn={turn} />
        </div>
      )}
    </div>
  );
}
