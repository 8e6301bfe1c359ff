/** A conversation as the contents of Gemini's API. Pure. */
import type { Content, Part as GeminiPart } from '@google/genai';
import { type Part, toDialogue } from '../dialogue';
import type { ModelTurn } from '../types';

type Opaque = Readonly<Record<string, unknown>>;

export interface GeminiConversation {
  contents: Content[];
  /** True when something that an earlier answer sealed is in it. */
  sealed: boolean;
}

export interface GeminiRules {
  model: string;
  keepSealed: boolean;
  /** True for a model that refuses a call without a seal in the turn that runs. */
  demandsSeals: boolean;
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
  });
  /** What a model called its calls, by what they are called in the dialogue: a result has the id of its call. */
  const given = new Map<string, string>();
  const contents = messages.map(({ role, parts }): Content => {
    let calls = 0;
    return {
      role: role === 'assistant' ? 'model' : 'user',
      parts: parts.flatMap((part) => {
        const made = partsOf(part, given);
        // Of calls that were made at once only the first has a seal.
        const first = part.kind === 'call' && calls++ === 0 ? made[0] : undefined;
        if (first && rules.demandsSeals) first.thoughtSignature ??= foreignSeal;
        return made;
      }),
    };
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

function partsOf(part: Part, given: Map<string, string>): GeminiPart[] {
  switch (part.kind) {
    case 'text':
      return [{ text: part.text, ...sealOf(part.opaque) }];
    case 'image':
      return [pictureOf(part)];
    case 'thinking':
      return [{ text: part.text, thought: true, ...sealOf(part.opaque) }];
    case 'call': {
      const { id, name, input, opaque } = part;
      const own = opaque?.toolUseId;
      if (typeof own === 'string' && own !== '') given.set(id, own);
      const functionCall = { name, args: input, ...idOf(given.get(id)) };
      return [{ functionCall, ...sealOf(opaque) }];
    }
    case 'result': {
      const { id, name, text, ok } = part;
      const response = ok ? { output: text } : { error: text };
      const functionResponse = { name, response, ...idOf(given.get(id)) };
      return [{ functionResponse }, ...part.pictures.map(pictureOf)];
    }
  }
}

const idOf = (id: string | undefined) => (id === undefined ? {} : { id });

const pictureOf = ({ type, data }: { type: string; data: string }): GeminiPart => ({
  inlineData: { mimeType: type, data },
});
