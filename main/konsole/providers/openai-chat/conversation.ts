/**
 * A conversation as the messages of Chat Completions. Pure. A result is a message of its own right behind its call, and has
 * words only: that it failed stands in them, and pictures that a tool showed are told by a person's message after it.
 */
import type {
  ChatCompletionAssistantMessageParam,
  ChatCompletionContentPart,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions/completions';
import { resultInWords, showsInWords } from '../calls';
import { type Message, type Part, toDialogue } from '../dialogue';
import type { ModelTurn, Opaque } from '../types';

/** With the fields that only some servers know. */
export type AssistantMessage = ChatCompletionAssistantMessageParam & {
  reasoning_details?: unknown[];
  reasoning_content?: string;
};
export type ChatMessage =
  | Exclude<ChatCompletionMessageParam, { role: 'assistant' }>
  | AssistantMessage;

export interface ConversationRules {
  /** What was sealed is given back to the model that sealed it, and to no other. */
  model: string;
  system: string;
  /** False after the provider refused what was given back. */
  keepSealed: boolean;
  /** The server wants thinking back as it came, sealed or not. */
  wantsThinking: boolean;
  /** Said last, after all that there is. */
  ask?: string | undefined;
}

export function toConversation(
  turns: readonly ModelTurn[],
  rules: ConversationRules,
): { messages: ChatMessage[]; sealed: boolean } {
  const { model, system, keepSealed, wantsThinking, ask } = rules;
  const { messages, sealed } = toDialogue(turns, {
    model,
    keepSealed,
    isSealed: (opaque) => sealsOf(opaque).length > 0 || (wantsThinking && opaque.plain === true),
    ask,
    // Many servers refuse an answer as the last message, or begin another one after it.
    goesOn: false,
  });
  const said: ChatMessage[] = system.trim() === '' ? [] : [{ role: 'system', content: system }];
  for (const message of messages) {
    if (message.role === 'assistant') said.push(answered(message, wantsThinking));
    else said.push(...asked(message));
  }
  return { messages: said, sealed };
}

function sealsOf({ reasoningDetails }: Opaque): unknown[] {
  return Array.isArray(reasoningDetails) ? reasoningDetails : [];
}

const between = '\n\n';

function answered({ parts }: Message, wantsThinking: boolean): AssistantMessage {
  const texts = parts.flatMap((part) => (part.kind === 'text' ? [part.text] : []));
  const calls = parts.flatMap((part) => (part.kind === 'call' ? [part] : []));
  const thoughts = parts.flatMap((part) => (part.kind === 'thinking' ? [part] : []));
  const message: AssistantMessage = {
    role: 'assistant',
    content: texts.length > 0 ? texts.join(between) : null,
  };
  if (calls.length > 0) {
    message.tool_calls = calls.map(({ id, name, input }) => ({
      id,
      type: 'function',
      function: { name, arguments: JSON.stringify(input) },
    }));
  }
  const seals = thoughts.flatMap(({ opaque }) => sealsOf(opaque));
  if (seals.length > 0) message.reasoning_details = seals;
  if (wantsThinking && (calls.length > 0 || thoughts.length > 0)) {
    message.reasoning_content = thoughts.map(({ text }) => text).join(between);
  }
  return message;
}

function asked({ parts }: Message): ChatMessage[] {
  const messages: ChatMessage[] = [];
  const rest: ChatCompletionContentPart[] = [];
  for (const part of parts) {
    if (part.kind === 'result') {
      messages.push({
        role: 'tool',
        tool_call_id: part.id,
        content: resultInWords(part),
      });
      rest.push(...shown(part));
    } else if (part.kind === 'text') rest.push({ type: 'text', text: part.text });
    else if (part.kind === 'image') rest.push(imageOf(part));
    else if (part.kind === 'pdf') rest.push(pdfOf(part));
  }
  if (rest.length > 0) messages.push({ role: 'user', content: plain(rest) });
  return messages;
}

function shown(part: Extract<Part, { kind: 'result' }>) {
  if (part.pictures.length === 0) return [];
  return [{ type: 'text' as const, text: showsInWords(part) }, ...part.pictures.map(imageOf)];
}

const imageOf = ({ type, data }: { type: string; data: string }) => ({
  type: 'image_url' as const,
  image_url: { url: `data:${type};base64,${data}` },
});

/** Source: "File inputs" of developers.openai.com and "PDF inputs" of openrouter.ai; few other servers know such a part. */
const pdfOf = ({ name, data }: Extract<Part, { kind: 'pdf' }>) => ({
  type: 'file' as const,
  file: { filename: name, file_data: `data:application/pdf;base64,${data}` },
});

/** A plain string where there are only words: small servers know nothing else. */
function plain(parts: ChatCompletionContentPart[]): string | ChatCompletionContentPart[] {
  const texts = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  return texts.length === parts.length ? texts.join(between) : parts;
}
