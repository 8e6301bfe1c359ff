/** The parts of a true Anthropic stream that scenarios are made of. */
import type { Reply } from './anthropic';
import { cut } from './cut';

export interface AnswerOptions {
  thinking?: string;
  /** Pieces the text is sent in; default 4. */
  chunks?: number;
  /** Pause before each piece, ms. */
  paceMs?: number;
  signature?: string;
  usage?: Partial<Record<string, unknown>>;
  stopReason?: string;
}

const usageAtStart = {
  input_tokens: 100,
  output_tokens: 1,
  cache_read_input_tokens: 0,
  cache_creation_input_tokens: 0,
};

export async function partial(reply: Reply, text: string, options: AnswerOptions): Promise<void> {
  await begin(reply, options);
  let index = 0;
  if (options.thinking !== undefined)
    await thinkingBlock(reply, index++, options.thinking, options);
  await reply.event({
    type: 'content_block_start',
    index,
    content_block: { type: 'text', text: '' },
  });
  if (text !== '') {
    await reply.event({ type: 'content_block_delta', index, delta: { type: 'text_delta', text } });
  }
}

export async function begin(reply: Reply, options: AnswerOptions): Promise<void> {
  const usage = { ...usageAtStart, ...options.usage };
  await reply.event({
    type: 'message_start',
    message: {
      id: 'msg_fake',
      type: 'message',
      role: 'assistant',
      model: reply.request.body.model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage,
    },
  });
  await reply.event({ type: 'ping' });
}

export async function thinkingBlock(
  reply: Reply,
  index: number,
  thinking: string,
  options: AnswerOptions,
): Promise<void> {
  const content_block = { type: 'thinking', thinking: '', signature: '' };
  await reply.event({ type: 'content_block_start', index, content_block });
  for (const piece of cut(thinking, options.chunks ?? 4)) {
    await pace(reply, options);
    const delta = { type: 'thinking_delta', thinking: piece };
    await reply.event({ type: 'content_block_delta', index, delta });
  }
  const delta = { type: 'signature_delta', signature: options.signature ?? 'c2lnbmF0dXJl' };
  await reply.event({ type: 'content_block_delta', index, delta });
  await reply.event({ type: 'content_block_stop', index });
}

export async function textBlock(
  reply: Reply,
  index: number,
  text: string,
  options: AnswerOptions,
): Promise<void> {
  await reply.event({
    type: 'content_block_start',
    index,
    content_block: { type: 'text', text: '' },
  });
  for (const piece of cut(text, options.chunks ?? 4)) {
    await pace(reply, options);
    await reply.event({
      type: 'content_block_delta',
      index,
      delta: { type: 'text_delta', text: piece },
    });
  }
  await reply.event({ type: 'content_block_stop', index });
}

export async function finish(
  reply: Reply,
  stop_reason: string,
  options: AnswerOptions,
): Promise<void> {
  const usage = { ...usageAtStart, output_tokens: 20, ...options.usage };
  await reply.event({ type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage });
  await reply.event({ type: 'message_stop' });
  reply.end();
}

export const pace = (reply: Reply, options: AnswerOptions) =>
  options.paceMs ? reply.sleep(options.paceMs) : Promise.resolve();
