/** A session's title being written in place. Enter or leaving the field keeps it, Escape leaves it as it was. */
import { useEffect, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import type { Session } from '../../../preload/contract/shapes';
import { renameSession } from './session-actions';

export interface RenameFieldProps {
  session: Session;
  /** `byKey`: ended by Enter or Escape, so that the focus belongs to where it was again. */
  onDone: (byKey: boolean) => void;
  className: string;
}

export function RenameField({ session, onDone, className }: RenameFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const byKey = useRef(false);
  // Once: the list renders again while a person types.
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    // What is typed here moves in no list.
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    byKey.current = event.key === 'Enter' || event.key === 'Escape';
    if (event.key === 'Enter') {
      // The row that gets the focus back is not to be pressed by the same key.
      event.preventDefault();
      event.currentTarget.blur();
    }
    if (event.key === 'Escape') {
      event.preventDefault();
      event.currentTarget.value = session.title;
      onDone(true);
    }
  };
  return (
    <input
      ref={field}
      aria-label="Session title"
      defaultValue={session.title}
      maxLength={1000}
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        void renameSession(session, event.currentTarget.value);
        onDone(byKey.current);
      }}
      className={`rounded-control border border-line bg-raised px-2 ${className}`}
    />
  );
}
