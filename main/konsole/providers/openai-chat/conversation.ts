/** A conversation as the messages of Chat Completions. Pure. */
import type {
  ChatCompletionContentPart,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';
import { type Message, type Part, toDialogue } from '../dialogue';
import type { ModelTurn } from '../types';

export interface ChatRules {
  model: string;
  system: string;
  ask?: string | undefined;
}

type Text = Extract<Part, { kind: 'text' }>;
type Image = Extract<Part, { kind: 'image' }>;

/** What a model thought is told to none of these servers again: where it has a seal at all, each has its own. */
export function toMessages(
  turns: readonly ModelTurn[],
  { model, system, ask }: ChatRules,
): ChatCompletionMessageParam[] {
  const { messages } = toDialogue(turns, { model, isSealed: () => false, keepSealed: false, ask });
  const told = messages.flatMap((message) =>
    message.role === 'assistant' ? [assistant(message)] : user(message),
  );
  return system === '' ? told : [{ role: 'system', content: system }, ...told];
}

function assistant({ parts }: Message): ChatCompletionMessageParam {
  const text = parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('\n\n');
  const calls = parts.flatMap((part) =>
    part.kind === 'call'
      ? [
          {
            id: part.id,
            type: 'function' as const,
            function: { name: part.name, arguments: JSON.stringify(part.input) },
          },
        ]
      : [],
  );
  return {
    role: 'assistant',
    content: text === '' ? null : text,
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
  };
}

/** Results are messages of their own and hold text alone: the pictures of a tool follow them, as if a person showed them. */
function user({ parts }: Message): ChatCompletionMessageParam[] {
  const messages: ChatCompletionMessageParam[] = [];
  const said: (Text | Image)[] = [];
  for (const part of parts) {
    if (part.kind === 'result') {
      const content = part.ok ? part.text : `Error: ${part.text}`;
      messages.push({ role: 'tool', tool_call_id: part.id, content });
      if (part.pictures.length === 0) continue;
      said.push({ kind: 'text', text: `[What ${part.name} showed:]` });
      for (const { type, data } of part.pictures) said.push({ kind: 'image', type, data });
    } else if (part.kind === 'text' || part.kind === 'image') said.push(part);
  }
  if (said.length > 0) messages.push({ role: 'user', content: contentOf(said) });
  return messages;
}

/** Words alone are told as such: many a server takes no list of parts. */
function contentOf(said: readonly (Text | Image)[]): string | ChatCompletionContentPart[] {
  if (said.every((part) => part.kind === 'text')) return said.map(({ text }) => text).join('\n\n');
  return said.map(
    (part): ChatCompletionContentPart =>
      part.kind === 'text'
        ? { type: 'text', text: part.text }
        : { type: 'image_url', image_url: { url: `data:${part.type};base64,${part.data}` } },
  );
}
