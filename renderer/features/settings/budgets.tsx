/** Settings, group Budgets: dollars of one turn and of one day, asked about before they are passed. */
import { useEffect, useState } from 'react';
import { command } from '../../stores/commands';
import { onIndexEvents } from '../../stores/index-store';
import { useSettings, writeSettings } from '../../stores/settings-store';
import { spendingWords } from '../inspector/totals';
import { Hint, Section } from './section';
import { type Typed, TypedField } from './typed-field';

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
  return (
    <TypedField
      label={label}
      shown={value === undefined ? '' : shown(value)}
      unit="US dollars"
      hint={hint}
      placeholder="none"
      inputMode="decimal"
      read={readDollars}
      write={async (next) => {
        if (next !== (value ?? null)) await writeSettings({ budgets: { [field]: next } });
      }}
    />
  );
}

/** Null takes the setting away. */
function readDollars(text: string): Typed<number | null> {
  const clean = text.replace(/^\$\s*|\s*\$$/g, '');
  if (clean === '') return { value: null };
  const dollars = Number(clean);
  if (isPlain(clean) && dollars >= smallest && dollars <= largest) return { value: dollars };
  return {
    problem: `“${clean}” cannot be used: write dollars from 0.01 to 100000 with a point and no other sign, for example 2.50, or leave it empty.`,
  };
}

const isPlain = (text: string) => /^(\d+\.?\d*|\.\d+)$/.test(text);

/** With cents where there are any, and never as a power of ten. */
const shown = (dollars: number) =>
  dollars.toLocaleString('en-US', {
    useGrouping: false,
    minimumFractionDigits: Number.isInteger(dollars) ? 0 : 2,
    maximumFractionDigits: 12,
  });
