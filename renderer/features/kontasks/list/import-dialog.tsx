/** What a file of kontasks holds, before anything of it is taken in: what is right, what is there already, what is wrong. */
import { useState } from 'react';
import type { CommandResult } from '../../../../preload/contract/commands';
import { Button } from '../../../ui/button';
import { Dialog } from '../../../ui/dialog';
import { plural } from '../../../ui/format';
import { closeImport, runImport, useImport } from './import-store';
import type { OnDuplicate } from './import-store';

type Found = CommandResult<'kontask.import'>;

/** Lines of each list; what is more is counted. */
const mostLines = 100;

export function ImportDialog() {
  const { name, phase, found, trouble } = useImport();
  const [twice, setTwice] = useState<OnDuplicate>('skip');
  const duplicates = found?.duplicates.length ?? 0;
  // Without a word on the duplicates they are skipped, so they are not among those that would be taken in.
  const taken = (found?.imported ?? 0) + (twice === 'skip' ? 0 : duplicates);
  return (
    <Dialog
      open={name !== undefined}
      onClose={closeImport}
      title="Import kontasks"
      description={name}
      width={560}
    >
      {phase === 'reading' && <p className="mt-4 text-ink-2">Reading the file…</p>}
      {phase === 'failed' && (
        <p role="alert" className="mt-4 break-words text-bad">
          {trouble}
        </p>
      )}
      {found && phase !== 'failed' && (
        <div className="mt-4 space-y-4">
          <p>{summary(found)}</p>
          {duplicates > 0 && <Duplicates found={found} value={twice} onChange={setTwice} />}
          <Problems found={found} />
        </div>
      )}
      <div className="mt-5 flex justify-end gap-2">
        <Button onClick={closeImport}>
          {phase === 'failed' || (found && taken === 0) ? 'Close' : 'Cancel'}
        </Button>
        {found && phase !== 'failed' && taken > 0 && (
          <Button
            tone="primary"
            disabled={phase === 'importing'}
            onClick={() => void runImport(twice)}
          >
            Import {plural(taken, 'kontask')}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

function summary({ imported, duplicates, problems }: Found): string {
  const left = new Set(problems.filter((one) => !one.mended).map((one) => one.index)).size;
  const parts = [`${plural(imported, 'new kontask')} can be imported`];
  if (duplicates.length > 0)
    parts.push(
      `${plural(duplicates.length, 'one is', 'are')} here already`.replace(/^1 one/, 'one'),
    );
  if (left > 0) parts.push(`${left === 1 ? 'one is' : `${left} are`} wrong and left out`);
  return `${parts.join(', ')}.`;
}

const ways: ReadonlyArray<{ value: OnDuplicate; label: string; hint: string }> = [
  { value: 'skip', label: 'Skip', hint: 'What is here stays as it is.' },
  {
    value: 'replace',
    label: 'Replace',
    hint: 'What is here is written over; undo writes it back.',
  },
  { value: 'copy', label: 'Keep both', hint: 'Those of the file get ids of their own.' },
];

function Duplicates(props: {
  found: Found;
  value: OnDuplicate;
  onChange: (value: OnDuplicate) => void;
}) {
  const { found, value, onChange } = props;
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium">What about those that are here already?</legend>
      <div className="space-y-1">
        {ways.map((way) => (
          <label key={way.value} className="flex items-baseline gap-2">
            <input
              type="radio"
              name="on-duplicate"
              checked={value === way.value}
              onChange={() => onChange(way.value)}
              className="accent-main"
            />
            <span>
              {way.label} <span className="text-small text-ink-3">{way.hint}</span>
            </span>
          </label>
        ))}
      </div>
      <Lines
        label="Kontasks that are here already"
        lines={found.duplicates.map(({ index, title }) => ({
          key: String(index),
          head: `${index + 1}.`,
          text: title,
        }))}
      />
    </fieldset>
  );
}

function Problems({ found }: { found: Found }) {
  const { problems } = found;
  if (problems.length === 0) return null;
  return (
    <section aria-label="What is wrong in the file">
      <h3 className="font-medium">What is wrong in the file</h3>
      <Lines
        label="Problems"
        lines={problems.map(({ index, field, message, mended }, at) => ({
          key: String(at),
          head: placeOf(index, field),
          text: message,
          bad: !mended,
        }))}
      />
    </section>
  );
}

/** `3. context.choices.1.value` */
const placeOf = (index: number | undefined, field: string): string =>
  [index === undefined ? '' : `${index + 1}.`, field].filter(Boolean).join(' ');

interface Line {
  key: string;
  head: string;
  text: string;
  bad?: boolean;
}

function Lines({ label, lines }: { label: string; lines: readonly Line[] }) {
  const more = lines.length - mostLines;
  return (
    <ul
      aria-label={label}
      tabIndex={0}
      className="mt-2 max-h-[26vh] space-y-1 overflow-y-auto rounded-control border border-line-soft px-3 py-2 text-small"
    >
      {lines.slice(0, mostLines).map(({ key, head, text, bad }) => (
        <li key={key} className="break-words">
          {head !== '' && <code className="mr-2 text-ink-3">{head}</code>}
          <span className={bad ? 'text-bad' : 'text-ink-2'}>{text}</span>
        </li>
      ))}
      {more > 0 && <li className="text-ink-3">and {plural(more, 'more', 'more')}</li>}
    </ul>
  );
}
