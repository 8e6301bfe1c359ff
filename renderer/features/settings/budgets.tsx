/** Settings, group Budgets: dollars of one turn and of one day, asked about before they are passed. */
import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import { messageOf } from '../../stores/commands';
import { useSettings, writeSettings } from '../../stores/settings-store';
import { Field, Input } from '../../ui/field';
import { Hint, Section } from './section';

const largest = 100_000;

export function Budgets() {
  return (
    <Section name="Budgets">
      <Budget field="turnUsd" label="One turn" />
      <Budget field="dayUsd" label="One day" />
      <Hint>Konsole asks before a budget is passed. Empty: no budget.</Hint>
    </Section>
  );
}

function Budget({ field, label }: { field: 'turnUsd' | 'dayUsd'; label: string }) {
  const value = useSettings((state) => state.settings?.budgets[field]);
  /** What is typed; absent: what holds is shown. */
  const [text, setText] = useState<string>();
  const [error, setError] = useState<string>();
  const give = async () => {
    if (text === undefined) return;
    const clean = text.trim().replace(/^\$\s*/, '');
    const dollars = Number(clean);
    if (clean !== '' && !(/^\d*\.?\d+$/.test(clean) && dollars > 0 && dollars <= largest))
      return setError(
        `“${clean}” cannot be used: write dollars above 0 and up to 100,000 without separators, for example 2.50, or leave it empty.`,
      );
    setError(undefined);
    try {
      // Null takes the setting away.
      const next = clean === '' ? null : dollars;
      if (next !== (value ?? null)) await writeSettings({ budgets: { [field]: next } });
      setText(undefined);
    } catch (reason) {
      setError(messageOf(reason));
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') void give();
    else if (event.key === 'Escape' && text !== undefined) {
      setText(undefined);
      setError(undefined);
    } else return;
    event.preventDefault();
  };
  return (
    <Field label={label} layout="row" error={error}>
      <span className="flex items-center gap-2">
        <Input
          inputMode="decimal"
          autoComplete="off"
          maxLength={12}
          placeholder="none"
          value={text ?? (value === undefined ? '' : String(value))}
          aria-invalid={error !== undefined}
          onChange={(event) => {
            setText(event.target.value);
            setError(undefined);
          }}
          onBlur={() => void give()}
          onKeyDown={onKeyDown}
          className="num max-w-28"
        />
        <span className="text-ink-3">US dollars</span>
      </span>
    </Field>
  );
}
