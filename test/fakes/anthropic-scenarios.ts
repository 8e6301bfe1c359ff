/** Ready-made scenarios for the fake Anthropic server: good answers, and every failure worth a test. */
import type { Scenario } from './anthropic';
import {
  type AnswerOptions,
  begin,
  finish,
  pace,
  partial,
  textBlock,
  thinkingBlock,
} from './anthropic-wire';
import { cut } from './cut';

export type { AnswerOptions };

export interface FakeCall {
  name: string;
  input: unknown;
  id?: string;
}

/** A whole answer: optional thinking, then text. */
export function answer(text: string, options: AnswerOptions = {}): Scenario {
  return async (reply) => {
    await begin(reply, options);
    let index = 0;
    if (options.thinking !== undefined)
      await thinkingBlock(reply, index++, options.thinking, options);
    await textBlock(reply, index, text, options);
    await finish(reply, options.stopReason ?? 'end_turn', options);
  };
}

/** Optional thinking and text, then tool calls: the model waits for their results. */
export function toolCalls(
  calls: FakeCall[],
  options: AnswerOptions & { text?: string } = {},
): Scenario {
  return async (reply) => {
    await begin(reply, options);
    let index = 0;
    if (options.thinking !== undefined)
      await thinkingBlock(reply, index++, options.thinking, options);
    if (options.text !== undefined) await textBlock(reply, index++, options.text, options);
    for (const call of calls) {
      const id = call.id ?? `toolu_fake_${reply.request.body.messages.length}_${index}`;
      const json = typeof call.input === 'string' ? call.input : JSON.stringify(call.input);
      await reply.event({
        type: 'content_block_start',
        index,
        content_block: { type: 'tool_use', id, name: call.name, input: {} },
      });
      for (const piece of cut(json, options.chunks ?? 4)) {
        await pace(reply, options);
        const delta = { type: 'input_json_delta', partial_json: piece };
        await reply.event({ type: 'content_block_delta', index, delta });
      }
      await reply.event({ type: 'content_block_stop', index: index++ });
    }
    await finish(reply, 'tool_use', options);
  };
}

export const refusal =
  (explanation: string): Scenario =>
  async (reply) => {
    await begin(reply, {});
    await reply.event({
      type: 'message_delta',
      delta: {
        stop_reason: 'refusal',
        stop_details: { type: 'refusal', category: null, explanation },
      },
      usage: { output_tokens: 2 },
    });
    await reply.event({ type: 'message_stop' });
    reply.end();
  };

/** An HTTP error with Anthropic's error body. */
export function httpError(
  status: number,
  type: string,
  message: string,
  headers: Record<string, string> = {},
): Scenario {
  return ({ res }) => {
    res.writeHead(status, { 'content-type': 'application/json', ...headers });
    res.end(JSON.stringify({ type: 'error', error: { type, message }, request_id: 'req_fake' }));
  };
}

export const unauthorized = (): Scenario =>
  httpError(401, 'authentication_error', 'invalid x-api-key');
export const forbidden = (): Scenario => httpError(403, 'permission_error', 'not allowed');
export const unknownModel = (): Scenario => (reply) =>
  httpError(404, 'not_found_error', `model: ${reply.request.body.model}`)(reply);
export const tooLarge = (): Scenario =>
  httpError(413, 'request_too_large', 'Request exceeds the maximum size');
export const rateLimited = (retryAfter?: number | string): Scenario =>
  httpError(
    429,
    'rate_limit_error',
    'Number of request tokens has exceeded your per-minute rate limit',
    retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) },
  );
export const overloaded = (): Scenario => httpError(529, 'overloaded_error', 'Overloaded');
export const serverError = (status = 500): Scenario =>
  httpError(status, 'api_error', 'Internal server error');

/** What a proxy or a hotel's sign-in page answers. */
export const htmlProxy =
  (status = 200): Scenario =>
  ({ res }) => {
    res.writeHead(status, { 'content-type': 'text/html; charset=utf-8' });
    res.end('<!DOCTYPE html><html><body><h1>Sign in to this network</h1></body></html>');
  };

export const redirect =
  (to: string): Scenario =>
  ({ res }) => {
    res.writeHead(307, { location: to });
    res.end();
  };

/** Headers, then nothing for as long as the client stays. */
export const stallAfterHeaders = (): Scenario => (reply) => {
  reply.headers();
  return reply.gone;
};

/** Some text, then nothing for as long as the client stays. */
export const stallMidStream =
  (text: string, options: AnswerOptions = {}): Scenario =>
  async (reply) => {
    await partial(reply, text, options);
    await reply.gone;
  };

/** Some text, then pings only, for as long as the client stays. */
export const pingsOnly =
  (text: string, everyMs: number): Scenario =>
  async (reply) => {
    await partial(reply, text, {});
    while (reply.alive()) {
      await reply.event({ type: 'ping' });
      await reply.sleep(everyMs);
    }
  };

/** Ends in good order, but without the terminal event. */
export const truncated =
  (text: string): Scenario =>
  async (reply) => {
    await partial(reply, text, {});
    reply.end();
  };

/** The connection is cut in mid-stream. */
export const cutConnection =
  (text: string): Scenario =>
  async (reply) => {
    await partial(reply, text, {});
    // What was written must have left before the cut.
    await reply.sleep(20);
    reply.cut();
  };

export const malformedJson =
  (text = ''): Scenario =>
  async (reply) => {
    await partial(reply, text, {});
    await reply.raw(
      'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"del\n\n',
    );
    await reply.gone;
  };

/** `event: error` after some text. */
export const errorMidStream =
  (text: string, type = 'overloaded_error', message = 'Overloaded'): Scenario =>
  async (reply) => {
    await partial(reply, text, {});
    await reply.event({ type: 'error', error: { type, message } });
    reply.end();
  };

/** Text without an end, as fast as the client reads; at most `bytes`. */
export const flood =
  (bytes: number, piece = 'flood '.repeat(1000)): Scenario =>
  async (reply) => {
    await begin(reply, {});
    await reply.event({
      type: 'content_block_start',
      index: 0,
      content_block: { type: 'text', text: '' },
    });
    for (let sent = 0; sent < bytes && reply.alive(); sent += piece.length) {
      const delta = { type: 'text_delta', text: piece };
      await reply.event({ type: 'content_block_delta', index: 0, delta });
    }
    await reply.event({ type: 'content_block_stop', index: 0 });
    await finish(reply, 'end_turn', {});
  };

/** One event whose line has no end for `bytes`. */
export const giantLine =
  (bytes: number): Scenario =>
  async (reply) => {
    await begin(reply, {});
    await reply.raw('event: content_block_delta\ndata: {"type":"content_block_delta","text":"');
    const piece = 'x'.repeat(1024 * 1024);
    for (let sent = 0; sent < bytes && reply.alive(); sent += piece.length) await reply.raw(piece);
    await reply.raw('"}\n\n');
    await reply.gone;
  };

/** One character at a time. */
export const slowDrip = (text: string, paceMs: number, options: AnswerOptions = {}): Scenario =>
  answer(text, { ...options, chunks: text.length, paceMs });
