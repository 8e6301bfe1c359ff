/** Beside "Try again": the same of another model, the best one by name and the others in a menu. */
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
  'unknown-model',
  'no-network',
  'rate-limited',
  'overloaded',
  'bad-answer',
  'too-long',
  'refused',
  'provider',
]);

/** True where it makes sense to ask somebody else the same. A message that a snapshot cut is not the same. */
export function canGoElsewhere({ status, error, cut, text, resumes, model }: Turn): boolean {
  if (cut || text === '' || resumes !== undefined || model === recordsModel) return false;
  return error ? elsewhereCodes.has(error.code) : status === 'refused';
}

export function AskElsewhere({ turn, elsewhere }: { turn: Turn; elsewhere: Elsewhere }) {
  const { lane, menu, without, ask } = elsewhere;
  const chosen = useSettings((state) => state.settings?.models);
  const models = useSettings((state) => state.models);
  const providers = useProviders((state) => state.providers);
  useEffect(() => void Promise.all([loadModels(), loadProviders()]), []);
  const known = { chosen, models, providers, without };
  const failed = turn.model ?? '';
  const best = bestOther(failed, lane, known);
  const others = menu ? othersFor(failed, lane, known) : [];
  return (
    <>
      {best && (
        <Once
          label={`Retry with ${modelLabel(best.id, models)}`}
          run={() => ask(turn, best.id)}
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
          onChoose={(model) => void ask(turn, model)}
          empty=""
          trigger={
            <IconButton size="small" label="Retry with another model">
              <ChevronDown size={14} aria-hidden />
            </IconButton>
          }
        />
      )}
    </>
  );
}
