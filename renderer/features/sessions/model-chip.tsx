/** The model of a session as a chip that opens a menu of all models. A choice goes with the next message. */
import { ChevronDown } from 'lucide-react';
import { chooseModel, useChosenModel } from '../../stores/model-choice';
import { loadModels, useSettings } from '../../stores/settings-store';
import { showSection } from '../../stores/ui-store';
import { ChipButton } from '../../ui/chip';
import { ChoiceMenu } from '../../ui/choice-menu';
import { groupsOf, modelLabel, optionName } from '../settings/model-groups';
import { retirementLine } from '../settings/model-list';
import { loadProviders, useProviders } from '../settings/providers-store';

export interface ModelChipProps {
  /** Absent for a session that does not exist yet. */
  session?: string | undefined;
  /** A conversation of the quick window takes models for side questions, too. */
  chat?: boolean;
  /** What answers unless something else is chosen. */
  model: string;
}

export function ModelChip({ session, chat = false, model }: ModelChipProps) {
  const models = useSettings((state) => state.models);
  const providers = useProviders((state) => state.providers);
  const chosen = useChosenModel(session);
  const shown = chosen ?? model;
  const label = modelLabel(shown, models);
  const groups = groupsOf(models, providers).map((group) => ({
    key: group.provider,
    name: group.name,
    options: group.models.map((one) => ({
      value: one.id,
      label: optionName(one),
      against: chat ? undefined : one.quickOnly,
      note: retirementLine(one),
    })),
  }));
  return (
    <ChoiceMenu
      value={shown}
      groups={groups}
      onOpen={() => void Promise.all([loadModels(), loadProviders()])}
      onChoose={(next) => chooseModel(session, next)}
      empty="No model is known yet."
      more={{ label: 'Set up models…', run: () => showSection('settings') }}
      trigger={
        <ChipButton
          aria-label={`Model: ${label}`}
          title={chosen === undefined ? shown : `${shown}, from your next message on`}
          className="max-w-[170px] shrink-0"
        >
          <span className="truncate">{label}</span>
          <ChevronDown size={12} aria-hidden className="-mr-0.5 shrink-0 text-ink-3" />
        </ChipButton>
      }
    />
  );
}
