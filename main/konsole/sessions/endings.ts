/** Why a turn ended that its host did not end, in words for a person. Pure. */
import type { Death } from '../pool/types';
import type { Ending } from './types';

const goOn = 'What was done so far is kept. Send a message to go on.';

export function endingOf(death: Death): Ending {
  switch (death.cause) {
    case 'unanswered':
      return {
        status: 'interrupted',
        error: {
          code: 'stopped',
          message: 'Stopped. Its process did not answer and was ended.',
          hint: goOn,
        },
      };
    case 'silent':
      return hostDied('The process that ran this turn did not answer any more and was ended.');
    case 'memory':
      return {
        status: 'interrupted',
        error: {
          code: 'host-died',
          message: `The process that ran this turn used too much memory and was ended (${death.detail.slice(0, 300)}).`,
          hint: `${goOn} If its work needs that much, raise "pool.hostMemoryMb" in settings.json.`,
        },
      };
    case 'exit':
    case 'killed':
      return hostDied(`The process that ran this turn ended (${death.detail.slice(0, 300)}).`);
  }
}

function hostDied(message: string): Ending {
  return { status: 'interrupted', error: { code: 'host-died', message, hint: goOn } };
}

export const appClosed: Ending = {
  status: 'interrupted',
  error: { code: 'app-closed', message: 'Konsole was closed while this ran.', hint: goOn },
};

/** Found at the next start: nobody was there to see it end. */
export const appDied: Ending = {
  status: 'interrupted',
  error: {
    code: 'app-closed',
    message: 'Konsole ended while this ran (it was killed, or the computer went off).',
    hint: goOn,
  },
};

/** Told only to whoever brings the session back. */
export const stoppedByDeletion: Ending = {
  status: 'interrupted',
  error: {
    code: 'stopped',
    message: 'Stopped, because its session was deleted while this ran.',
    hint: goOn,
  },
};

export function notWritten(words: string): Ending {
  return {
    status: 'interrupted',
    error: {
      code: 'internal',
      message: `Konsole could not write down what came in and stopped the turn: ${words}`,
      hint: 'Make room on the disk, then send a message to go on.',
    },
  };
}
