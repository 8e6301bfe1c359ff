/**
 * The adapter for Gemini's API. The official client gives the types; the request itself goes over the connections that stay
 * warm, because the client reads its streams itself, and what is to be read here are the bytes as they come.
 */
import type { Model } from '@google/genai';
import { knownModel } from '../catalogue';
import { type About, toProviderError } from '../errors';
import { type Exchange, exchange } from '../exchange';
import type { AdapterAccess, AdapterDeps } from '../house';
import type { ListedModel, ModelEvent, ModelRequest, ProviderAdapter } from '../types';
import { warmAt } from '../warm';
import { gemini } from './house';
import { readRefusal } from './refusals';
import { buildRequest, type GeminiBody } from './request';
import { createWireReader } from './wire';

/** More pages of models than there are: a server that goes on and on is not listened to. */
const maxPages = 20;

export function createGeminiAdapter(access: AdapterAccess, deps: AdapterDeps): ProviderAdapter {
  const base = (access.baseUrl ?? gemini.origin ?? '')
    .replace(/\/+$/, '')
    .replace(/\/v1(beta)?$/, '');
  const about = (model: string): About => ({
    host: new URL(base).host,
    model,
    api: gemini.api,
    now: deps.now(),
    reads: readRefusal,
    ...(access.key === undefined ? {} : { key: access.key }),
  });

  async function ask(path: string, init: RequestInit): Promise<Response> {
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    // In no address: addresses stand in logs.
    if (access.key !== undefined) headers['x-goog-api-key'] = access.key;
    const url = `${base}/v1beta/${path}`;
    const answer = await deps.fetch(url, { redirect: 'manual', ...init, headers });
    if (!answer.ok) throw await refusalOf(answer);
    return answer;
  }

  function stream(
    request: ModelRequest,
    signal: AbortSignal,
  ): AsyncGenerator<readonly ModelEvent[]> {
    const path = `models/${encodeURIComponent(request.model)}:streamGenerateContent?alt=sse`;
    const parts: Exchange<GeminiBody> = {
      about,
      build: (keepSealed) => buildRequest(request, keepSealed),
      send: (body, either) =>
        ask(path, { method: 'POST', body: JSON.stringify(body), signal: either }),
      refusesSealed,
      wire: createWireReader,
    };
    return exchange(parts, request.model, signal);
  }

  async function models(signal: AbortSignal): Promise<ListedModel[]> {
    const found: ListedModel[] = [];
    let page: string | undefined = '';
    for (let n = 0; n < maxPages && page !== undefined; n += 1) {
      const next: string = page === '' ? '' : `&pageToken=${encodeURIComponent(page)}`;
      const answer = await ask(`models?pageSize=1000${next}`, { method: 'GET', signal });
      const told = (await answer.json()) as { models?: ListedByApi[]; nextPageToken?: string };
      for (const model of told.models ?? []) found.push(...listed(model));
      page = told.nextPageToken || undefined;
    }
    return found;
  }

  return {
    stream,
    async models(signal) {
      try {
        return await models(signal);
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        throw toProviderError(error, about(''));
      }
    },
    warm: (signal) => warmAt(base, deps.fetch, signal),
  };
}

type ListedByApi = Pick<Model, 'name' | 'displayName' | 'inputTokenLimit' | 'outputTokenLimit'> & {
  supportedGenerationMethods?: string[];
};

/** What answers in words: the list has models for pictures, speech and vectors too. */
const otherThanWords =
  /embedding|-tts|-image|imagen|veo|-live|native-audio|aqa|robotics|computer-use/;

function listed(model: ListedByApi): ListedModel[] {
  const id = (model.name ?? '').replace(/^models\//, '');
  const answers = model.supportedGenerationMethods?.includes('generateContent') ?? true;
  if (id === '' || !answers || otherThanWords.test(id)) return [];
  const told: ListedModel = { id, name: model.displayName || (knownModel(id)?.name ?? id) };
  if (model.inputTokenLimit) told.contextTokens = model.inputTokenLimit;
  if (model.outputTokenLimit) told.maxOutputTokens = model.outputTokenLimit;
  return [told];
}

/** In the form in which the other clients throw it, and errors.ts reads it. */
async function refusalOf(answer: Response): Promise<Error> {
  const text = await answer.text();
  let error: unknown;
  try {
    const body: unknown = JSON.parse(text);
    error = Array.isArray(body) ? body[0] : body;
  } catch {
    error = undefined;
  }
  const { status, headers } = answer;
  return Object.assign(new Error(text), { status, headers, error });
}

/** HTTP 400 about sealed thoughts: of another model or account, or changed on the way. */
function refusesSealed(error: unknown): boolean {
  const { status, message } = error as { status?: unknown; message?: unknown };
  return status === 400 && typeof message === 'string' && /thought.?signature/i.test(message);
}
