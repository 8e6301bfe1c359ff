/** Where a key is typed: it goes in, is never shown again, and a person knows where it will be kept. */
import { useEffect, useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { messageOf } from '../../stores/commands';
import { useDesktop } from '../../stores/desktop-store';
import { Button } from '../../ui/button';
import { Field, Input } from '../../ui/field';
import { onEscape } from '../../ui/on-escape';
import { giveKey } from './providers-store';
import type { TestResult } from './providers-store';

export interface KeyFormProps {
  provider: string;
  /** What the field is called: "Anthropic key". */
  label: string;
  /** The environment variable that would do as well. */
  keyEnv?: string | undefined;
  action: string;
  placeholder?: string;
  /** Takes the focus when it appears. */
  takeFocus?: boolean;
  /** See `giveKey`. */
  quietly?: boolean;
  onDone: (result: TestResult) => void;
  onCancel?: () => void;
}

export function KeyForm(props: KeyFormProps) {
  const {
    provider,
    label,
    keyEnv,
    action,
    placeholder,
    takeFocus = false,
    quietly = false,
    onDone,
    onCancel,
  } = props;
  const secrets = useDesktop((state) => state.info?.secrets);
  const canStore = secrets?.kind !== 'none';
  const [key, setKey] = useState('');
  const [thisRun, setThisRun] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();

  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (takeFocus) field.current?.focus();
  }, [takeFocus]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    if (key.trim() === '') return setError('Paste the key first.');
    setBusy(true);
    setError(undefined);
    try {
      const result = await giveKey(
        provider,
        key.trim(),
        canStore && !thisRun ? 'store' : 'run',
        quietly,
      );
      setKey('');
      onDone(result);
    } catch (reason) {
      setError(messageOf(reason));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form
      onSubmit={(event) => void submit(event)}
      ref={onCancel && onEscape(onCancel)}
      className="space-y-2"
    >
      <Field label={label} error={error}>
        <div className="flex flex-wrap gap-2">
          <Input
            type="password"
            autoComplete="off"
            spellCheck={false}
            ref={field}
            value={key}
            placeholder={placeholder}
            aria-invalid={error !== undefined}
            onChange={(event) => setKey(event.target.value)}
            className="min-w-[220px] flex-1 font-mono"
          />
          <Button type="submit" tone="primary" disabled={busy}>
            {busy ? 'Checking…' : action}
          </Button>
          {onCancel && (
            <Button tone="quiet" onClick={onCancel}>
              Cancel
            </Button>
          )}
        </div>
      </Field>
      {canStore ? (
        <label className="flex items-center gap-2 text-small text-ink-2">
          <input
            type="checkbox"
            checked={thisRun}
            onChange={(event) => setThisRun(event.target.checked)}
            className="accent-main"
          />
          For this run only: forgotten when Konsole quits
        </label>
      ) : (
        <p className="text-small text-ink-2">
          {noStoreWords(secrets?.why)}
          {keyEnv && (
            <>
              {' '}
              To have it at every start, set <code>{keyEnv}</code> before starting Konsole.
            </>
          )}
        </p>
      )}
    </form>
  );
}

const keptForRun = 'The key is kept for this run only.';

/** Why it is not kept longer, and that it is kept for this run, once. */
function noStoreWords(
  why = 'This computer has no safe place for keys that Konsole can use',
): string {
  // The desktop's own reason ends with what can be done instead.
  return `${withStop(why.replace(/ A key can be kept for this run only.*$/, ''))} ${keptForRun}`;
}

const withStop = (text: string) => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);
