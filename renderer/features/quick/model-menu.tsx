/** The models as a menu in the page: for the conversation, or for one question once more. */
import { useEffect } from 'react';
import type { RefObject } from 'react';
import type { ModelInfo } from '../../../preload/contract/shapes';
import { loadModels, useSettings } from '../../stores/settings-store';
import { groupsOf, optionName } from '../settings/model-groups';
import { retirementWords } from '../settings/model-list';
import { loadProviders, useProviders } from '../settings/providers-store';
import { InlineMenu } from './inline-menu';
import type { MenuItem } from './inline-menu';
import { openSettingsInMain } from './leaving';

export interface ModelMenuProps {
  label: string;
  /** The one that is ticked; absent where none of them holds. */
  chosen?: string | undefined;
  /** Those that are not offered. */
  without?: ReadonlyArray<string | undefined>;
  /** What else can be done here, below the models. */
  more?: readonly MenuItem[];
  trigger: RefObject<HTMLElement | null>;
  onChoose: (model: string) => void;
  onClose: () => void;
  className?: string;
}

export function ModelMenu(props: ModelMenuProps) {
  const {
    label,
    chosen,
    without = [],
    more = [],
    trigger,
    onChoose,
    onClose,
    className = '',
  } = props;
  const models = useSettings((state) => state.models);
  const providers = useProviders((state) => state.providers);
  useEffect(() => void Promise.all([loadModels(), loadProviders()]), []);
  const offered = models.filter(({ id }) => !without.includes(id));
  const groups = groupsOf(offered, providers).map((group) => ({
    key: group.provider,
    name: group.name,
    items: group.models.map((model) => ({
      key: model.id,
      label: optionName(model),
      ...detailOf(model),
      ...(chosen === undefined ? {} : { chosen: model.id === chosen }),
      run: () => onChoose(model.id),
    })),
  }));
  const setUp = { key: 'set-up', label: 'Set up models…', run: openSettingsInMain };
  return (
    <InlineMenu
      label={label}
      groups={[...groups, { key: 'more', items: [...more, setUp] }]}
      trigger={trigger}
      onClose={onClose}
      className={className}
    />
  );
}

/** A row is one line here: what to use instead is in Settings. */
function detailOf({ retires }: ModelInfo): { detail?: string } {
  const detail = retirementWords(retires && { on: retires.on });
  return detail === undefined ? {} : { detail };
}
