/** What tools may do without asking, as a chip that opens a menu: the modes, and what was allowed in this session. */
import { Menu as Base } from '@base-ui/react/menu';
import { Check, ChevronDown, ShieldAlert, ShieldCheck, X } from 'lucide-react';
import { useState } from 'react';
import type { PermissionMode, Session } from '../../../preload/contract/shapes';
import { chooseMode, revokeGrant, useMode } from '../../stores/mode-choice';
import { useSettings } from '../../stores/settings-store';
import { ChipButton } from '../../ui/chip';
import { cx } from '../../ui/class-names';
import { Confirm } from '../../ui/dialog';
import { itemLook, popupLook } from '../../ui/menu';
import { Grant, grantName } from '../approvals/grant';
import { modeName, modes } from './modes';

export interface ModeChipProps {
  /** Absent for a session that does not exist yet. */
  session?: Session | undefined;
  grants?: readonly string[] | undefined;
}

const noGrants: readonly string[] = [];

export function ModeChip({ session, grants = noGrants }: ModeChipProps) {
  const mode = useMode(session);
  const [confirming, setConfirming] = useState(false);
  if (mode === undefined) return null;
  const choose = (next: PermissionMode) => {
    if (next === mode) return;
    if (next === 'all') setConfirming(true);
    else void chooseMode(session?.id, next);
  };
  const all = mode === 'all';
  return (
    <>
      <Base.Root modal={false}>
        <Base.Trigger
          render={
            <ChipButton
              aria-label={`Permissions: ${modeName(mode)}`}
              title="What tools may do without asking"
              tone={all ? 'bad' : 'plain'}
              className="shrink-0"
            >
              {all ? <ShieldAlert size={13} aria-hidden /> : <ShieldCheck size={13} aria-hidden />}
              {modeName(mode)}
              <ChevronDown size={12} aria-hidden className="-mr-0.5" />
            </ChipButton>
          }
        />
        <Base.Portal>
          <Base.Positioner sideOffset={4} side="top" align="start" className="z-50">
            <Base.Popup
              className={`${popupLook} max-h-[var(--available-height)] w-[340px] max-w-[calc(100vw-24px)] overflow-y-auto`}
            >
              <Modes mode={mode} choose={choose} />
              {session && grants.length > 0 && <Grants session={session.id} grants={grants} />}
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
      <AllowAll
        open={confirming}
        onConfirm={() => void chooseMode(session?.id, 'all')}
        onClose={() => setConfirming(false)}
      />
    </>
  );
}

interface ModesProps {
  mode: PermissionMode;
  choose: (mode: PermissionMode) => void;
}

function Modes({ mode, choose }: ModesProps) {
  return (
    <Base.RadioGroup
      aria-label="What tools may do without asking"
      value={mode}
      onValueChange={(next: unknown) => {
        const found = modes.find((one) => one.mode === next);
        if (found) choose(found.mode);
      }}
    >
      {modes.map((one) => (
        <Base.RadioItem
          key={one.mode}
          value={one.mode}
          closeOnClick
          label={one.name}
          className={`${itemLook} items-start`}
        >
          <span className="min-w-0 flex-1">
            <span className={cx('block', one.mode === 'all' && 'text-bad')}>{one.name}</span>
            <span className="block text-small text-ink-2">{one.does}</span>
          </span>
          <span className="mt-0.5 w-3.5 shrink-0">
            {one.mode === mode && <Check size={14} aria-hidden />}
          </span>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  );
}

/** A rule goes at a press; the menu stays for the next. */
function Grants({ session, grants }: { session: string; grants: readonly string[] }) {
  return (
    <>
      <Base.Separator className="my-1 h-px bg-line" />
      <Base.Group>
        <Base.GroupLabel className="px-2.5 pt-1 pb-0.5 text-small text-ink-3">
          Allowed in this session
        </Base.GroupLabel>
        {grants.map((rule) => (
          <Base.Item
            key={rule}
            closeOnClick={false}
            aria-label={`Take back ${grantName(rule)}`}
            onClick={() => void revokeGrant(session, rule)}
            className={itemLook}
          >
            <Grant rule={rule} className="min-w-0 flex-1" />
            <X size={13} aria-hidden className="shrink-0 text-ink-3" />
          </Base.Item>
        ))}
      </Base.Group>
    </>
  );
}

interface AllowAllProps {
  open: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

function AllowAll({ open, onConfirm, onClose }: AllowAllProps) {
  const sandbox = useSettings((state) => state.settings?.permissions.sandbox ?? false);
  return (
    <Confirm
      open={open}
      title="Allow everything in this session?"
      description={
        <>
          Until Konsole quits, this session asks only before it changes what runs by itself later,
          such as git hooks: all other files are changed and commands are run as the model decides.
          Commands run as you. They reach the network and read whatever you can read.{' '}
          {sandbox
            ? 'The sandbox is on: where this system has one, commands write in the folder only.'
            : 'No sandbox holds them: they change and delete whatever you can.'}
        </>
      }
      action="Allow everything"
      onConfirm={onConfirm}
      onClose={onClose}
    />
  );
}
