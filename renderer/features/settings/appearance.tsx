/** Settings, group Appearance: light, dark, or as the system is. */
import type { Theme } from '../../../preload/contract/settings';
import { updateSettings, useSettings } from '../../stores/settings-store';
import { Segmented } from '../../ui/segmented';
import { Section } from './section';

const themes: ReadonlyArray<{ value: Theme; label: string }> = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

export function Appearance() {
  const theme = useSettings((state) => state.settings?.theme);
  return (
    <Section name="Appearance">
      {theme && (
        <Segmented
          label="Theme"
          value={theme}
          options={themes}
          onChange={(next) => void updateSettings({ theme: next })}
        />
      )}
    </Section>
  );
}
