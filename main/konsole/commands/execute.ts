/** From a name and params of anybody to an answer: name, scope, shape, id, then the function. Never rejects. */
import {
  type CommandName,
  commandRules,
  isCommandName,
} from '../../../preload/contract/command-names';
import { type Answer, KonsoleError, toAnswer } from '../../../preload/contract/errors';
import type { RecordAnswer } from '../sessions/types';
import type { Client, Log } from '../types';
import type { Once } from './command-ids';
import type { CommandTable } from './table';
import { validParams } from './validate';

/** A key is never stored nor hashed, so a repeat of it simply runs again. */
const neverStored = new Set<CommandName>(['provider.set-key']);

export interface ExecuteDeps {
  table: CommandTable;
  once: Once;
  log: Log;
  isClosing: () => boolean;
}

export function createExecute({ table, once, log, isClosing }: ExecuteDeps) {
  const failed = (name: string, error: unknown) =>
    log.write('error', 'command', `${name} failed inside`, { error });

  async function run(client: Client, name: string, raw: unknown): Promise<Answer> {
    if (!isCommandName(name)) {
      throw new KonsoleError(
        'not-found',
        `There is no command "${name.slice(0, 64)}". docs/protocol.md lists all of them.`,
      );
    }
    const { mutating, scope } = commandRules[name];
    if (scope === 'owner' && client.scope !== 'owner') {
      throw new KonsoleError(
        'denied',
        `A paired device may not use ${name}. Use it on the computer itself.`,
      );
    }
    if (isClosing())
      throw new KonsoleError('busy', 'Konsole is closing. Try again when it is back.');
    const params = validParams(name, raw);
    const call = table[name] as (
      params: unknown,
      record: RecordAnswer,
      client: Client,
    ) => Promise<unknown>;
    const { commandId, ...rest } = params as { commandId?: string };
    if (!mutating || commandId === undefined || neverStored.has(name)) {
      return { ok: true, result: await call(rest, () => undefined, client) };
    }
    return once.run({ client: client.id, name, id: commandId, params: rest }, (record) =>
      call(rest, record, client),
    );
  }

  return async (client: Client, name: string, params: unknown): Promise<Answer> => {
    try {
      return await run(client, name, params);
    } catch (error) {
      if (!(error instanceof KonsoleError)) failed(name, error);
      return toAnswer(error);
    }
  };
}
