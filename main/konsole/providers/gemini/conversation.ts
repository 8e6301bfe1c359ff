/** A conversation as the contents of Gemini's API. Pure. */
import type { Content, FunctionResponse, Part as GeminiPart } from '@google/genai';
import { type Part, toDialogue } from '../dialogue';
import type { PictureType } from '../files';
import type { ModelTurn, Opaque } from '../types';

export interface GeminiConversation {
  contents: Content[];
  /** True when something that an earlier answer sealed is in it. */
  sealed: boolean;
}

export interface GeminiRules {
  model: string;
  keepSealed: boolean;
  /**
   * True from Gemini 3 on: a call without a seal in the turn that runs is refused, and a result may have pictures in it
   * ("Multimodal function responses" of ai.google.dev).
   */
  newer: boolean;
  ask?: string | undefined;
}

/**
 * Stands for the seal of a call that this model did not make: another model's, or one of before a summary. Source: "Thought
 * signatures" of ai.google.dev, for histories that come from elsewhere.
 */
export const foreignSeal = 'skip_thought_signature_validator';

export function toContents(turns: readonly ModelTurn[], rules: GeminiRules): GeminiConversation {
  const { messages, sealed } = toDialogue(turns, {
    model: rules.model,
    isSealed,
    keepSealed: rules.keepSealed,
    ask: rules.ask,
    // Newer models refuse to go on from words of their own.
    goesOn: false,
  });
  /** What a model called its calls, by what they are called in the dialogue: a result has the id of its call. */
  const given = new Map<string, string>();
  const contents = messages.map(({ role, parts }): Content => {
    if (role === 'user') return { role, parts: partsOfUser(parts, given, rules.newer) };
    const made = parts.flatMap((part) => partsOf(part, given));
    // Of calls that were made at once only the first has a seal.
    const first = made.find(({ functionCall }) => functionCall !== undefined);
    if (first && rules.newer) first.thoughtSignature ??= foreignSeal;
    return { role: 'model', parts: made };
  });
  return { contents, sealed };
}

function isSealed({ thoughtSignature }: Opaque): boolean {
  return typeof thoughtSignature === 'string' && thoughtSignature !== '';
}

const sealOf = (opaque: Opaque | undefined) =>
  opaque !== undefined && isSealed(opaque)
    ? { thoughtSignature: String(opaque.thoughtSignature) }
    : {};

/**
 * What was said in pieces of which the last was sealed goes back in two: the seal is of its own part alone. A part of nothing
 * but white space says nothing, and goes back only for its seal.
 */
function sealedWords(text: string, opaque: Opaque | undefined, thought: boolean): GeminiPart[] {
  const kind = thought ? { thought } : {};
  const at = typeof opaque?.sealedAt === 'number' ? Math.min(opaque.sealedAt, text.length) : 0;
  const last = { text: text.slice(at), ...kind, ...sealOf(opaque) };
  const before = text.slice(0, at);
  return before.trim() === '' ? [last] : [{ text: before, ...kind }, last];
}

function partsOf(part: Part, given: Map<string, string>): GeminiPart[] {
  switch (part.kind) {
    case 'text':
      return sealedWords(part.text, part.opaque, false);
    case 'image':
      return [pictureOf(part)];
    case 'pdf':
      // Source: "Document understanding" of ai.google.dev; all its models read them.
      return [{ inlineData: { mimeType: 'application/pdf', data: part.data } }];
    case 'thinking':
      return sealedWords(part.text, part.opaque, part.opaque.sealedText !== true);
    case 'call': {
      const { id, name, input, opaque } = part;
      const own = opaque?.toolUseId;
      if (typeof own === 'string' && own !== '') given.set(id, own);
      const functionCall = { name, args: input, ...idOf(given.get(id)) };
      return [{ functionCall, ...sealOf(opaque) }];
    }
    case 'result':
      return [resultOf(part, given)];
  }
}

type Result = Extract<Part, { kind: 'result' }>;

function resultOf({ id, name, text, ok }: Result, given: Map<string, string>) {
  const response = ok ? { output: text } : { error: text };
  const functionResponse: FunctionResponse = { name, response, ...idOf(given.get(id)) };
  return { functionResponse };
}

/** Results come first, all of them: the API counts them against the calls. */
function partsOfUser(
  parts: readonly Part[],
  given: Map<string, string>,
  inResults: boolean,
): GeminiPart[] {
  const results: GeminiPart[] = [];
  const rest: GeminiPart[] = [];
  for (const part of parts) {
    if (part.kind !== 'result') {
      rest.push(...partsOf(part, given));
      continue;
    }
    const made = resultOf(part, given);
    const pictures = part.pictures.map(pictureOf);
    const seen = pictures.filter(({ inlineData }) => inlineData);
    if (inResults && seen.length > 0) made.functionResponse.parts = seen;
    results.push(made);
    rest.push(...(inResults ? pictures.filter(({ inlineData }) => !inlineData) : pictures));
  }
  return [...results, ...rest];
}

const idOf = (id: string | undefined) => (id === undefined ? {} : { id });

/** A GIF is none of the types that the API takes: it would refuse the whole request, and all that follow. */
const pictureOf = ({ type, data }: { type: PictureType; data: string }): GeminiPart =>
  type === 'image/gif'
    ? { text: '(a GIF picture, which this model cannot see; as PNG, JPEG or WebP it could)' }
    : { inlineData: { mimeType: type, data } };
