/**
 * The adapter for OpenAI's Chat Completions API and for all servers that speak it: raw events of the official client. What a
 * server does not take is left out from its first refusal on.
 */
import { noStream } from '../errors';
import { asked, type Exchange, exchange } from '../exchange';
import type { AdapterAccess, AdapterDeps } from '../house';
import { parsed } from '../json';
import { openaiClient, withVersion } from '../openai/client';
import { aboutAt } from '../plain-api';
import type { ListedModel, ModelEvent, ModelRequest, ProviderAdapter } from '../types';
import { warmAt } from '../warm';
import { type Habits, lessonOf, maxLessons, usualHabits } from './habits';
import { openaiChat } from './house';
import { listedModels } from './models';
import { readRefusal } from './refusals';
import { type Body, buildRequest } from './request';
import { refusalWithCause } from './told-errors';
import { createWireReader } from './wire';

/** Of this house: settings give an address always, and where they do not, nobody answers here. */
const nowhere = 'http://localhost';

/** A request, and how it is built anew where the server turns out to take less. */
interface Sent {
  body: Body;
  taken: Habits;
  again: (habits: Habits) => Body;
}

export function createChatAdapter(access: AdapterAccess, deps: AdapterDeps): ProviderAdapter {
  const baseURL = baseOf(access.baseUrl ?? nowhere);
  const client = openaiClient(baseURL, access, deps);
  let habits = usualHabits;
  const about = aboutAt(baseURL, openaiChat, access, deps, readRefusal);

  /** Asks again without what a refusal names, and keeps in mind what this server is like. */
  async function send(sent: Sent, signal: AbortSignal): Promise<Response> {
    let { body, taken } = sent;
    for (let lessons = 0; ; lessons += 1) {
      try {
        return await client.chat.completions.create(body, { signal }).asResponse();
      } catch (error) {
        const lesson = lessons < maxLessons ? lessonOf(error, body, taken) : undefined;
        if (!lesson) throw refusalWithCause(error);
        taken = lesson.habits;
        if (lesson.lasting) habits = taken;
        body = sent.again(taken);
      }
    }
  }

  function stream(
    request: ModelRequest,
    signal: AbortSignal,
  ): AsyncGenerator<readonly ModelEvent[]> {
    const parts: Exchange<Sent> = {
      about,
      build(keepSealed) {
        const taken = habits;
        const again = (next: Habits) => buildRequest(request, { habits: next, keepSealed }).body;
        const { body, sealed } = buildRequest(request, { habits: taken, keepSealed });
        return { body: { body, taken, again }, sealed };
      },
      send,
      refusesSealed,
      wire: createWireReader,
    };
    return exchange(parts, request.model, signal);
  }

  async function models(signal: AbortSignal): Promise<ListedModel[]> {
    const answer = await client.get('/models', { signal }).asResponse();
    const text = await answer.text();
    const listed = listedModels(parsed(text));
    if (listed) return listed;
    throw noStream(about(''), answer.headers.get('content-type') ?? '');
  }

  return {
    stream,
    models: (signal) => asked(models(signal), () => about(''), signal),
    warm: (signal) => warmAt(baseURL, deps.fetch, signal),
  };
}

/**
 * An address with a path is used as it is given (`https://openrouter.ai/api/v1`, `…/v1beta/openai`), without slashes at its
 * end and without the name of the call, where somebody copied that too. One without a path means `/v1`.
 */
export function baseOf(address: string): string {
  return withVersion(address.replace(/\/+$/, '').replace(/\/(chat\/completions|models)$/, ''));
}

/** HTTP 400 about sealed thinking that was given back: of another model or account, or changed on the way. */
function refusesSealed(error: unknown): boolean {
  const { status, message } = error as { status?: unknown; message?: unknown };
  if ((status !== 400 && status !== 422) || typeof message !== 'string') return false;
  return /reasoning_details|signature|encrypted|thinking block/i.test(message);
}
