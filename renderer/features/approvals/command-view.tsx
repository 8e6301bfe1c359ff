/** A shell line as it would run, every character of it, and the commands that were found in it. */
import { useState } from 'react';
import { safeOffset } from '../../../preload/contract/text';
import { Button } from '../../ui/button';
import { cx } from '../../ui/class-names';
import { count, plural } from '../../ui/format';
import { unseenIn } from './visible';
import { inOrder, VisibleText } from './visible-text';

/** Laid out at first, UTF-16 units; more than a person reads, less than holds up the window. */
const firstChars = 8_000;
/** From so many lines on some of them are out of sight until the box is scrolled. */
const manyLines = 10;

export interface CommandViewProps {
  command: string;
  commands?: readonly string[] | undefined;
}

export function CommandView({ command, commands = [] }: CommandViewProps) {
  const [all, setAll] = useState(false);
  const cut = !all && command.length > firstChars;
  const shown = cut ? command.slice(0, safeOffset(command, firstChars)) : command;
  const unseen = unseenIn(command);
  const lines = command.split('\n').length;
  return (
    <div className="space-y-1.5">
      <div
        role="group"
        aria-label="Command"
        // It scrolls: by keyboard too.
        tabIndex={0}
        className={cx(
          'max-h-[min(240px,34vh)] overflow-auto rounded-control bg-code-ground px-2.5 py-2 font-mono text-code break-words whitespace-pre-wrap',
          inOrder,
        )}
      >
        <VisibleText text={shown} />
        {cut && '…'}
      </div>
      {cut && (
        <Button size="small" tone="quiet" onClick={() => setAll(true)}>
          Show all, {count(command.length - shown.length)} more characters
        </Button>
      )}
      {lines > manyLines && <p className="text-small text-ink-2">{count(lines)} lines in all.</p>}
      {unseen > 0 && (
        <p className="text-small text-bad">
          {plural(unseen, 'character')} in it cannot be seen; shown in red as an escape.
        </p>
      )}
      {commands.length > 1 && (
        <p className="text-small text-ink-2">
          Runs {plural(commands.length, 'command')}:{' '}
          {commands.map((one, at) => (
            <span key={at}>
              {at > 0 && ', '}
              <code className={cx('break-words text-ink', inOrder)}>
                <VisibleText text={one} />
              </code>
            </span>
          ))}
        </p>
      )}
    </div>
  );
}
