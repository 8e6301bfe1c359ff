/**
 * What OpenAI keeps of a prompt, as its guide on prompt caching has it (developers.openai.com, October 2026). From GPT-5.6 on
 * a prompt is kept up to a breakpoint for 30 minutes, and read up to one that the next request has as well; 1 024 tokens are
 * the least; writing costs 1.25 times the input, and can be done ahead (`prompt_cache_options.prewarm`: no output). Models
 * before keep what they want, for nothing, and answer a breakpoint or these options with HTTP 400.
 *
 * The end of the last message is a breakpoint by itself, and so are the ends of 20 before it when something is looked for: a
 * growing conversation needs no more. Another question begins like none of these, so one stands behind the system text. As
 * `instructions` can carry none, that text is a message of the developer; the tools stand before it by themselves.
 */
import type { Responses } from 'openai/resources/responses/responses';

type Item = Responses.ResponseInputItem;
type Begun = Pick<Responses.ResponseCreateParams, 'instructions' | 'input'>;

/** By its name, as the API says it: "gpt-5.6 and later". A model that is newer than models.ts counts. */
export function takesBreakpoints(model: string): boolean {
  const [, major, minor] = /^gpt-(\d{1,2})(?:\.(\d{1,2}))?(?:-|$)/.exec(model) ?? [];
  if (major === undefined) return false;
  return Number(major) > 5 || (Number(major) === 5 && Number(minor ?? 0) >= 6);
}

/** `marked`: with a breakpoint behind the system text. */
export function begun(system: string, input: readonly Item[], marked: boolean): Begun {
  if (!marked) return { instructions: system, input: [...input] };
  const text: Responses.ResponseInputText = {
    type: 'input_text',
    text: system,
    prompt_cache_breakpoint: { mode: 'explicit' },
  };
  return { input: [{ type: 'message', role: 'developer', content: [text] }, ...input] };
}

/** The same request without its breakpoint; undefined: it has none. */
export function unmarked<Body extends Begun>(body: Body): Body | undefined {
  const [first, ...rest] = Array.isArray(body.input) ? body.input : [];
  if (first?.type !== 'message' || first.role !== 'developer') return undefined;
  const [text] = Array.isArray(first.content) ? first.content : [];
  return text?.type === 'input_text' ? { ...body, ...begun(text.text, rest, false) } : undefined;
}
