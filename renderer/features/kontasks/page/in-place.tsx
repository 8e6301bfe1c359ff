/** Text that is edited where it stands: a button beside it begins, Enter or leaving the field keeps it, Escape does not. */
import { Pencil } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { editBase } from '../../../stores/kontask-store';
import type { EditBase } from '../../../stores/kontask-store';
import { IconButton } from '../../../ui/button';

export interface InPlaceProps {
  /** Accessible name of the field, in small letters: "title". */
  label: string;
  value: string;
  /** More than one line: Enter makes a new one, Ctrl/Cmd+Enter keeps. */
  lines?: boolean;
  maxLength: number;
  /** Look of the field. */
  className?: string;
  /** `base`: what was seen when the edit began. */
  onSave: (value: string, base: EditBase | undefined) => void;
  /** How it is shown. */
  children: ReactNode;
}

export function InPlace(props: InPlaceProps) {
  const { label, value, lines = false, maxLength, className, onSave, children } = props;
  const [base, setBase] = useState<{ of: EditBase | undefined; value: string }>();
  const button = useRef<HTMLButtonElement>(null);
  const back = useRef(false);
  useEffect(() => {
    if (base || !back.current) return;
    back.current = false;
    button.current?.focus();
  }, [base]);
  if (!base) {
    return (
      <div className="group/place flex min-w-0 items-start gap-1">
        {children}
        <span className="shrink-0 opacity-0 group-hover/place:opacity-100 has-focus-visible:opacity-100 pointer-coarse:opacity-100">
          <IconButton
            ref={button}
            size="small"
            label={`Edit ${label}`}
            onClick={() => setBase({ of: editBase(), value })}
          >
            <Pencil size={13} aria-hidden />
          </IconButton>
        </span>
      </div>
    );
  }
  return (
    <Field
      label={`${label.slice(0, 1).toUpperCase()}${label.slice(1)}`}
      start={base.value}
      lines={lines}
      maxLength={maxLength}
      className={className ?? ''}
      onDone={(text, byKey) => {
        back.current = byKey;
        setBase(undefined);
        if (text !== undefined && text !== base.value) onSave(text, base.of);
      }}
    />
  );
}

interface FieldProps {
  label: string;
  start: string;
  lines: boolean;
  maxLength: number;
  className: string;
  /** No text: it stays as it was. */
  onDone: (text: string | undefined, byKey: boolean) => void;
}

function Field({ label, start, lines, maxLength, className, onDone }: FieldProps) {
  const field = useRef<HTMLTextAreaElement & HTMLInputElement>(null);
  const done = useRef(false);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const end = (text: string | undefined, byKey: boolean) => {
    if (done.current) return;
    done.current = true;
    onDone(text, byKey);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement | HTMLInputElement>) => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    const keeps = event.key === 'Enter' && (!lines || event.ctrlKey || event.metaKey);
    if (!keeps && event.key !== 'Escape') return;
    event.preventDefault();
    end(keeps ? event.currentTarget.value : undefined, true);
  };
  const Tag = lines ? 'textarea' : 'input';
  return (
    <Tag
      ref={field}
      aria-label={label}
      defaultValue={start}
      maxLength={maxLength}
      dir="auto"
      {...(lines ? { rows: 4 } : { type: 'text' })}
      onKeyDown={onKeyDown}
      onBlur={(event) => end(event.currentTarget.value, false)}
      className={`w-full min-w-0 rounded-control border border-line bg-raised px-2 py-1 ${className}`}
    />
  );
}
