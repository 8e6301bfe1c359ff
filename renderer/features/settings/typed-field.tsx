/** A value that is typed: written when the field is left or on Enter, Esc leaves it as it was. */
import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import { messageOf } from '../../stores/commands';
import { Field, Input } from '../../ui/field';

/** What a text means, or what is wrong with it and what to do. */
export type Typed<Value> = { value: Value } | { problem: string };

export interface TypedFieldProps<Value> {
  label: string;
  /** What holds, as it is written. */
  shown: string;
  unit: string;
  hint?: string | undefined;
  placeholder?: string;
  inputMode: 'numeric' | 'decimal';
  read: (text: string) => Typed<Value>;
  /** Rejects with what is wrong. */
  write: (value: Value) => Promise<void>;
}

export function TypedField<Value>(props: TypedFieldProps<Value>) {
  const { label, shown, unit, hint, placeholder, inputMode, read, write } = props;
  /** What is typed; absent: what holds is shown. */
  const [text, setText] = useState<string>();
  const [error, setError] = useState<string>();
  const give = async () => {
    if (text === undefined) return;
    const typed = read(text.trim());
    if ('problem' in typed) return setError(typed.problem);
    setError(undefined);
    try {
      await write(typed.value);
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
          inputMode={inputMode}
          autoComplete="off"
          maxLength={12}
          placeholder={placeholder}
          value={text ?? shown}
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
