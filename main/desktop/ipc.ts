/**
 * The one place where a window's message comes in. In this order: a registered window, its main frame, the
 * exact origin, a name allowed for that window, the size, the schema. A refusal is an Answer, never a throw.
 */
import { type CommandName, isCommandName } from '../../preload/contract/command-names';
import { commands } from '../../preload/contract/commands';
import { desktopCalls, type DesktopResult } from '../../preload/contract/desktop';
import {
  type DesktopCallName,
  desktopRules,
  type WindowName,
} from '../../preload/contract/desktop-names';
import { type Answer, KonsoleError, toAnswer } from '../../preload/contract/errors';
import { limits } from '../../preload/contract/limits';
import type { z } from 'zod';
import { pageOrigin } from './app-path';
import { checkPayload } from './payload';

/** What Electron tells about a sender; a part of IpcMainInvokeEvent and IpcMainEvent. */
export interface Sender {
  readonly sender: { readonly id: number; readonly mainFrame: object };
  readonly senderFrame: { readonly origin: string } | null;
}

/** Which window a webContents belongs to; only windows that desktop/ itself made are known. */
export type WindowOf = (webContentsId: number) => WindowName | undefined;

type ValidDesktopParams<Name extends DesktopCallName> = z.output<
  (typeof desktopCalls)[Name]['params']
>;

/** What stands behind the desktop calls. Each may throw a KonsoleError. */
export type DesktopActions = {
  readonly [Name in DesktopCallName]: (
    params: ValidDesktopParams<Name>,
    window: WindowName,
  ) => DesktopResult<Name> | Promise<DesktopResult<Name>>;
};

export interface IpcDeps {
  windowOf: WindowOf;
  actions: DesktopActions;
  /** The engine; may wait until it is open. Never rejects. */
  execute: (window: WindowName, name: string, params: unknown) => Promise<Answer>;
  log: (message: string, fields: Record<string, unknown>) => void;
}

/** What goes to a file or a window of its own may be far larger than a command. */
const savedBytes = 128 * 1024 * 1024;
const large: readonly DesktopCallName[] = [
  'desktop.save-text',
  'desktop.save-pdf',
  'desktop.show-output',
];

/** Who asks, or undefined when the sender has no right to be heard. */
export function whoAsks(event: Sender, windowOf: WindowOf): WindowName | undefined {
  try {
    const window = windowOf(event.sender.id);
    if (window === undefined || event.senderFrame === null) return undefined;
    if (event.senderFrame !== event.sender.mainFrame) return undefined;
    return event.senderFrame.origin === pageOrigin ? window : undefined;
  } catch {
    // Electron throws when a frame that is gone is asked anything: it is nobody any more.
    return undefined;
  }
}

const isDesktopCall = (name: string): name is DesktopCallName => Object.hasOwn(desktopRules, name);

export function createIpc(
  deps: IpcDeps,
): (event: Sender, name: unknown, params: unknown) => Promise<Answer> {
  return async function handle(event, name, params) {
    try {
      const window = whoAsks(event, deps.windowOf);
      if (window === undefined) {
        deps.log('A message from outside the windows was refused', {
          name: String(name).slice(0, 64),
        });
        throw new KonsoleError('denied', 'This frame may not talk to Konsole.');
      }
      if (typeof name !== 'string') throw unknownName('');
      if (isCommandName(name)) return await runCommand(deps, window, name, params);
      if (isDesktopCall(name)) return await runDesktopCall(deps, window, name, params);
      throw unknownName(name);
    } catch (error) {
      if (!(error instanceof KonsoleError)) {
        deps.log('A desktop call failed', {
          name: String(name).slice(0, 64),
          error: String(error),
        });
      }
      return toAnswer(error);
    }
  };
}

async function runCommand(
  deps: IpcDeps,
  window: WindowName,
  name: CommandName,
  params: unknown,
): Promise<Answer> {
  checkPayload(params, limits.commandBytes);
  check(commands[name].params, params);
  // The engine validates again and applies the defaults: it is the only judge for every door.
  return await deps.execute(window, name, params);
}

async function runDesktopCall<Name extends DesktopCallName>(
  deps: IpcDeps,
  window: WindowName,
  name: Name,
  params: unknown,
): Promise<Answer> {
  const windows: readonly WindowName[] = desktopRules[name];
  if (!windows.includes(window)) {
    throw new KonsoleError('denied', `The ${window} window may not call ${name}.`);
  }
  checkPayload(params, large.includes(name) ? savedBytes : limits.commandBytes);
  const valid = check(desktopCalls[name].params, params ?? {}) as ValidDesktopParams<Name>;
  return { ok: true, result: await deps.actions[name](valid, window) };
}

function check<Schema extends z.ZodType>(schema: Schema, params: unknown): z.output<Schema> {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.map(String).join('.') || 'the request';
  throw new KonsoleError(
    'invalid',
    `${where}: ${issue?.message ?? 'has a wrong shape'}`.slice(0, 300),
  );
}

function unknownName(name: string): KonsoleError {
  return new KonsoleError('not-found', `There is no call named "${name.slice(0, 64)}".`);
}
