/**
 * What every fake of a wire can say, whatever its bytes: by this one test speaks with all of them
 * (test/konsole/providers/contract), and one end-to-end session goes from house to house.
 */
import type { RefusalKind } from '../../main/konsole/providers/refusals';
import type { StopReason } from '../../main/konsole/providers/types';
import type { FakeRequest, ProviderServer, Scenario } from './provider-server';

export interface Said {
  /** Told before the answer; where a wire seals what was thought, with a seal. */
  thinking?: string;
  /** Pieces that each text is sent in; default 4. */
  chunks?: number;
  /** Pause before each piece, ms. */
  paceMs?: number;
  usage?: Partial<FakeUsage>;
}

/** Tokens. `input` is what was neither read from a cache nor written to one; `output` has `thinking` in it. */
export interface FakeUsage {
  input: number;
  output: number;
  thinking: number;
  cacheRead: number;
}

/** Where a scenario says nothing else. */
export const usualUsage: Readonly<FakeUsage> = {
  input: 100,
  output: 20,
  thinking: 0,
  cacheRead: 0,
};

export interface FakeCall {
  name: string;
  /** A string goes out as it is, be it JSON or not. */
  input: unknown;
  id?: string;
}

export type HeardPart =
  | { kind: 'text'; text: string }
  /** Base64. */
  | { kind: 'image'; data: string }
  /** A PDF, in base64; its name where the wire tells one. */
  | { kind: 'pdf'; data: string; name?: string }
  /** Something that an earlier answer sealed, given back: the seal. */
  | { kind: 'sealed'; seal: string }
  | { kind: 'call'; id: string; name: string; input: unknown }
  | { kind: 'result'; id: string; text: string; images: string[] };

/** A request in no wire's words. */
export interface Heard {
  system: string;
  tools: string[];
  /** Of one role after another: what a wire splits (a result in a message of its own) is one again here. */
  messages: { role: 'user' | 'assistant'; parts: HeardPart[] }[];
  /** What was asked of its thinking, in the model's own terms. */
  effort?: string;
  maxTokens?: number;
}

/** As a wire splits them, put together: what comes of one role after another is one message. */
export function heardMessages(said: Heard['messages']): Heard['messages'] {
  const heard: Heard['messages'] = [];
  for (const { role, parts } of said) {
    const last = heard.at(-1);
    if (last?.role === role) last.parts.push(...parts);
    else heard.push({ role, parts: [...parts] });
  }
  return heard;
}

/** Undefined: the wire has no way to say this. */
export interface Dialect {
  answer(text: string, said?: Said): Scenario;
  /** Thinking, text, then calls, as the wire streams them. */
  toolCalls(calls: FakeCall[], said?: Said & { text?: string }): Scenario;
  /** Some text, then the end for this reason. */
  stopped(reason: StopReason, text: string): Scenario | undefined;
  /** Refused before an answer, with the body that the house really sends. */
  refused(kind: RefusalKind, headers?: Record<string, string>): Scenario | undefined;
  /** Some text, then an error inside the stream. */
  errorInside(text: string): Scenario | undefined;
  /** Some text (which may be empty: then nothing at all), then silence while the client stays. */
  stall(text: string): Scenario;
  /** Some text, then an end in good order without what ends an answer. */
  truncated(text: string): Scenario;
  /** Some text, then half an event and silence. */
  malformed(text: string): Scenario;
  /** Text without an end, as fast as the client reads; at most `bytes`. */
  flood(bytes: number): Scenario;
  /** An answer whose bytes come `size` at a time, whatever they cut in two. */
  inBytes(text: string, size: number): Scenario;
  hear(request: FakeRequest): Heard;
}

export interface ProviderFake extends ProviderServer {
  readonly dialect: Dialect;
  /** The provider's `baseUrl` in settings, where `url` alone is none. */
  readonly baseUrl: string;
  /** What it lists. */
  models: FakeModel[];
}

export interface FakeModel {
  id: string;
  name: string;
  contextTokens?: number;
  /** The last day on which it is served, YYYY-MM-DD, where the wire has a word for it. */
  retires?: string;
}

/** Every wire's: what a proxy or a hotel's sign-in page answers. */
export const htmlPage =
  (status = 200): Scenario =>
  ({ res }) => {
    res.writeHead(status, { 'content-type': 'text/html; charset=utf-8' });
    res.end('<!DOCTYPE html><html><body><h1>Sign in to this network</h1></body></html>');
  };

/** Every wire's: one JSON body with this status. */
export const jsonBody =
  (status: number, body: unknown, headers: Record<string, string> = {}): Scenario =>
  ({ res }) => {
    res.writeHead(status, { 'content-type': 'application/json', ...headers });
    res.end(JSON.stringify(body));
  };

/** Of OpenAI's wires: a data URL, and a name by whose end the API knows what it is. */
export function pdfIn(name: string, url: string): HeardPart {
  const [, data] = /^data:application\/pdf;base64,(.*)$/.exec(url) ?? [];
  if (data === undefined || !/\.pdf$/i.test(name)) {
    throw new Error('A file is a data URL of a PDF, with a name that ends in .pdf.');
  }
  return { kind: 'pdf', data, name };
}
