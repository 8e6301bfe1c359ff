/** Beside "Try again" and "Resume": the same of another model, the best one by name and the others in a menu. */
import { ChevronDown } from 'lucide-react';
import { useEffect } from 'react';
import { recordsModel } from '../../../preload/contract/records';
import type { Turn, TurnError } from '../../../preload/contract/shapes';
import { loadModels, useSettings } from '../../stores/settings-store';
import { IconButton } from '../../ui/button';
import { ChoiceMenu } from '../../ui/choice-menu';
import { groupsOf, modelLabel, optionName } from '../settings/model-groups';
import { loadProviders, useProviders } from '../settings/providers-store';
import { Once } from './once';
import { bestOther, othersFor } from './other-models';
import type { Elsewhere } from './turn-actions';

/** What another model may do better. A folder that is gone or a process that died is the same for all of them. */
const elsewhereCodes: ReadonlySet<TurnError['code']> = new Set([
  'no-key',
  'bad-key',
  'denied',
  'unknown-model',
  'no-network',
  'rate-limited',
  'overloaded',
  'bad-answer',
  'too-long',
  'refused',
  'provider',
]);

/** It has something that need not be done again. */
export const hasWorked = ({ blocks }: Turn): boolean =>
  blocks.some((block) => block.status !== 'abandoned');

type Way = 'retry' | 'resume';

/** Under these names a person finds what is done. */
const verbs: Record<Way, string> = { retry: 'Retry', resume: 'Resume' };

/**
 * How another model can take the turn, where that makes sense: it goes on where something was done that need not be done
 * again, and where the question cannot be asked again, as its message is not whole here or was itself to go on.
 */
export function wayElsewhere(turn: Turn, { goOn }: Elsewhere): Way | undefined {
  const { status, error, cut, text, resumes, model } = turn;
  if (model === recordsModel) return undefined;
  if (status === 'interrupted') return goOn && 'resume';
  const helps = error ? elsewhereCodes.has(error.code) : status === 'refused';
  if (!helps) return undefined;
  const whole = !cut && text !== '' && resumes === undefined;
  if (goOn && status === 'failed' && (hasWorked(turn) || !whole)) return 'resume';
  return whole ? 'retry' : undefined;
}

export interface AskElsewhereProps {
  turn: Turn;
  elsewhere: Elsewhere;
}

export function AskElsewhere({ turn, elsewhere }: AskElsewhereProps) {
  const way = wayElsewhere(turn, elsewhere);
  return way && <Others turn={turn} elsewhere={elsewhere} way={way} />;
}

function Others({ turn, elsewhere, way }: AskElsewhereProps & { way: Way }) {
  const { lane, menu, without, goOn } = elsewhere;
  const ask = async (model: string) =>
    way === 'resume' ? goOn?.(model) : elsewhere.ask(turn, model);
  const chosen = useSettings((state) => state.settings?.models);
  const models = useSettings((state) => state.models);
  const providers = useProviders((state) => state.providers);
  useEffect(() => void Promise.all([loadModels(), loadProviders()]), []);
  const known = { chosen, models, providers, without };
  const failed = turn.model ?? '';
  // Whoever stopped a turn wants no other model for that; they may all the same.
  const best = turn.status === 'interrupted' ? undefined : bestOther(failed, lane, known);
  const others = menu ? othersFor(failed, lane, known) : [];
  return (
    <>
      {best && (
        <Once
          label={`${verbs[way]} with ${modelLabel(best.id, models)}`}
          run={() => ask(best.id)}
          title={best.id}
        />
      )}
      {others.length > 0 && (
        <ChoiceMenu
          value={undefined}
          groups={groupsOf(others, providers).map((group) => ({
            key: group.provider,
            name: group.name,
            options: group.models.map((one) => ({ value: one.id, label: optionName(one) })),
          }))}
          onChoose={(model) => void ask(model)}
          empty=""
          trigger={
            <IconButton size="small" label={`${verbs[way]} with another model`}>
              <ChevronDown size={14} aria-hidden />
            </IconButton>
          }
        />
      )}
    </>
  );
}
