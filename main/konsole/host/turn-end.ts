/** How a turn ends, in words for a person. Pure. */
import type { TurnError, TurnStatus } from '../../../preload/contract/shapes';
import type { TurnOrder } from './protocol';
import type { StepEnd } from './step';

export type End = { status: Exclude<TurnStatus, 'queued' | 'running'>; error?: TurnError };

export function endOf(stopped: StepEnd, model: string): End {
  switch (stopped.reason) {
    case 'max-tokens': {
      const message = `The answer reached the longest that ${model} may give and was cut off.`;
      const error: TurnError = {
        code: 'too-long',
        message,
        hint: 'Send “go on” to have the rest.',
      };
      return { status: stopped.tools.length > 0 ? 'failed' : 'completed', error };
    }
    case 'context-full':
      return {
        status: 'failed',
        error: {
          code: 'too-long',
          message: `This conversation fills all that ${model} can hold.`,
          hint: 'Start a new session and bring over what matters.',
        },
      };
    case 'refusal': {
      const why = stopped.detail ? ` ${stopped.detail}` : '';
      const hint = 'Ask in another way, or choose another model.';
      return {
        status: 'refused',
        error: { code: 'refused', message: `The model declined to answer.${why}`, hint },
      };
    }
    default:
      return { status: 'completed' };
  }
}

export function tooManySteps(most: number): TurnError {
  return {
    code: 'stopped',
    message: `The model has made ${most} requests in this turn without coming to an end, so it was stopped.`,
    hint: 'Send “go on” if it was on a good way, or say more exactly what you want.',
  };
}

export function noKey({ kind, provider }: TurnOrder): TurnError {
  const hint = provider.keyHint ?? 'Give one in Settings → Providers, or try the demo.';
  // What a side question can be asked all the same.
  const without =
    kind === 'chat' ? ' Without a model, /why, /status, /logs, /pool and /turn answer.' : '';
  return {
    code: 'no-key',
    message: `There is no key for the provider "${provider.id}".`,
    hint: `${hint}${without}`,
  };
}
