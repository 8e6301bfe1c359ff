/**
 * The renderer's only way to run a command or ask the desktop. Each exists twice: one that throws a
 * KonsoleError, and one that shows the answer's message in a toast and gives undefined.
 */
import type { CommandName } from '../../preload/contract/command-names';
import { commandRules } from '../../preload/contract/command-names';
import type { CommandParams, CommandResult } from '../../preload/contract/commands';
import type { DesktopParams, DesktopResult } from '../../preload/contract/desktop';
import type { DesktopCallName } from '../../preload/contract/desktop-names';
import type { Answer } from '../../preload/contract/errors';
import { KonsoleError } from '../../preload/contract/errors';
import { toast } from '../ui/toast';
import { thePage } from './page';

/** 128 random bits as hex: a repeat with the same id gets the first answer (I5). */
export function newCommandId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Adds a random `commandId` to a mutating command that has none. Rejects with KonsoleError. */
export async function command<Name extends CommandName>(
  name: Name,
  params: CommandParams<Name>,
): Promise<CommandResult<Name>> {
  const whole = commandRules[name].mutating ? { commandId: newCommandId(), ...params } : params;
  return resultOf(await thePage().bridge.commands[name](whole));
}

export async function desktop<Name extends DesktopCallName>(
  name: Name,
  params: DesktopParams<Name>,
): Promise<DesktopResult<Name>> {
  return resultOf(await thePage().bridge.desktop[name](params));
}

/** As `command`, but a failure is shown and gives undefined. */
export function commandOrToast<Name extends CommandName>(
  name: Name,
  params: CommandParams<Name>,
): Promise<CommandResult<Name> | undefined> {
  return command(name, params).catch(showFailure);
}

export function desktopOrToast<Name extends DesktopCallName>(
  name: Name,
  params: DesktopParams<Name>,
): Promise<DesktopResult<Name> | undefined> {
  return desktop(name, params).catch(showFailure);
}

function resultOf<Result>(answer: Answer<Result>): Result {
  if (answer.ok) return answer.result;
  throw new KonsoleError(answer.code, answer.message);
}

function showFailure(error: unknown): undefined {
  toast({ message: messageOf(error), tone: 'bad' });
}

/** What to tell a person about a caught error. */
export function messageOf(error: unknown): string {
  if (error instanceof KonsoleError) return error.message;
  return 'The window could not reach the konsole. Close and open the window; if it stays, restart Konsole.';
}
