/** A conversation as the input items of OpenAI's Responses API. Pure. */
import type { Responses } from 'openai/resources/responses/responses';
import { wellFormed } from '../calls';
import { type Message, type Part, toDialogue } from '../dialogue';
import type { ModelTurn, Opaque } from '../types';

type Item = Responses.ResponseInputItem;
type UserContent =
  | Responses.ResponseInputText
  | Responses.ResponseInputImage
  | Responses.ResponseInputFile;

/** What a thinking block keeps of its reasoning item, in its opaque data as `reasoning`. */
export interface SealedReasoning {
  id?: string;
  encrypted: string;
}

export interface ConversationRules {
  /** What it sealed is given back to the model that made it, and to no other. */
  model: string;
  /** False after the provider refused what was given back: then nothing sealed is. */
  keepSealed: boolean;
  /** Said last, after all that there is. */
  ask?: string | undefined;
}

/** `sealed`: reasoning of earlier answers is in it. */
export function toInput(
  turns: readonly ModelTurn[],
  rules: ConversationRules,
): { input: Item[]; sealed: boolean } {
  const { messages, sealed } = toDialogue(turns, {
    ...rules,
    isSealed: (opaque) => sealOf(opaque) !== undefined,
  });
  return { input: messages.flatMap(itemsOf), sealed };
}

function sealOf({ reasoning }: Opaque): SealedReasoning | undefined {
  if (typeof reasoning !== 'object' || reasoning === null) return undefined;
  const { id, encrypted } = reasoning as Record<string, unknown>;
  if (typeof encrypted !== 'string' || encrypted === '') return undefined;
  return typeof id === 'string' && id !== '' ? { id, encrypted } : { encrypted };
}

function itemsOf({ role, parts }: Message): Item[] {
  if (role === 'assistant') return wroteItems(parts);
  const results = parts.flatMap((part) => (part.kind === 'result' ? [resultItem(part)] : []));
  const content = parts.flatMap(userContent);
  const said: Item[] = content.length > 0 ? [{ type: 'message', role: 'user', content }] : [];
  return [...results, ...said];
}

function userContent(part: Part): UserContent[] {
  if (part.kind === 'text') return [{ type: 'input_text', text: part.text }];
  if (part.kind === 'image') return [imageOf(part.type, part.data)];
  if (part.kind !== 'pdf') return [];
  // Source: "File inputs" of developers.openai.com; models that see pictures read them.
  const file_data = `data:application/pdf;base64,${part.data}`;
  return [{ type: 'input_file', filename: part.name, file_data }];
}

const imageOf = (type: string, data: string): Responses.ResponseInputImage => ({
  type: 'input_image',
  image_url: `data:${type};base64,${data}`,
  detail: 'auto',
});

/** Reasoning goes back with what came of it: an item of it that nothing follows is refused. */
function wroteItems(parts: readonly Part[]): Item[] {
  const last = parts.findLastIndex(({ kind }) => kind === 'text' || kind === 'call');
  return parts.slice(0, last + 1).flatMap((part): Item[] => {
    switch (part.kind) {
      case 'thinking':
        return reasoningItems(part);
      case 'text':
        return [messageItem(part)];
      case 'call':
        return [
          {
            type: 'function_call',
            call_id: part.id,
            name: part.name,
            arguments: JSON.stringify(part.input),
          },
        ];
      default:
        return [];
    }
  });
}

function reasoningItems({ text, opaque }: Extract<Part, { kind: 'thinking' }>): Item[] {
  const seal = sealOf(opaque);
  if (!seal) return [];
  const item = {
    type: 'reasoning' as const,
    ...(seal.id === undefined ? {} : { id: seal.id }),
    summary: text === '' ? [] : [{ type: 'summary_text' as const, text: wellFormed(text) }],
    encrypted_content: seal.encrypted,
  };
  // The API takes one without an id, and a server that kept none gave none; the types want one.
  return [item as Responses.ResponseReasoningItem];
}

function messageItem({ text, opaque }: Extract<Part, { kind: 'text' }>): Item {
  const phase = opaque?.phase;
  const item = {
    type: 'message' as const,
    role: 'assistant' as const,
    content: [{ type: 'output_text' as const, text, annotations: [] }],
    // Newer models want to know which of their words were on the way and which the answer.
    ...(phase === 'commentary' || phase === 'final_answer' ? { phase } : {}),
  };
  // As above: an id of the provider would only name something that it does not store.
  return item as unknown as Responses.ResponseOutputMessage;
}

function resultItem(part: Extract<Part, { kind: 'result' }>): Item {
  const { text } = part;
  const images = part.pictures.map(({ type, data }) => imageOf(type, data));
  return {
    type: 'function_call_output',
    call_id: part.id,
    output: images.length > 0 ? [{ type: 'input_text', text }, ...images] : text,
  };
}
