/** A list of rules that a person adds to and takes from. What is wrong with a rule stands below the field it was typed in. */
import { X } from 'lucide-react';
import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import { messageOf } from '../../stores/commands';
import { useSettings, writeSettings } from '../../stores/settings-store';
import { announce } from '../../ui/announce';
import { Button, IconButton } from '../../ui/button';
import { Field, Input } from '../../ui/field';
import { inOrder, VisibleText } from '../approvals/visible-text';

export interface RuleListProps {
  list: 'allow' | 'deny';
  label: string;
  /** What the field shows before anything is typed. */
  example: string;
  /** Said where there is no rule. */
  empty: string;
}

const noRules: readonly string[] = [];

export function RuleList({ list, label, example, empty }: RuleListProps) {
  const rules = useSettings((state) => state.settings?.permissions[list]) ?? noRules;
  const [text, setText] = useState('');
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);

  const write = async (change: (now: readonly string[]) => string[]): Promise<boolean> => {
    const now = useSettings.getState().settings?.permissions;
    if (!now || busy) return false;
    setBusy(true);
    setError(undefined);
    try {
      await writeSettings({ permissions: { [list]: change(now[list]) } });
      return true;
    } catch (reason) {
      setError(messageOf(reason));
      return false;
    } finally {
      setBusy(false);
    }
  };
  const add = async () => {
    const rule = text.trim();
    if (rule === '') return setError('Write a rule first.');
    if (rules.includes(rule)) return setError('This rule is there already.');
    if (await write((now) => [...now, rule])) {
      setText('');
      announce('Rule added');
    }
  };
  const remove = async (rule: string) => {
    if (await write((now) => now.filter((one) => one !== rule))) announce('Rule removed');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void add();
  };

  return (
    <Field label={label} layout="row" error={error}>
      {rules.length === 0 ? (
        <p className="mb-1.5 text-ink-3">{empty}</p>
      ) : (
        <ul aria-label={label} className="mb-1.5 max-h-64 space-y-0.5 overflow-y-auto">
          {rules.map((rule) => (
            <li key={rule} className="flex items-center gap-2">
              <code className={`min-w-0 flex-1 break-words ${inOrder}`}>
                <VisibleText text={rule} />
              </code>
              <IconButton
                size="small"
                label={`Remove ${rule}`}
                aria-disabled={busy}
                onClick={() => void remove(rule)}
              >
                <X size={13} aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <div className="flex gap-2">
        <Input
          type="text"
          spellCheck={false}
          autoComplete="off"
          maxLength={500}
          value={text}
          placeholder={example}
          aria-invalid={error !== undefined}
          onChange={(event) => {
            setText(event.target.value);
            setError(undefined);
          }}
          onKeyDown={onKeyDown}
          className="flex-1 font-mono text-code"
        />
        <Button aria-disabled={busy} onClick={() => void add()}>
          Add
        </Button>
      </div>
    </Field>
  );
}
