/**
 * The adapter for Anthropic's Messages API and for the servers that speak it (Ollama, LM Studio,
 * llama-server): raw events of the official client, whose own retries and environment are switched off.
 */
import type Anthropic from '@anthropic-ai/sdk';
import { BaseAnthropic } from '@anthropic-ai/sdk/client';
import { Messages } from '@anthropic-ai/sdk/resources/messages/messages';
import { Models } from '@anthropic-ai/sdk/resources/models';
import type { Usage } from '../../../../preload/contract/shapes';
import { knownModel } from '../catalogue';
import { withoutEnvironment } from '../environment';
import { asked, type Exchange, exchange } from '../exchange';
import type { AdapterAccess, AdapterDeps } from '../house';
import { aboutAt } from '../plain-api';
import type { ListedModel, ModelEvent, ModelRequest, ProviderAdapter, Reads } from '../types';
import { warmAt } from '../warm';
import { anthropic } from './house';
import { buildFill, buildRequest } from './request';
import { createWireReader, usageOf } from './wire';

const ownOrigin = 'https://api.anthropic.com';
/** The turn loop has its own watch over silence; the client's must never be the first to act. */
const headersMs = 24 * 60 * 60 * 1000;

export function createAnthropicAdapter(access: AdapterAccess, deps: AdapterDeps): ProviderAdapter {
  const baseURL = (access.baseUrl ?? ownOrigin)
    .replace(/\/+$/, '')
    .replace(/\/v1(\/messages)?$/, '');
  // The whole client is four times the code, which a host that starts in the cold would have to load first.
  const client = withoutEnvironment(
    /^(ANTHROPIC|OTEL)_/,
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
  const about = aboutAt(baseURL, anthropic, access, deps);
  const isOwn = new URL(baseURL).origin === ownOrigin;

  function stream(
    request: ModelRequest,
    signal: AbortSignal,
  ): AsyncGenerator<readonly ModelEvent[]> {
    const cache = isOwn || knownModel(request.model) !== undefined;
    const parts: Exchange<Anthropic.MessageCreateParamsStreaming> = {
      about,
      build: (keepThinking) => {
        const { body, thinking } = buildRequest(request, { cache, keepThinking });
        return { body, sealed: thinking };
      },
      send: (body, either) => messages.create(body, { signal: either }).asResponse(),
      refusesSealed: refusesThinking,
      wire: createWireReader,
    };
    return exchange(parts, request.model, signal);
  }

  async function models(signal: AbortSignal): Promise<ListedModel[]> {
    const page = await new Models(client).list({ limit: 1000 }, { signal });
    return page.data.map((model) => {
      const size = model.max_input_tokens ?? knownModel(model.id)?.contextTokens;
      const name = model.display_name || (knownModel(model.id)?.name ?? model.id);
      return {
        ...{ id: model.id, name },
        ...(size ? { contextTokens: size } : {}),
        ...lacks('images', model.capabilities?.image_input),
        ...lacks('pdf', model.capabilities?.pdf_input),
      };
    });
  }

  async function fill(request: ModelRequest, signal: AbortSignal): Promise<Usage> {
    const answer = await messages.create(buildFill(request), { signal });
    return usageOf(request.model, answer);
  }

  return {
    stream,
    models: (signal) => asked(models(signal), () => about(''), signal),
    warm: (signal) => warmAt(baseURL, deps.fetch, signal),
    fillCache: (request, signal) =>
      asked(fill(request, signal), () => about(request.model), signal),
  };
}

/** Told where it is not so: a server that is not Anthropic's may tell nothing of it. */
const lacks = (what: keyof Reads, told: { supported?: boolean } | undefined): Reads =>
  told?.supported === false ? { [what]: false } : {};

/** HTTP 400 about sealed thinking: a changed model, account or prefix. */
function refusesThinking(error: unknown): boolean {
  const { status, message } = error as { status?: unknown; message?: unknown };
  return status === 400 && typeof message === 'string' && /thinking|signature/i.test(message);
}
