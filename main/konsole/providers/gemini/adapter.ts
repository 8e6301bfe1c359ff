/**
 * The adapter for Gemini's API. The official client gives the types and no more: it takes a fetch, but keeps the answer with
 * its headers and its bytes to itself and hands out chunks that it has read, and it is over a megabyte of code that a
 * host would load in the cold. The request is one POST, over the connections that stay warm.
 */
import type { Model } from '@google/genai';
import { knownModel } from '../catalogue';
import { type Exchange, exchange } from '../exchange';
import type { AdapterAccess, AdapterDeps } from '../house';
import { count, isObject, text } from '../json';
import { aboutAt, createPlainApi } from '../plain-api';
import type { ListedModel, ModelEvent, ModelRequest, ProviderAdapter } from '../types';
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
  const about = aboutAt(base, gemini, access, deps, readRefusal);
  const headers = access.key === undefined ? {} : { 'x-goog-api-key': access.key };
  const api = createPlainApi({ base: `${base}/v1beta`, about, headers }, deps);

  function stream(
    request: ModelRequest,
    signal: AbortSignal,
  ): AsyncGenerator<readonly ModelEvent[]> {
    const path = `models/${encodeURIComponent(request.model)}:streamGenerateContent?alt=sse`;
    const parts: Exchange<GeminiBody> = {
      about,
      build: (keepSealed) => buildRequest(request, keepSealed),
      send: (body, either) => api.post(path, body, either),
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
      const told = await api.get(`models?pageSize=1000${next}`, pageOf, signal);
      for (const model of told.models ?? []) found.push(...listed(model));
      page = text(told.nextPageToken) || undefined;
    }
    return found;
  }

  return {
    stream,
    models,
    warm: api.warm,
  };
}

/** As far as it is looked at; a server may send anything. */
interface ModelPage {
  models: (Readonly<Record<keyof Model | 'supportedGenerationMethods', unknown>> | null)[];
  nextPageToken: unknown;
}

const pageOf = (value: unknown): Partial<ModelPage> | undefined =>
  isObject(value) && Array.isArray(value.models ?? []) ? value : undefined;
const size = (value: unknown) => (Number.isInteger(value) && count(value)) || undefined;

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

/** HTTP 400 about sealed thoughts: of another model or account, or changed on the way. */
function refusesSealed(error: unknown): boolean {
  const { status, message } = error as { status?: unknown; message?: unknown };
  return status === 400 && typeof message === 'string' && /thought.?signature/i.test(message);
}
