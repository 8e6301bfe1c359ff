/** A whole number within bounds: written when the field is left or on Enter, Esc leaves it as it was. */
import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import { messageOf } from '../../stores/commands';
import { Field, Input } from '../../ui/field';
import { count } from '../../ui/format';

export interface NumberFieldProps {
  label: string;
  value: number;
  bounds: { min: number; max: number };
  unit: string;
  hint: string;
  /** Rejects with what is wrong. */
  write: (value: number) => Promise<void>;
}

export function NumberField({ label, value, bounds, unit, hint, write }: NumberFieldProps) {
  /** What is typed; absent: what holds is shown. */
  const [text, setText] = useState<string>();
  const [error, setError] = useState<string>();
  const give = async () => {
    if (text === undefined) return;
    const problem = problemWith(text, bounds, unit);
    setError(problem);
    if (problem !== undefined) return;
    try {
      if (Number(text) !== value) await write(Number(text));
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
    <Field label={label} layout="row" error={error} hint={hint}>
      <span className="flex items-center gap-2">
        <Input
          type="text"
          inputMode="numeric"
          autoComplete="off"
          maxLength={12}
          value={text ?? String(value)}
          aria-invalid={error !== undefined}
          onChange={(event) => {
            setText(event.target.value);
            setError(undefined);
          }}
          onBlur={() => void give()}
          onKeyDown={onKeyDown}
          className="num max-w-28"
        />
        <span className="text-ink-3">{unit}</span>
      </span>
    </Field>
  );
}

/** What is wrong with it and what to do, or nothing. */
function problemWith(
  text: string,
  { min, max }: NumberFieldProps['bounds'],
  unit: string,
): string | undefined {
  const clean = text.trim();
  if (/^\d+$/.test(clean) && Number(clean) >= min && Number(clean) <= max) return undefined;
  const what = clean === '' ? 'This is empty' : `“${clean}” cannot be used`;
  return `${what}: write a whole number from ${count(min)} to ${count(max)} ${unit}.`;
}
