/**
 * A `fetch` for the real client that sends nothing: it answers with the bytes of a true Anthropic stream,
 * at the pace of one. Stops when it is aborted, and when nobody reads.
 */
import { demoAnswer, type DemoBlock } from './script';
import { demoModels } from './models';
import type { Fetch } from '../answer';

/** Milliseconds at pace 1. */
const pauses = { first: 150, thinking: 70, text: 60, tool: 40, block: 170 };
/** UTF-16 units a piece of text has, at most. */
const pieceChars = 18;

interface Frame {
  event: string;
  data: Record<string, unknown>;
  /** Wait this long first, ms at pace 1. */
  after: number;
}

export function createDemoFetch(): Fetch {
  return async (_url, init) => {
    const signal = init?.signal ?? undefined;
    signal?.throwIfAborted();
    const body: unknown = JSON.parse(typeof init?.body === 'string' ? init.body : '{}');
    const name = (body as { model?: string }).model;
    const model = demoModels.find((known) => known.id === name);
    if (!model) return notFound(String(name));
    const frames = framesOf(body, model.long);
    return new Response(stream(frames, model.pace, signal), {
      headers: { 'content-type': 'text/event-stream; charset=utf-8' },
    });
  };
}

function notFound(model: string): Response {
  const error = { type: 'not_found_error', message: `model: ${model}` };
  return new Response(JSON.stringify({ type: 'error', error }), {
    status: 404,
    headers: { 'content-type': 'application/json' },
  });
}

function stream(
  frames: readonly Frame[],
  pace: number,
  signal: AbortSignal | undefined,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let at = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const frame = frames[at++];
      if (!frame) {
        controller.close();
        return;
      }
      await pause(frame.after * pace, signal);
      if (signal?.aborted) {
        controller.error(signal.reason);
        return;
      }
      const bytes = `event: ${frame.event}\ndata: ${JSON.stringify(frame.data)}\n\n`;
      controller.enqueue(encoder.encode(bytes));
    },
  });
}

/** Resolves after `ms`, or as soon as it is aborted. */
function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  if (ms <= 0 || signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}

/** The events of one answer, as the real server sends them. */
function framesOf(body: unknown, long: boolean): Frame[] {
  const answer = demoAnswer(body, long);
  const input = Math.ceil(JSON.stringify(body).length / 4);
  const usage = { input_tokens: input, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };
  const frames: Frame[] = [];
  const add = (data: Record<string, unknown> & { type: string }, after = 0) =>
    frames.push({ event: data.type, data, after });
  const message = {
    id: 'msg_demo',
    type: 'message',
    role: 'assistant',
    model: (body as { model?: string }).model ?? '',
    content: [],
    stop_reason: null,
    stop_sequence: null,
  };
  add(
    { type: 'message_start', message: { ...message, usage: { ...usage, output_tokens: 1 } } },
    pauses.first,
  );
  let chars = 0;
  answer.blocks.forEach((block, index) => {
    add(
      { type: 'content_block_start', index, content_block: emptyBlock(block, index) },
      pauses.block,
    );
    for (const piece of pieces(contentOf(block))) {
      chars += piece.length;
      add({ type: 'content_block_delta', index, delta: deltaOf(block, piece) }, pauses[block.type]);
    }
    if (block.type === 'thinking') {
      const delta = { type: 'signature_delta', signature: 'ZGVtbw==' };
      add({ type: 'content_block_delta', index, delta });
    }
    add({ type: 'content_block_stop', index });
  });
  add({
    type: 'message_delta',
    delta: { stop_reason: answer.stop, stop_sequence: null },
    usage: { ...usage, output_tokens: Math.max(1, Math.ceil(chars / 4)) },
  });
  add({ type: 'message_stop' });
  return frames;
}

const contentOf = (block: DemoBlock) =>
  block.type === 'tool' ? JSON.stringify(block.input) : block.text;

function emptyBlock(block: DemoBlock, index: number): Record<string, unknown> {
  switch (block.type) {
    case 'thinking':
      return { type: 'thinking', thinking: '', signature: '' };
    case 'text':
      return { type: 'text', text: '' };
    case 'tool':
      return {
        type: 'tool_use',
        id: `toolu_demo_${block.name}_${index}`,
        name: block.name,
        input: {},
      };
  }
}

function deltaOf(block: DemoBlock, piece: string): Record<string, unknown> {
  switch (block.type) {
    case 'thinking':
      return { type: 'thinking_delta', thinking: piece };
    case 'text':
      return { type: 'text_delta', text: piece };
    case 'tool':
      return { type: 'input_json_delta', partial_json: piece };
  }
}

/** Cut at spaces and line ends where there are some; never inside a character. */
function pieces(text: string): string[] {
  const result: string[] = [];
  let piece = '';
  for (const part of text.match(/\s*\S{1,24}\s?/gu) ?? []) {
    if (piece !== '' && piece.length + part.length > pieceChars) {
      result.push(piece);
      piece = '';
    }
    piece += part;
  }
  if (piece !== '') result.push(piece);
  return result;
}
