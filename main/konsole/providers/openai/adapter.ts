/** The adapter for OpenAI's Responses API and for the servers that speak it: raw events of the official client. */
import { knownModel } from '../catalogue';
import type { About } from '../errors';
import { asked, type Exchange, exchange } from '../exchange';
import type { AdapterAccess, AdapterDeps } from '../house';
import type { ListedModel, ModelEvent, ModelRequest, ProviderAdapter } from '../types';
import { warmAt } from '../warm';
import { openaiClient, withVersion } from './client';
import { openai } from './house';
import { readRefusal } from './refusals';
import { type Body, buildRequest } from './request';
import { createWireReader } from './wire';

const ownOrigin = 'https://api.openai.com';

export function createOpenAIAdapter(access: AdapterAccess, deps: AdapterDeps): ProviderAdapter {
  const baseURL = withVersion(access.baseUrl ?? ownOrigin);
  const { origin, host } = new URL(baseURL);
  const client = openaiClient(baseURL, access, deps);
  /** Until the provider says that this account may not read them. */
  let summaries = true;
  const about = (model: string): About => ({
    host,
    model,
    api: openai.api,
    now: deps.now(),
    reads: readRefusal,
    ...(access.key === undefined ? {} : { key: access.key }),
  });

  async function send(body: Body, signal: AbortSignal): Promise<Response> {
    try {
      return await client.responses.create(body, { signal }).asResponse();
    } catch (error) {
      if (!body.reasoning?.summary || !refusesSummary(error)) throw error;
      summaries = false;
      const { summary: _summary, ...reasoning } = body.reasoning;
      return client.responses.create({ ...body, reasoning }, { signal }).asResponse();
    }
  }

  function stream(
    request: ModelRequest,
    signal: AbortSignal,
  ): AsyncGenerator<readonly ModelEvent[]> {
    const parts: Exchange<Body> = {
      about,
      build: (keepSealed) => buildRequest(request, { tier: access.tier, keepSealed, summaries }),
      send,
      refusesSealed,
      wire: createWireReader,
    };
    return exchange(parts, request.model, signal);
  }

  async function models(signal: AbortSignal): Promise<ListedModel[]> {
    const { data } = await client.models.list({ signal });
    const ids = data.map(({ id }) => id).filter((id) => typeof id === 'string');
    // What another server lists, it lists to be talked to.
    return (origin === ownOrigin ? ids.filter(talks) : ids).map(listed);
  }

  return {
    stream,
    models: (signal) => asked(models(signal), () => about(''), signal),
    warm: (signal) => warmAt(baseURL, deps.fetch, signal),
  };
}

/** OpenAI lists all that it has: models that draw, speak, hear, search or sort are among them. */
export function talks(id: string): boolean {
  if (!/^(gpt-|o\d|chatgpt-|ft:gpt-|ft:o\d)/.test(id)) return false;
  return !/audio|realtime|transcribe|tts|image|embedding|moderation|instruct|search|live/.test(id);
}

function listed(id: string): ListedModel {
  const known = knownModel(id);
  if (!known) return { id, name: id };
  const dated = id === known.id ? '' : ` (${id.slice(known.id.length + 1)})`;
  const { contextTokens, maxOutputTokens } = known;
  return { id, name: `${known.name}${dated}`, contextTokens, maxOutputTokens };
}

interface Refused {
  status?: unknown;
  message?: unknown;
  param?: unknown;
}

/** HTTP 400 about reasoning that was given back: a changed model, account or prefix. */
function refusesSealed(error: unknown): boolean {
  const { status, message } = error as Refused;
  if (status !== 400 || typeof message !== 'string' || refusesSummary(error)) return false;
  return /encrypted|\brs_|['"`]reasoning['"`]|reasoning items?\b/i.test(message);
}

/** HTTP 400 of an organisation that is not verified. */
function refusesSummary(error: unknown): boolean {
  const { status, param, message } = error as Refused;
  if (status !== 400) return false;
  return param === 'reasoning.summary' || /reasoning summar/i.test(String(message));
}
