/** The three things a person can do while a turn runs: the keys in a line, and what each does behind “?”. */
import { Popover } from '@base-ui/react/popover';
import { CircleHelp } from 'lucide-react';
import { IconButton } from '../../ui/button';
import { Kbd } from '../../ui/kbd';

export const queueKeys = 'CommandOrControl+Enter';

const sentences = [
  {
    name: 'Steer',
    keys: 'Enter',
    twice: false,
    does: 'the running turn reads this at its next step.',
  },
  { name: 'Queue', keys: queueKeys, twice: false, does: 'asked when this turn has ended.' },
  { name: 'Stop', keys: 'Esc', twice: true, does: 'ends the turn; what it did stands.' },
];

export interface RunningKeysProps {
  /** One Esc was pressed. */
  armed: boolean;
  /** Files are there, which a running turn does not take. */
  files: boolean;
}

export function RunningKeys({ armed, files }: RunningKeysProps) {
  if (armed) {
    return (
      <span role="status" className="text-small text-ink-2">
        <Kbd keys="Esc" /> again to stop
      </span>
    );
  }
  return (
    <span className="flex min-w-0 items-center gap-1 text-small text-ink-3">
      <GestureHelp />
      {files ? (
        <span className="min-w-0">
          <Kbd keys={queueKeys} /> queues it with its files; Steer takes text only
        </span>
      ) : (
        <span className="flex flex-wrap gap-x-2.5 gap-y-0.5 max-[560px]:hidden">
          <span className="whitespace-nowrap">
            <Kbd keys="Enter" /> steers
          </span>
          <span className="whitespace-nowrap">
            <Kbd keys={queueKeys} /> queues
          </span>
          <span className="whitespace-nowrap">
            <Kbd keys="Esc" /> twice stops
          </span>
        </span>
      )}
    </span>
  );
}

function GestureHelp() {
  return (
    <Popover.Root>
      <Popover.Trigger
        render={
          <IconButton label="What these keys do" size="small">
            <CircleHelp size={14} aria-hidden />
          </IconButton>
        }
      />
      <Popover.Portal>
        <Popover.Positioner side="top" align="start" sideOffset={6} className="z-50">
          <Popover.Popup className="w-[340px] max-w-[calc(100vw-24px)] rounded-card border border-line bg-raised p-3.5 text-ui text-ink shadow-card outline-none">
            <Popover.Title className="font-semibold">While a turn runs</Popover.Title>
            <ul className="mt-2 space-y-2">
              {sentences.map(({ name, keys, twice, does }) => (
                <li key={name} className="flex items-baseline gap-3">
                  <span className="min-w-0 flex-1 text-ink-2">
                    <span className="font-semibold text-ink">{name}</span>: {does}
                  </span>
                  <span className="shrink-0 text-small text-ink-3">
                    <Kbd keys={keys} />
                    {twice && ' twice'}
                  </span>
                </li>
              ))}
            </ul>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
