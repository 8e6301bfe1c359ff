/** A whole number within bounds. */
import { count } from '../../ui/format';
import { type Typed, TypedField } from './typed-field';

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
  return (
    <TypedField
      label={label}
      shown={String(value)}
      unit={unit}
      hint={hint}
      inputMode="numeric"
      read={(text) => readNumber(text, bounds, unit)}
      write={async (next) => {
        if (next !== value) await write(next);
      }}
    />
  );
}

function readNumber(
  text: string,
  { min, max }: NumberFieldProps['bounds'],
  unit: string,
): Typed<number> {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return { value };
  const what = text === '' ? 'This is empty' : `“${text}” cannot be used`;
  return { problem: `${what}: write a whole number from ${count(min)} to ${count(max)} ${unit}.` };
}
