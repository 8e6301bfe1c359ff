/**
 * What the fake of OpenAI's API keeps of prompts, by the rules of the API from GPT-5.6 on: kept up to a breakpoint, read up to
 * one that the next request has as well. Models before take no breakpoint and no options, and are told nothing of here.
 */
import { createHash } from 'node:crypto';
import type { OpenAIFakeBody, OpenAIFakeItem } from './openai-dialect';

/** Tokens of one request. `input` has both others in it. */
export interface Counted {
  input: number;
  cacheRead: number;
  cacheWrite: number;
}

export interface PromptCache {
  /** What this request reads, and writes for those after it. */
  serve(body: OpenAIFakeBody): Counted;
  forget(): void;
}

const leastTokens = 1_024;
/** Ends of earlier messages at which a prefix is looked for. */
const looksAtEnds = 20;
/** Beside the end of the last message. */
const writesMarks = 3;

export const isOld = (model: string) => /^(o\d|gpt-[34]|gpt-5(?:-|$|\.[0-5]))/.test(model);

/** What a model before GPT-5.6 says to it; undefined: it takes the request. */
export function refusedOption(body: OpenAIFakeBody): string | undefined {
  if (!isOld(body.model)) return undefined;
  const named = ['prompt_cache_options', 'prompt_cache_breakpoint'].find((name) =>
    JSON.stringify(body).includes(`"${name}"`),
  );
  return named && `${named} is not supported on this model`;
}

export function createPromptCache(): PromptCache {
  const kept = new Set<string>();
  return {
    serve(body) {
      const { input, ends, marks, begins } = render(body);
      const long = (edge: Edge | undefined): edge is Edge =>
        edge !== undefined && edge.tokens >= leastTokens;
      const looks = [...marks, ...ends.slice(-1 - looksAtEnds), begins].filter(long);
      const read = looks.filter(({ hash }) => kept.has(hash)).map(({ tokens }) => tokens);
      const cacheRead = Math.max(0, ...read);
      const writes = [...marks.slice(-writesMarks), ends.at(-1)].filter(long);
      for (const { hash } of writes) kept.add(hash);
      const last = Math.max(0, ...writes.map(({ tokens }) => tokens));
      return { input, cacheRead, cacheWrite: Math.max(0, last - cacheRead) };
    },
    forget: () => kept.clear(),
  };
}

interface Edge {
  hash: string;
  tokens: number;
}

/** The prompt as the model gets it, and where it can be cut: at marks, at the ends of messages, behind the developer's. */
function render(body: OpenAIFakeBody) {
  // Not read as tokens, but another of them is another prompt.
  const { model, prompt_cache_key, reasoning, text, service_tier, parallel_tool_calls } = body;
  const bound = [model, prompt_cache_key, reasoning?.effort, text, service_tier];
  const hash = createHash('sha256').update(JSON.stringify([...bound, parallel_tool_calls]));
  let chars = 0;
  const add = (piece: unknown) => {
    const json = JSON.stringify(piece);
    hash.update(`${json}\n`);
    chars += json.length;
  };
  const tokens = () => Math.ceil(chars / 4);
  const edge = (): Edge => ({ hash: hash.copy().digest('hex'), tokens: tokens() });
  const marks: Edge[] = [];
  const ends: Edge[] = [];
  let begins: Edge | undefined;
  add(body.tools ?? []);
  add(body.instructions ?? '');
  const { input } = body;
  const developers = input.findIndex(({ role }) => role !== 'developer');
  input.forEach((item, at) => {
    add([item.type, item.role, item.name, item.arguments, item.encrypted_content]);
    for (const { prompt_cache_breakpoint: mark, ...part } of partsOf(item)) {
      add(part);
      if (mark) marks.push(edge());
    }
    const isLast = input[at + 1]?.type !== item.type;
    const endsHere = item.role === 'user' || (item.type === 'function_call_output' && isLast);
    if (at === (developers < 0 ? input.length : developers) - 1) begins = edge();
    if (endsHere || begins?.hash === edge().hash) ends.push(edge());
  });
  return { input: tokens(), ends, marks, begins };
}

const partsOf = ({ content = [], output = [] }: OpenAIFakeItem) => [
  ...content,
  ...(typeof output === 'string' ? [{ type: 'input_text', text: output }] : output),
];
