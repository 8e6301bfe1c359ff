/** A model's id, typed by hand: for what no list knows. */
import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { Button } from '../../ui/button';
import { Input } from '../../ui/field';

/** The choice that opens it in a list of models. No model is called so. */
export const typed = '\u0000typed';

export interface TypedModelProps {
  start: string;
  invalid: boolean;
  onGive: (id: string) => Promise<void>;
  onCancel: () => void;
}

export function TypedModel({ start, invalid, onGive, onCancel }: TypedModelProps) {
  const [id, setId] = useState(start);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') void onGive(id.trim());
    else if (event.key === 'Escape') onCancel();
    else return;
    event.preventDefault();
  };
  return (
    <div className="flex gap-2">
      <Input
        ref={field}
        spellCheck={false}
        value={id}
        placeholder="provider/model"
        aria-invalid={invalid}
        onChange={(event) => setId(event.target.value)}
        onKeyDown={onKeyDown}
        className="flex-1 font-mono"
      />
      <Button onClick={() => void onGive(id.trim())}>Use</Button>
      <Button tone="quiet" onClick={onCancel}>
        Cancel
      </Button>
    </div>
  );
}
