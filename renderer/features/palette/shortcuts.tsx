/** Every key of the window in one list: those of actions from their registry, and what keys do in one place only. */
import { Dialog } from '../../ui/dialog';
import { Kbd } from '../../ui/kbd';
import { actions, keyOf } from './actions';

interface Row {
  name: string;
  keys: readonly string[];
  /** Pressed this often. */
  times?: 'twice';
}

/** Keys that belong to a part of the page. */
const places: ReadonlyArray<{ title: string; rows: readonly Row[] }> = [
  {
    title: 'In the message box',
    rows: [
      { name: 'Send, or steer the running turn', keys: ['Enter'] },
      { name: 'New line', keys: ['Shift+Enter'] },
      { name: 'Queue for after the running turn', keys: ['CommandOrControl+Enter'] },
      { name: 'Stop the running turn', keys: ['Esc'], times: 'twice' },
      { name: 'Earlier messages', keys: ['↑', '↓'] },
      { name: 'Name a file of the folder', keys: ['@'] },
    ],
  },
  {
    title: 'In the list of sessions',
    rows: [
      { name: 'From one to the next', keys: ['↑', '↓', 'Home', 'End'] },
      { name: 'Open', keys: ['Enter'] },
      { name: 'Rename', keys: ['F2'] },
      { name: 'Delete', keys: ['Delete'] },
      { name: 'More', keys: ['Shift+F10'] },
    ],
  },
  {
    title: 'In all kontasks',
    rows: [
      { name: 'Search titles and output', keys: ['CommandOrControl+F'] },
      { name: 'From one to the next', keys: ['↑', '↓', '←', '→'] },
      { name: 'Open', keys: ['Enter'] },
      { name: 'Pick a choice', keys: ['1', '9'] },
      { name: 'To the state before or after', keys: ['Alt+←', 'Alt+→'] },
      { name: 'Select, and select all', keys: ['Space', 'CommandOrControl+A'] },
      { name: 'Select from one to another', keys: ['Shift+↑', 'Shift+↓'] },
      { name: 'Delete', keys: ['Delete'] },
    ],
  },
  {
    title: 'Everywhere',
    rows: [
      { name: 'From one part of the window to the next', keys: ['F6', 'Shift+F6'] },
      { name: 'Take back what the message says was just done', keys: ['CommandOrControl+Z'] },
    ],
  },
];

export interface ShortcutsProps {
  open: boolean;
  onClose: () => void;
}

export function Shortcuts({ open, onClose }: ShortcutsProps) {
  const own: Row[] = actions.flatMap((action) => {
    const [first, ...rest] = action.keys ?? [];
    const key = keyOf(action) ?? first;
    return key === undefined ? [] : [{ name: action.name, keys: [key, ...rest] }];
  });
  return (
    <Dialog open={open} onClose={onClose} title="Keyboard shortcuts" width={620}>
      <div className="mt-4 grid gap-x-8 gap-y-5 sm:grid-cols-2">
        <Keys title="Window" rows={own} />
        <div className="space-y-5">
          {places.map(({ title, rows }) => (
            <Keys key={title} title={title} rows={rows} />
          ))}
        </div>
      </div>
    </Dialog>
  );
}

function Keys({ title, rows }: { title: string; rows: readonly Row[] }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-1.5 text-small text-ink-3">{title}</h3>
      <dl className="space-y-1">
        {rows.map(({ name, keys, times }) => (
          <div key={name} className="flex items-baseline justify-between gap-3">
            <dt className="min-w-0">{name}</dt>
            <dd className="flex shrink-0 items-center gap-1">
              {keys.map((key) => (
                <Kbd key={key} keys={key} />
              ))}
              {times && <span className="text-small text-ink-3">{times}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
