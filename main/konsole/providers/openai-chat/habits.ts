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
  /** Models that were refused with a PDF in the request: they are told of it in words. */
  withoutPdf: readonly string[];
}

/** What most take; only newer models of OpenAI want another word for the bound. */
export const usualHabits: Habits = {
  usage: true,
  bound: 'max_tokens',
  effort: true,
  wantsThinking: false,
  withoutPdf: [],
};

/** As many as can be learned from one refusal after another. */
export const maxLessons = 6;

export interface Lesson {
  habits: Habits;
  /** False: true of this one request, a value that is too large. */
  lasting: boolean;
}

/** What a refusal of `body` teaches; undefined: it is about something else. */
export function lessonOf(thrown: unknown, body: Body, habits: Habits): Lesson | undefined {
  const { status } = thrown as Thrown;
  const told = wordsOf(thrown as Thrown);
  const learn = (changes: Partial<Habits>): Lesson => ({
    habits: { ...habits, ...changes },
    lasting: true,
  });
  if (pdfStatuses.has(status) && refusesPart.test(told) && hasPdf(body)) {
    return learn({ withoutPdf: [...habits.withoutPdf, body.model] });
  }
  if (status !== 400 && status !== 422) return undefined;
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

/** Older versions of llama-server answer 500 and of vLLM 501 to a kind of content that they do not know; OpenRouter 404. */
const pdfStatuses = new Set<unknown>([400, 404, 415, 422, 500, 501]);

/**
 * Refusals of a kind of content, of whatever file: `Invalid Value: 'file'. This model does not support file content types.`
 * (OpenAI, Azure), `Unsupported chat content part type: 'file'` and `Unknown part type: file` (vLLM), `unsupported
 * content[].type` (llama-server), `'content' objects must have a 'type' field that is either 'text' or 'image_url'` (LM
 * Studio), `unknown variant `file`, expected `text`` (DeepSeek), `invalid message format` (Ollama), `Input should be 'text'`
 * (pydantic), `content must be a string`. One that is about this very PDF (locked, damaged, too many pages) is none.
 */
const refusesPart =
  /['"`]file['"`]|type[:=]? file\b|content\S{0,12}\.?type\b|content.{0,20}(objects?|parts?|types?)\b|content must be a string|should be a valid string|invalid message format|no endpoints found that support (file|pdf|document)|(file|pdf|document)s?( content| input| part)?s? (is|are) not supported|not support (file|pdf|document)/i;

const hasPdf = ({ messages }: Body): boolean =>
  messages.some(
    ({ content }) => Array.isArray(content) && content.some(({ type }) => type === 'file'),
  );

function wordsOf({ message, error }: Thrown): string {
  return `${typeof message === 'string' ? message : ''} ${JSON.stringify(error ?? '')}`;
}
