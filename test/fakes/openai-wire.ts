/** The events of a true stream of OpenAI's Responses API that scenarios are made of, key for key as the API writes them. */
import { cut } from './cut';
import { type FakeCall, type Said, usualUsage } from './dialect';
import type { Counted } from './openai-cache';
import type { Reply } from './provider-server';

/** Where nothing else is said. */

export const seal = 'gAAAAABfake-encrypted-reasoning==';

export type Status = 'in_progress' | 'completed' | 'incomplete' | 'failed';

/** One answer: its items in order, told one event after another. */
export interface Speaker {
  think(summary: string): Promise<void>;
  /** `open`: its end is not told, and `more` adds to it. */
  say(text: string, open?: 'open'): Promise<void>;
  more(text: string): Promise<void>;
  refuse(words: string): Promise<void>;
  call(call: FakeCall): Promise<void>;
  /** The terminal event, and the end of the stream. */
  end(status: Status, more?: object): Promise<void>;
}

/** The object that a whole answer is, and that a stream tells at its beginning and its end. */
export function responseOf(body: unknown, status: Status, output: object[], more: object = {}) {
  const asked = body as { model?: string; store?: boolean; service_tier?: string };
  return {
    id: 'resp_fake',
    object: 'response',
    created_at: 1_787_150_260,
    status,
    background: false,
    error: null,
    incomplete_details: null,
    model: asked.model,
    output,
    parallel_tool_calls: true,
    previous_response_id: null,
    service_tier: asked.service_tier ?? (status === 'in_progress' ? 'auto' : 'default'),
    store: asked.store ?? true,
    usage: null as object | null,
    metadata: {},
    ...more,
  };
}

/** What each request reads and writes of the prompts that are kept, once it is answered. */
const served = new WeakMap<object, () => Counted>();
export const countWith = (body: object, serve: () => Counted) => void served.set(body, serve);

export async function speaks(reply: Reply, said: Said = {}): Promise<Speaker> {
  const { body } = reply.request;
  const output: object[] = [];
  let sequence = 0;

  const response = (status: Status, more: object = {}) =>
    status === 'in_progress'
      ? responseOf(body, status, [], more)
      : responseOf(body, status, output, { usage: usageOf(said, body as object), ...more });
  /** As the API does it: the type first, and the rest by the alphabet. */
  const tell = (type: string, data: object) => {
    const named = Object.entries({ ...data, sequence_number: sequence++ });
    named.sort(([left], [right]) => (left < right ? -1 : 1));
    return reply.event({ type, ...Object.fromEntries(named) });
  };
  const message = (item: string, status: Status, content: object[], phase?: string) => ({
    id: item,
    type: 'message',
    status,
    content,
    ...(phase === undefined ? {} : { phase }),
    role: 'assistant',
  });
  const pace = () => (said.paceMs ? reply.sleep(said.paceMs) : Promise.resolve());
  const id = (kind: string) => `${kind}_fake${output.length}`;

  async function done(item: object): Promise<void> {
    await tell('response.output_item.done', { item, output_index: output.length });
    output.push(item);
  }

  await tell('response.created', { response: response('in_progress') });
  await tell('response.in_progress', { response: response('in_progress') });

  return {
    async think(summary) {
      const output_index = output.length;
      const item = { id: id('rs'), type: 'reasoning', content: [], encrypted_content: '' };
      await tell('response.output_item.added', {
        // Here it has only the beginning of what was thought.
        item: { ...item, encrypted_content: 'gAAAAABfake-beginning', summary: [] },
        output_index,
      });
      const at = { item_id: item.id, output_index, summary_index: 0 };
      await tell('response.reasoning_summary_part.added', {
        ...at,
        part: { type: 'summary_text', text: '' },
      });
      for (const delta of cut(summary, said.chunks ?? 4)) {
        await pace();
        await tell('response.reasoning_summary_text.delta', { delta, ...at });
      }
      const part = { type: 'summary_text', text: summary };
      await tell('response.reasoning_summary_text.done', { ...at, text: summary });
      await tell('response.reasoning_summary_part.done', { ...at, part });
      await done({ ...item, encrypted_content: seal, summary: [part] });
    },
    async say(words, open) {
      const output_index = output.length;
      const item_id = id('msg');
      await tell('response.output_item.added', {
        item: message(item_id, 'in_progress', [], 'final_answer'),
        output_index,
      });
      const at = { content_index: 0, item_id, output_index };
      const part = (text: string) => ({ type: 'output_text', annotations: [], logprobs: [], text });
      await tell('response.content_part.added', { ...at, part: part('') });
      for (const delta of cut(words, said.chunks ?? 4)) {
        await pace();
        await tell('response.output_text.delta', { ...at, delta, logprobs: [], obfuscation: 'x' });
      }
      if (open) return;
      await tell('response.output_text.done', { ...at, logprobs: [], text: words });
      await tell('response.content_part.done', { ...at, part: part(words) });
      await done(message(item_id, 'completed', [part(words)], 'final_answer'));
    },
    async more(delta) {
      const at = { content_index: 0, item_id: id('msg'), output_index: output.length };
      await tell('response.output_text.delta', { ...at, delta, logprobs: [], obfuscation: 'x' });
    },
    async refuse(words) {
      const output_index = output.length;
      const item_id = id('msg');
      await tell('response.output_item.added', {
        item: message(item_id, 'in_progress', []),
        output_index,
      });
      const at = { content_index: 0, item_id, output_index };
      const part = { type: 'refusal', refusal: words };
      await tell('response.content_part.added', { ...at, part: { ...part, refusal: '' } });
      for (const delta of cut(words, said.chunks ?? 4)) {
        await tell('response.refusal.delta', { ...at, delta });
      }
      await tell('response.refusal.done', { ...at, refusal: words });
      await tell('response.content_part.done', { ...at, part });
      await done(message(item_id, 'completed', [part]));
    },
    async call({ name, input, id: given }) {
      const output_index = output.length;
      const json = typeof input === 'string' ? input : JSON.stringify(input);
      const { input: before = [] } = body as { input?: unknown[] };
      const call_id = given ?? `call_fake_${before.length}_${output_index}`;
      const item = { id: id('fc'), type: 'function_call' };
      await tell('response.output_item.added', {
        item: { ...item, status: 'in_progress', arguments: '', call_id, name },
        output_index,
      });
      const at = { item_id: item.id, output_index };
      for (const delta of cut(json, said.chunks ?? 4)) {
        await pace();
        await tell('response.function_call_arguments.delta', { delta, ...at, obfuscation: 'x' });
      }
      await tell('response.function_call_arguments.done', { arguments: json, ...at });
      await done({ ...item, status: 'completed', arguments: json, call_id, name });
    },
    async end(status, more) {
      await tell(`response.${status}`, { response: response(status, more) });
      reply.end();
    },
  };
}

/** As it is scripted; where nothing is, and the prompt is one that is kept, as it truly was. */
function usageOf(said: Said, body: object) {
  const told = { ...usualUsage, ...said.usage };
  const scripted = { input: told.input + told.cacheRead, cacheRead: told.cacheRead, cacheWrite: 0 };
  const found = served.get(body)?.();
  const isKept = found && found.cacheRead + found.cacheWrite > 0;
  return usageWith(said.usage || !isKept ? scripted : found, told.output, told.thinking);
}

export const usageWith = ({ input, cacheRead, cacheWrite }: Counted, output = 0, thinking = 0) => ({
  input_tokens: input,
  input_tokens_details: { cached_tokens: cacheRead, cache_write_tokens: cacheWrite },
  output_tokens: output,
  output_tokens_details: { reasoning_tokens: thinking },
  total_tokens: input + output,
});
