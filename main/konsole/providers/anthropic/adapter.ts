/**
 * The adapter for Anthropic's Messages API and for the servers that speak it (Ollama, LM Studio,
 * llama-server): raw events of the official client, whose own retries and environment are switched off.
 */
import type Anthropic from '@anthropic-ai/sdk';
import { BaseAnthropic } from '@anthropic-ai/sdk/client';
import { Messages } from '@anthropic-ai/sdk/resources/messages/messages';
import { Models } from '@anthropic-ai/sdk/resources/models';
import { knownModel } from '../catalogue';
import { type About, malformed, noStream, toProviderError, truncated, webPage } from '../errors';
import type { Fetch } from '../answer';
import type { ModelEvent, ModelRequest, ProviderAdapter } from '../types';
import { type EventStream, readEvents } from './event-stream';
import { buildFill, buildRequest } from './request';
import { createWireReader, usageOf, WireError, type WireReader } from './wire';

export interface AnthropicAccess {
  /** Origin and prefix, with or without a trailing `/v1`. Absent: Anthropic itself. */
  baseUrl?: string;
  /** Absent for a server that wants none. */
  key?: string;
}

export interface AnthropicDeps {
  fetch: Fetch;
  now: () => number;
}

const ownOrigin = 'https://api.anthropic.com';
/** The turn loop has its own watch over silence; the client's must never be the first to act. */
const headersMs = 24 * 60 * 60 * 1000;

export function createAnthropicAdapter(
  access: AnthropicAccess,
  deps: AnthropicDeps,
): ProviderAdapter {
  const baseURL = (access.baseUrl ?? ownOrigin).replace(/\/+$/, '').replace(/\/v1$/, '');
  // The whole client is four times the code, which a host that starts in the cold would have to load first.
  const client = withoutEnvironment(
    () =>
      new BaseAnthropic({
        apiKey: access.key ?? 'none',
        authToken: null,
        webhookKey: null,
        baseURL,
        maxRetries: 0,
        timeout: headersMs,
        logLevel: 'off',
        openTelemetry: false,
        fetch: deps.fetch,
        // A key goes to the origin it was given for, and nowhere else.
        fetchOptions: { redirect: 'manual' },
      }),
  );
  const messages = new Messages(client);
  const about = (model: string): About => ({
    host: new URL(baseURL).host,
    model,
    now: deps.now(),
    ...(access.key === undefined ? {} : { key: access.key }),
  });
  const isOwn = new URL(baseURL).origin === ownOrigin;

  async function* stream(
    request: ModelRequest,
    signal: AbortSignal,
  ): AsyncGenerator<readonly ModelEvent[]> {
    const cache = isOwn || knownModel(request.model) !== undefined;
    const cut = new AbortController();
    const either = AbortSignal.any([signal, cut.signal]);
    const open = (body: Anthropic.MessageCreateParamsStreaming) =>
      messages.create(body, { signal: either }).asResponse();
    try {
      let bare = false;
      let built = buildRequest(request, { cache, keepThinking: true });
      const response = await open(built.body).catch((error: unknown) => {
        if (!built.thinking || !refusesThinking(error)) throw error;
        // A session is never bricked by what a provider no longer takes back: on without old thinking.
        bare = true;
        built = buildRequest(request, { cache, keepThinking: false });
        return open(built.body);
      });
      yield* read(response, request.model, bare, cut);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof WireError) throw malformed(about(request.model), error.message);
      throw toProviderError(error, about(request.model));
    }
  }

  async function* read(
    response: Response,
    model: string,
    bare: boolean,
    cut: AbortController,
  ): AsyncGenerator<readonly ModelEvent[]> {
    const type = response.headers.get('content-type') ?? '';
    if (/html|json/.test(type) || !response.body) {
      cut.abort();
      const at = about(model);
      throw type.includes('html') ? webPage(at, response.status) : noStream(at, type);
    }
    const wire = createWireReader(model, bare ? { model, bare: true } : { model });
    const events = readEvents(response.body);
    let begun = false;
    try {
      while (!wire.ended()) {
        const piece = await events.next();
        if (!piece) throw truncated(about(model));
        if (piece.length === 0) continue;
        const told: ModelEvent[] = begun ? [] : [{ type: 'first' }];
        begun = true;
        // What came before a mistake counts.
        const mistake = readPiece(piece, wire, told);
        if (told.length > 0) yield told;
        if (mistake) throw mistake.error;
      }
    } finally {
      if (wire.ended()) drain(events, cut);
      else cut.abort();
    }
  }

  return {
    stream,
    async models(signal) {
      try {
        const page = await new Models(client).list({ limit: 1000 }, { signal });
        return page.data.map((model) => {
          const size = model.max_input_tokens ?? knownModel(model.id)?.contextTokens;
          const name = model.display_name || (knownModel(model.id)?.name ?? model.id);
          return size ? { id: model.id, name, contextTokens: size } : { id: model.id, name };
        });
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        throw toProviderError(error, about(''));
      }
    },
    async warm(signal) {
      try {
        // No key and no model call: it only opens the connection that the first request will use. After a HEAD undici
        // closes it again, and a GET may answer with a whole page.
        const answer = await deps.fetch(baseURL, { method: 'OPTIONS', redirect: 'manual', signal });
        await answer.text();
        return true;
      } catch {
        // The first request opens its own connection and tells what is wrong.
        return false;
      }
    },
    async fillCache(request, signal) {
      try {
        const answer = await messages.create(buildFill(request), { signal });
        return usageOf(request.model, answer);
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        throw toProviderError(error, about(request.model));
      }
    },
  };
}

/** Adds what the events of one piece mean to `told`, up to the end of the answer or to what cannot be read. */
function readPiece(
  piece: readonly { event?: string | undefined; data: string }[],
  wire: WireReader,
  told: ModelEvent[],
): { error: unknown } | undefined {
  try {
    for (const { event, data } of piece) {
      if (wire.ended()) return undefined;
      if (event === 'ping') {
        told.push({ type: 'alive' });
        continue;
      }
      const value = parse(data);
      if (event === 'error' || isErrorBody(value)) throw errorEvent(value);
      told.push(...wire.read(value));
    }
    return undefined;
  } catch (error) {
    return { error };
  }
}

/** What follows the terminal event is read to its end, so that the connection can serve the next request. */
function drain(events: EventStream, cut: AbortController): void {
  const late = setTimeout(() => cut.abort(), 1000);
  events
    .drain()
    .catch(() => undefined)
    .finally(() => clearTimeout(late));
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    throw new WireError('an event that is no JSON');
  }
}

const isErrorBody = (value: unknown) =>
  typeof value === 'object' && value !== null && (value as { type?: unknown }).type === 'error';

/** In the form that errors.ts reads. */
function errorEvent(value: unknown): Error & { error: unknown } {
  return Object.assign(new Error('the provider sent an error'), {
    error: value,
    type: (value as { error?: { type?: string } } | null)?.error?.type ?? 'api_error',
  });
}

/** HTTP 400 about sealed thinking: a changed model, account or prefix. */
function refusesThinking(error: unknown): boolean {
  const { status, message } = error as { status?: unknown; message?: unknown };
  return status === 400 && typeof message === 'string' && /thinking|signature/i.test(message);
}

/**
 * The client reads ANTHROPIC_* (headers, log level, profile) while it is built, with no switch for all of
 * it. What a person set for other programs must not steer this one.
 */
function withoutEnvironment<Value>(build: () => Value): Value {
  const hidden = Object.entries(process.env).filter(([name]) => /^(ANTHROPIC|OTEL)_/.test(name));
  for (const [name] of hidden) delete process.env[name];
  try {
    return build();
  } finally {
    for (const [name, value] of hidden) process.env[name] = value;
  }
}
