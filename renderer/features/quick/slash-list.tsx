/** The commands that Konsole answers from what it recorded, a line each. The box keeps the focus. */
import { cx } from '../../ui/class-names';
import { slashed } from './slash';
import type { Command } from './slash';
import type { SlashView } from './use-slash';

export function SlashList({
  view,
  choose,
}: {
  view: SlashView;
  choose: (command: Command) => void;
}) {
  const { id, commands, active } = view;
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Commands"
      tabIndex={-1}
      className="rounded-card border border-line bg-raised p-1"
    >
      {commands.map((command, at) => (
        <button
          key={command.name}
          id={`${id}-${at}`}
          type="button"
          role="option"
          aria-selected={at === active}
          tabIndex={-1}
          className={cx(
            'flex w-full items-baseline gap-3 rounded-control px-2.5 py-1 text-left',
            at === active ? 'bg-hover' : 'hover:bg-hover',
          )}
          // The box keeps the focus and the caret.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => choose(command)}
        >
          <span className="w-[104px] shrink-0">
            <code className="text-ink">{slashed(command)}</code>
            {command.words !== undefined && <code className="text-ink-2"> {command.words}</code>}
          </span>
          <span className="min-w-0 truncate text-ink-2">{command.about}</span>
        </button>
      ))}
    </div>
  );
}
