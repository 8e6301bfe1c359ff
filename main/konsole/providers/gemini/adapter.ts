/**
 * The adapter for Gemini's API. The official client gives the types and no more: it takes a fetch, but keeps the answer with
 * its headers and its bytes to itself and hands out chunks that it has read, and it is over a megabyte of code that a
 * host would load in the cold. The request is one POST, over the connections that stay warm.
 */
import type { Model } from '@google/genai';
import { knownModel } from '../catalogue';
import { type About, noStream } from '../errors';
import { asked, type Exchange, exchange } from '../exchange';
import type { AdapterAccess, AdapterDeps } from '../house';
import { parsed } from '../json-text';
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
      const told = parsed(await answer.text());
      if (!isPage(told)) {
        throw noStream(about(''), answer.headers.get('content-type') ?? '');
      }
      for (const model of told.models ?? []) found.push(...listed(model));
      page = text(told.nextPageToken) || undefined;
    }
    return found;
  }

  return {
    stream,
    models: (signal) => asked(models(signal), () => about(''), signal),
    warm: (signal) => warmAt(base, deps.fetch, signal),
  };
}

/** As far as it is looked at; a server may send anything. */
interface ModelPage {
  models: (Readonly<Record<keyof Model | 'supportedGenerationMethods', unknown>> | null)[];
  nextPageToken: unknown;
}

const isPage = (value: unknown): value is Partial<ModelPage> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Array.isArray((value as Partial<ModelPage>).models ?? []);
const text = (value: unknown) => (typeof value === 'string' ? value : '');
const size = (value: unknown) =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined;

/** What answers in words: the list has models for pictures, speech and vectors too. */
const otherThanWords =
  /embedding|-tts|-image|imagen|veo|-live|native-audio|aqa|robotics|computer-use/;

function listed(model: ModelPage['models'][number]): ListedModel[] {
  const id = text(model?.name).replace(/^models\//, '');
  const ways = model?.supportedGenerationMethods;
  const answers = !Array.isArray(ways) || ways.includes('generateContent');
  if (id === '' || !answers || otherThanWords.test(id)) return [];
  const told: ListedModel = { id, name: text(model?.displayName) || (knownModel(id)?.name ?? id) };
  const contextTokens = size(model?.inputTokenLimit);
  const maxOutputTokens = size(model?.outputTokenLimit);
  if (contextTokens !== undefined) told.contextTokens = contextTokens;
  if (maxOutputTokens !== undefined) told.maxOutputTokens = maxOutputTokens;
  return [told];
}

/** In the form in which the other clients throw it, and errors.ts reads it. */
async function refusalOf(answer: Response): Promise<Error> {
  const body = await answer.text();
  const told = parsed(body);
  const error: unknown = Array.isArray(told) ? told[0] : told;
  const { status, headers } = answer;
  return Object.assign(new Error(body), { status, headers, error });
}

/** HTTP 400 about sealed thoughts: of another model or account, or changed on the way. */
function refusesSealed(error: unknown): boolean {
  const { status, message } = error as { status?: unknown; message?: unknown };
  return status === 400 && typeof message === 'string' && /thought.?signature/i.test(message);
}
