/** The adapter for OpenAI's Responses API and for the servers that speak it: raw events of the official client. */
import type { Usage } from '../../../../preload/contract/shapes';
import { knownModel } from '../catalogue';
import { errorInside, malformed } from '../errors';
import { asked, type Exchange, exchange } from '../exchange';
import type { AdapterAccess, AdapterDeps } from '../house';
import { parsed } from '../json';
import { aboutAt } from '../plain-api';
import type { ListedModel, ModelEvent, ModelRequest, ProviderAdapter } from '../types';
import { warmAt } from '../warm';
import { takesBreakpoints, unmarked } from './breakpoints';
import { openaiClient, withVersion } from './client';
import { openai } from './house';
import { readRefusal } from './refusals';
import { type Body, buildFill, buildRequest, type FillBody } from './request';
import { usageOf } from './usage';
import { createWireReader } from './wire';

const ownOrigin = 'https://api.openai.com';

export function createOpenAIAdapter(access: AdapterAccess, deps: AdapterDeps): ProviderAdapter {
  const baseURL = withVersion(access.baseUrl ?? ownOrigin);
  const { origin } = new URL(baseURL);
  const isOwn = origin === ownOrigin;
  const client = openaiClient(baseURL, access, deps);
  /** Until the provider says that this account may not read them. */
  let summaries = true;
  /** Models that did not take a breakpoint, though by their name they should. */
  const refusing = new Set<string>();
  const about = aboutAt(baseURL, openai, access, deps, readRefusal);

  const rulesFor = (model: string) => ({
    tier: access.tier,
    summaries,
    breakpoints: isOwn && takesBreakpoints(model) && !refusing.has(model),
  });

  async function send(body: Body | FillBody, signal: AbortSignal): Promise<Response> {
    try {
      return await client.responses.create(body, { signal }).asResponse();
    } catch (error) {
      const less = without(body, error);
      if (!less) throw error;
      return send(less, signal);
    }
  }

  /** The request without what this account or this model does not take, which is kept in mind; undefined: it is about something else. */
  function without<Sent extends Body | FillBody>(body: Sent, error: unknown): Sent | undefined {
    if (body.reasoning?.summary && refusesSummary(error)) {
      summaries = false;
      const { summary: _summary, ...reasoning } = body.reasoning;
      return { ...body, reasoning };
    }
    const plain = refusesBreakpoint(error) ? unmarked(body) : undefined;
    if (plain) refusing.add(String(body.model));
    return plain;
  }

  function stream(
    request: ModelRequest,
    signal: AbortSignal,
  ): AsyncGenerator<readonly ModelEvent[]> {
    const parts: Exchange<Body> = {
      about,
      build: (keepSealed) => buildRequest(request, { ...rulesFor(request.model), keepSealed }),
      send,
      refusesSealed,
      wire: createWireReader,
    };
    return exchange(parts, request.model, signal);
  }

  async function models(signal: AbortSignal): Promise<ListedModel[]> {
    const { data } = await client.models.list({ signal });
    const named = data.filter(({ id }) => typeof id === 'string');
    // What another server lists, it lists to be talked to.
    return (isOwn ? named.filter(({ id }) => talks(id)) : named).map(listed);
  }

  async function fill(request: ModelRequest, signal: AbortSignal): Promise<Usage> {
    const { model } = request;
    const response = await send(buildFill(request, rulesFor(model)), signal);
    const answer = parsed(await response.text());
    if ((answer as { error?: unknown } | undefined)?.error) throw errorInside(answer);
    const usage = usageOf(model, answer);
    if (!usage) throw malformed(about(model), 'a filled cache without what it cost');
    return usage;
  }

  const adapter: ProviderAdapter = {
    stream,
    models: (signal) => asked(models(signal), () => about(''), signal),
    warm: (signal) => warmAt(baseURL, deps.fetch, signal),
  };
  if (!isOwn) return adapter;
  return {
    ...adapter,
    fillCache: (request, signal) =>
      asked(fill(request, signal), () => about(request.model), signal),
  };
}

/** OpenAI lists all that it has: models that draw, speak, hear, search or sort are among them. */
export function talks(id: string): boolean {
  if (!/^(gpt-|o\d|chatgpt-|ft:gpt-|ft:o\d)/.test(id)) return false;
  return !/audio|realtime|transcribe|tts|image|embedding|moderation|instruct|search|live/.test(id);
}

/** `shutdown_date`: null where none was announced; the client's types do not know it yet, and other servers have none. */
function listed({ id, shutdown_date }: { id: string; shutdown_date?: unknown }): ListedModel {
  const known = knownModel(id);
  const day = dayOf(shutdown_date);
  const retires = day === undefined ? {} : { retires: { on: day } };
  if (!known) return { id, name: id, ...retires };
  const dated = id === known.id ? '' : ` (${id.slice(known.id.length + 1)})`;
  const { contextTokens, maxOutputTokens } = known;
  return { id, name: `${known.name}${dated}`, contextTokens, maxOutputTokens, ...retires };
}

/** YYYY-MM-DD, also of a time on that day; undefined: it is no day. */
function dayOf(told: unknown): string | undefined {
  const [day] = typeof told === 'string' ? (/^\d{4}-\d{2}-\d{2}(?=T|$)/.exec(told) ?? []) : [];
  return day !== undefined && Number.isFinite(Date.parse(day)) ? day : undefined;
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

/** HTTP 400 of a model that keeps prompts as those before GPT-5.6 do. */
function refusesBreakpoint(error: unknown): boolean {
  const { status, param, message } = error as Refused;
  return status === 400 && /prompt_cache_breakpoint/.test(`${String(param)} ${String(message)}`);
}

/** HTTP 400 of an organisation that is not verified. */
function refusesSummary(error: unknown): boolean {
  const { status, param, message } = error as Refused;
  if (status !== 400) return false;
  return param === 'reasoning.summary' || /reasoning summar/i.test(String(message));
}
