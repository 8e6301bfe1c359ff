/**
 * The adapter for every server that speaks OpenAI's Chat Completions: raw events of the official client. What a server says that
 * it does not take is left out from then on.
 */
import { Completions } from 'openai/resources/chat/completions/completions';
import { type About, toProviderError } from '../errors';
import { type Exchange, exchange } from '../exchange';
import type { AdapterAccess, AdapterDeps } from '../house';
import { openaiClient } from '../openai/client';
import { readRefusal } from '../openai/refusals';
import type { ModelEvent, ModelRequest, ProviderAdapter } from '../types';
import { warmAt } from '../warm';
import { openaiChat } from './house';
import { modelsOf } from './models';
import { buildRequest, type ChatBody, type Optional, refusedParameter } from './request';
import { createWireReader } from './wire';

export function createChatAdapter(access: AdapterAccess, deps: AdapterDeps): ProviderAdapter {
  const base = baseOf(access.baseUrl ?? 'http://nowhere.invalid');
  const client = openaiClient(base, access, deps);
  const completions = new Completions(client);
  const without = new Set<Optional>();
  const about = (model: string): About => ({
    host: new URL(base).host,
    model,
    api: openaiChat.api,
    now: deps.now(),
    reads: readRefusal,
    ...(access.key === undefined ? {} : { key: access.key }),
  });

  async function send(request: ModelRequest, signal: AbortSignal): Promise<Response> {
    for (;;) {
      const body: ChatBody = buildRequest(request, without);
      try {
        return await completions.create(body, { signal }).asResponse();
      } catch (error) {
        const parameter = refusedParameter(error);
        if (parameter === undefined || without.has(parameter)) throw error;
        without.add(parameter);
      }
    }
  }

  return {
    stream(request, signal): AsyncGenerator<readonly ModelEvent[]> {
      const parts: Exchange<ModelRequest> = {
        about,
        build: () => ({ body: request, sealed: false }),
        send,
        refusesSealed: () => false,
        wire: createWireReader,
      };
      return exchange(parts, request.model, signal);
    },
    async models(signal) {
      try {
        const answer = await client.get('/models', { signal }).asResponse();
        return modelsOf(await answer.json());
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        throw toProviderError(error, about(''));
      }
    },
    warm: (signal) => warmAt(base, deps.fetch, signal),
  };
}

/** What stands before `/chat/completions`: an address with a path as it is, one without gets the usual `/v1`. */
export function baseOf(address: string): string {
  const plain = address.replace(/\/+$/, '').replace(/\/chat\/completions$/, '');
  return new URL(plain).pathname === '/' ? `${plain}/v1` : plain;
}
