/** Settings, group Budgets: dollars of one turn and of one day, asked about before they are passed. */
import { useEffect, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { command, messageOf } from '../../stores/commands';
import { onIndexEvents } from '../../stores/index-store';
import { useSettings, writeSettings } from '../../stores/settings-store';
import { Field, Input } from '../../ui/field';
import { spendingWords } from '../inspector/totals';
import { Hint, Section } from './section';

/** US dollars. Less than a cent would be asked about before every word. */
const smallest = 0.01;
const largest = 100_000;

export function Budgets() {
  const today = useToday();
  return (
    <Section name="Budgets">
      <Budget field="turnUsd" label="One turn" />
      <Budget field="dayUsd" label="One day" hint={today && `Today: ${today}`} />
      <Hint>
        Konsole asks before a budget is passed; empty: no budget. Costs are by its own list of
        prices, and a model that is not in it counts nothing.
      </Hint>
    </Section>
  );
}

/** What this day's turns have cost, in words; a turn that runs counts once it has ended. Absent until it is known. */
function useToday(): string | undefined {
  const [words, setWords] = useState<string>();
  useEffect(() => {
    let newest = 0;
    const ask = () => {
      newest += 1;
      const own = newest;
      // The figure is a comfort: without it the budget is asked about all the same.
      command('usage.totals', { days: 1 })
        .then(({ days: [today] }) => {
          if (own === newest) setWords(today ? spendingWords(today) : 'nothing yet');
        })
        .catch(() => undefined);
    };
    ask();
    // A session that changed may have ended a turn.
    const stop = onIndexEvents(ask);
    return () => {
      newest += 1;
      stop();
    };
  }, []);
  return words;
}

interface BudgetProps {
  field: 'turnUsd' | 'dayUsd';
  label: string;
  hint?: string | undefined;
}

function Budget({ field, label, hint }: BudgetProps) {
  const value = useSettings((state) => state.settings?.budgets[field]);
  /** What is typed; absent: what holds is shown. */
  const [text, setText] = useState<string>();
  const [error, setError] = useState<string>();
  const give = async () => {
    if (text === undefined) return;
    const clean = text.trim().replace(/^\$\s*|\s*\$$/g, '');
    const dollars = Number(clean);
    if (clean !== '' && !(isPlain(clean) && dollars >= smallest && dollars <= largest))
      return setError(
        `“${clean}” cannot be used: write dollars from 0.01 to 100000 with a point and no other sign, for example 2.50, or leave it empty.`,
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
    <Field label={label} layout="row" error={error} hint={hint}>
      <span className="flex items-center gap-2">
        <Input
          inputMode="decimal"
          autoComplete="off"
          maxLength={12}
          placeholder="none"
          value={text ?? (value === undefined ? '' : shown(value))}
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

const isPlain = (text: string) => /^(\d+\.?\d*|\.\d+)$/.test(text);

/** With cents where there are any, and never as a power of ten. */
const shown = (dollars: number) =>
  dollars.toLocaleString('en-US', {
    useGrouping: false,
    minimumFractionDigits: Number.isInteger(dollars) ? 0 : 2,
    maximumFractionDigits: 12,
  });
