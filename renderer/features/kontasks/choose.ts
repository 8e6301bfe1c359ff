/** Picking a choice of a kontask. Whoever is first has picked: of a second choice a person is only told. */
import { KonsoleError } from '../../../preload/contract/errors';
import type { CommandParams, CommandResult } from '../../../preload/contract/commands';
import { command, messageOf } from '../../stores/commands';
import { announce } from '../../ui/announce';
import { toast } from '../../ui/toast';

/** `commandId`: the same for the same choice, which may have got through though nothing came back (I5). */
export async function choose(
  choice: CommandParams<'kontask.choose'>,
): Promise<CommandResult<'kontask.choose'> | undefined> {
  try {
    const went = await command('kontask.choose', choice);
    announce('Decided');
    return went;
  } catch (error) {
    toast({ message: messageOf(error), ...(isSettled(error) ? {} : { tone: 'bad' }) });
    return undefined;
  }
}

const isSettled = (error: unknown) => error instanceof KonsoleError && error.code === 'conflict';
