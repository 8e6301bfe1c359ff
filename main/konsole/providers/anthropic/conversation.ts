/** A conversation as the messages of Anthropic's API. Pure. */
import type Anthropic from '@anthropic-ai/sdk';
import { type Part, toDialogue } from '../dialogue';
import type { ModelTurn, Opaque } from '../types';

type Content = Anthropic.ContentBlockParam;
type Message = { role: 'user' | 'assistant'; content: Content[] };

export interface Conversation {
  messages: Message[];
  /** True when thinking of earlier answers is in it. */
  thinking: boolean;
}

export interface ConversationRules {
  /** Thinking is given back to the model that made it, and to no other. */
  model: string;
  /** False after the provider refused what was given back: then no thinking is. */
  keepThinking: boolean;
  /** Said last, after all that there is. */
  ask?: string | undefined;
}

export function toConversation(
  turns: readonly ModelTurn[],
  rules: ConversationRules,
): Conversation {
  const { model, keepThinking, ask } = rules;
  const { messages, sealed } = toDialogue(turns, {
    model,
    isSealed,
    keepSealed: keepThinking,
    ask,
  });
  return {
    messages: messages.map(({ role, parts }) => ({ role, content: parts.map(contentOf) })),
    thinking: sealed,
  };
}

function isSealed({ redacted, signature }: Opaque): boolean {
  return typeof redacted === 'string' || (typeof signature === 'string' && signature !== '');
}

function contentOf(part: Part): Content {
  switch (part.kind) {
    case 'text':
      return { type: 'text', text: part.text };
    case 'image':
      return imageOf(part.type, part.data);
    case 'pdf': {
      const { data } = part;
      // Source: "PDF support" of platform.claude.com; all its models read them.
      const source = { type: 'base64' as const, media_type: 'application/pdf' as const, data };
      return { type: 'document', source };
    }
    case 'thinking': {
      const { redacted, signature } = part.opaque;
      if (typeof redacted === 'string') return { type: 'redacted_thinking', data: redacted };
      return { type: 'thinking', thinking: part.text, signature: String(signature) };
    }
    case 'call':
      return { type: 'tool_use', id: part.id, name: part.name, input: part.input };
    case 'result':
      return resultOf(part);
  }
}

function imageOf(
  media_type: Extract<Part, { kind: 'image' }>['type'],
  data: string,
): Anthropic.ImageBlockParam {
  return { type: 'image', source: { type: 'base64', media_type, data } };
}

function resultOf(part: Extract<Part, { kind: 'result' }>): Anthropic.ToolResultBlockParam {
  const { text } = part;
  const images = part.pictures.map(({ type, data }) => imageOf(type, data));
  return {
    type: 'tool_result',
    tool_use_id: part.id,
    content: images.length > 0 ? [{ type: 'text', text }, ...images] : text,
    ...(part.ok ? {} : { is_error: true }),
  };
}
