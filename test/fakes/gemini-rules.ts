/** What Gemini's API refuses in a request before any model sees it. In its words. */
import { type GeminiFakeBody, type GeminiFakeContent, partsOf } from './gemini-dialect';

/** Undefined: it takes it. */
export function invalidIn({ contents }: GeminiFakeBody, model: string): string | undefined {
  const newer = !/^gemini-[12]\./.test(model);
  if (newer && contents.at(-1)?.role === 'model') {
    return 'Requests ending with a model turn are not supported.';
  }
  const types = contents.flatMap(partsOf).flatMap(({ inlineData, functionResponse: told }) => [
    // A document is one of a person's parts.
    ...(inlineData && inlineData.mimeType !== 'application/pdf' ? [inlineData.mimeType] : []),
    ...(told?.parts ?? []).map((part) => part.inlineData.mimeType),
  ]);
  const odd = types.find((type) => !/^image\/(png|jpeg|webp|heic|heif)$/.test(type));
  if (odd !== undefined) return `Unsupported MIME type: ${odd}`;
  const running = contents.findLastIndex(isAsked);
  for (const [at, content] of contents.entries()) {
    const calls = partsOf(content).filter((part) => part.functionCall);
    const results = partsOf(contents[at + 1]).filter((part) => part.functionResponse);
    if (calls.length !== results.length) {
      return 'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.';
    }
    if (newer && at > running && calls[0] && calls[0].thoughtSignature === undefined) {
      return 'Function call is missing a thought_signature in functionCall parts.';
    }
  }
  return undefined;
}

/** A person's words begin a turn; results of calls go on with it. */
const isAsked = (content: GeminiFakeContent) =>
  content.role === 'user' && partsOf(content).every((part) => !part.functionResponse);
