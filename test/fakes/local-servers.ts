/** Ollama, LM Studio and llama-server as far as they tell of their models: answers in the form of the real ones. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** By path; a function gets the JSON of the request, or none. Anything else is 404, as with most of them. */
export type Answers = Readonly<
  Record<string, object | string | ((body: Record<string, unknown>) => object | undefined)>
>;

export interface LocalFake {
  url: string;
  /** `GET /api/tags`, in the order they came. */
  asked: string[];
  close(): void;
}

export async function serveLocal(answers: Answers): Promise<LocalFake> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { method = '', url = '' } = request;
    asked.push(`${method} ${url}`);
    void readAll(request).then((text) => {
      const given = answers[url];
      const body = typeof given === 'function' ? given(JSON.parse(text || '{}')) : given;
      response.statusCode = body === undefined ? 404 : 200;
      response.setHeader('content-type', 'application/json');
      response.end(
        typeof body === 'string' ? body : JSON.stringify(body ?? { error: 'not found' }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url, asked, close };
}

async function readAll(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request) text += String(piece);
  return text;
}

const tag = (name: string, family: string) => ({
  name,
  model: name,
  modified_at: '2026-05-04T17:37:44.706015396-07:00',
  size: 3_826_793_677,
  digest: 'fe938a131f40e6f6d40083c9f0f430a515233eb2edaa6d72eb85c50d64f2300e',
  details: {
    parent_model: '',
    format: 'gguf',
    family,
    families: [family],
    parameter_size: '7.2B',
    quantization_level: 'Q4_0',
  },
});

const shown: Record<string, object> = {
  'qwen3-coder:30b': {
    parameters: 'stop                           "<|im_end|>"\ntemperature                    0.7',
    capabilities: ['completion', 'tools'],
    model_info: {
      'general.architecture': 'qwen3moe',
      'qwen3moe.context_length': 262_144,
      'qwen3moe.embedding_length': 2048,
      'tokenizer.ggml.tokens': null,
    },
  },
  'gemma3:4b': {
    parameters:
      'num_ctx                        8192\nstop                           "<end_of_turn>"',
    capabilities: ['completion', 'vision'],
    model_info: { 'general.architecture': 'gemma3', 'gemma3.context_length': 131_072 },
  },
  'nomic-embed-text:latest': {
    capabilities: ['embedding'],
    model_info: { 'general.architecture': 'nomic-bert', 'nomic-bert.context_length': 2048 },
  },
  // Before 0.6.4 it told no capabilities.
  'llama3:8b': {
    model_info: { 'general.architecture': 'llama', 'llama.context_length': 8192 },
  },
};

/** `/api/ps` while this model is loaded. Before 0.10 it did not tell with how much. */
export const ollamaRunning = (name: string, context_length?: number) => {
  const { modified_at: _, ...running } = tag(name, 'any');
  return {
    models: [
      {
        ...running,
        expires_at: '2026-05-04T17:42:44.706015396-07:00',
        size_vram: 3_826_793_677,
        ...(context_length === undefined ? {} : { context_length }),
      },
    ],
  };
};

export const ollamaAnswers: Answers = {
  '/api/tags': {
    models: [
      tag('qwen3-coder:30b', 'qwen3moe'),
      tag('gemma3:4b', 'gemma3'),
      tag('nomic-embed-text:latest', 'nomic-bert'),
      tag('llama3:8b', 'llama'),
    ],
  },
  '/api/show': ({ model }) => shown[String(model)],
  // Nothing is loaded until somebody asks it.
  '/api/ps': { models: [] },
  '/v1/models': {
    object: 'list',
    data: [{ id: 'qwen3-coder:30b', object: 'model', created: 1_753_000_000, owned_by: 'library' }],
  },
};

const studio = { object: 'model', publisher: 'a', arch: 'llama', compatibility_type: 'gguf' };

export const lmStudioAnswers: Answers = {
  '/api/v0/models': {
    object: 'list',
    data: [
      {
        ...studio,
        id: 'qwen2-vl-7b',
        type: 'vlm',
        state: 'not-loaded',
        max_context_length: 32_768,
      },
      {
        ...studio,
        id: 'llama-3.2-3b-instruct',
        type: 'llm',
        state: 'loaded',
        max_context_length: 131_072,
        loaded_context_length: 4096,
        capabilities: ['tool_use'],
      },
      {
        ...studio,
        id: 'text-embedding-nomic',
        type: 'embeddings',
        state: 'not-loaded',
        max_context_length: 2048,
      },
    ],
  },
  // It answers what it does not know with 200.
  '/props': { error: 'Unexpected endpoint or method. (GET /props)' },
  '/api/tags': { error: 'Unexpected endpoint or method. (GET /api/tags)' },
};

export const llamaServerAnswers: Answers = {
  '/props': {
    default_generation_settings: {
      params: { temperature: 0.8, n_predict: -1 },
      n_ctx: 32_768,
      is_processing: false,
    },
    total_slots: 1,
    model_path: '/models/gpt-oss-20b.gguf',
    modalities: { vision: false, audio: false },
    chat_template: '{{ messages }}',
  },
  '/v1/models': {
    models: [{ name: 'gpt-oss-20b.gguf', model: 'gpt-oss-20b.gguf', type: 'model' }],
    object: 'list',
    data: [
      {
        id: 'gpt-oss-20b.gguf',
        object: 'model',
        owned_by: 'llamacpp',
        meta: { vocab_type: 2, n_vocab: 201_088, n_ctx_train: 131_072, n_embd: 2880 },
      },
    ],
  },
  // It answers as Ollama does, too, and tells less there.
  '/api/tags': { models: [{ name: 'gpt-oss-20b.gguf', model: 'gpt-oss-20b.gguf' }] },
  '/api/show': () => ({
    capabilities: ['completion'],
    model_info: { 'llama.context_length': 32_768 },
  }),
};
