/** What one server takes of a request. Nothing tells it beforehand: it is learned from refusals that name a parameter. Pure. */
import type { Thrown } from '../errors';
import type { Body } from './request';

export interface Habits {
  /** Tells the usage of a stream when asked to. */
  usage: boolean;
  /** How it calls the longest answer; absent: it takes no such bound. */
  bound?: 'max_tokens' | 'max_completion_tokens';
  /** Takes `reasoning_effort`. */
  effort: boolean;
  /** Wants what was thought back as `reasoning_content`, in turns with tools (DeepSeek, Kimi). */
  wantsThinking: boolean;
}

/** What most take; only newer models of OpenAI want another word for the bound. */
export const usualHabits: Habits = {
  usage: true,
  bound: 'max_tokens',
  effort: true,
  wantsThinking: false,
};

/** As many as can be learned from one refusal after another. */
export const maxLessons = 5;

export interface Lesson {
  habits: Habits;
  /** False: true of this one request, a value that is too large. */
  lasting: boolean;
}

/** What a refusal of `body` teaches; undefined: it is about something else. */
export function lessonOf(thrown: unknown, body: Body, habits: Habits): Lesson | undefined {
  const { status } = thrown as Thrown;
  if (status !== 400 && status !== 422) return undefined;
  const told = wordsOf(thrown as Thrown);
  const learn = (changes: Partial<Habits>): Lesson => ({
    habits: { ...habits, ...changes },
    lasting: true,
  });
  if (body.stream_options && /stream_options|include_usage/.test(told)) {
    return learn({ usage: false });
  }
  if (body.reasoning_effort !== undefined && /reasoning.?effort/i.test(told)) {
    return learn({ effort: false });
  }
  const { bound } = habits;
  if (bound !== undefined && body[bound] !== undefined && told.includes(bound)) {
    const { bound: _bound, ...rest } = habits;
    if (tooLarge.test(told)) return { habits: rest, lasting: false };
    if (bound === 'max_tokens') return learn({ bound: 'max_completion_tokens' });
    return { habits: rest, lasting: true };
  }
  if (!habits.wantsThinking && /reasoning_content/.test(told)) {
    return learn({ wantsThinking: true });
  }
  return undefined;
}

const tooLarge = /too (large|high|big)|at most|exceed|maximum|less than|range/i;

function wordsOf({ message, error }: Thrown): string {
  return `${typeof message === 'string' ? message : ''} ${JSON.stringify(error ?? '')}`;
}
