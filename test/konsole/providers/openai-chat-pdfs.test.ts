/** A PDF that goes to a server of Chat Completions: which refusals are about PDFs at all, and what comes of them. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAdapter } from '../../../main/konsole/providers/index';
import {
  type ModelEvent,
  type ModelRequest,
  type ProviderAdapter,
  ProviderError,
} from '../../../main/konsole/providers/types';
import { jsonBody, type ProviderFake } from '../../fakes/dialect';
import { startFakeChat } from '../../fakes/openai-chat';

const attached = [{ name: 'a.pdf', type: 'application/pdf', data: 'JVBERi0=', pages: 1 }];
const question = { id: 't', text: 'Hi', status: 'running' as const, blocks: [] };
const withPdf = [{ ...question, attached }];

let fake: ProviderFake;
let adapter: ProviderAdapter;
beforeAll(async () => {
  fake = await startFakeChat();
});
beforeEach(async () => {
  fake.reset();
  // Of its own for each test: it learns what the server is like.
  const access = { id: 'x', kind: 'openai-chat', baseUrl: fake.baseUrl, key: 'a-key-0123456789' };
  adapter = await createAdapter(access, { now: Date.now });
});
afterAll(() => fake.close());

async function ask(changes: Partial<ModelRequest> = {}): Promise<ModelEvent[]> {
  const usual = { model: 'some-chat-model', system: 'Be short.', tools: [], turns: withPdf };
  const told: ModelEvent[] = [];
  const signal = new AbortController().signal;
  for await (const events of adapter.stream({ ...usual, ...changes }, signal)) told.push(...events);
  return told;
}

async function wordsOfFailure(changes: Partial<ModelRequest> = {}): Promise<string> {
  const error: unknown = await ask(changes).catch((thrown: unknown) => thrown);
  if (!(error instanceof ProviderError)) throw new Error('it did not fail in words');
  return error.error.message;
}

const bodies = () => fake.requests.map(({ body }) => body as Record<string, unknown>);
const refuses = (message: string, status = 400) => jsonBody(status, { error: { message } });

describe('a PDF', () => {
  const kindsSent = () =>
    bodies().map((body) => {
      const [, { content }] = body.messages as [unknown, { content: string | { type: string }[] }];
      return typeof content === 'string' ? 'words' : content.map(({ type }) => type).join();
    });

  test.each([
    ['OpenAI', 400, "Invalid Value: 'file'. This model does not support file content types."],
    ['vLLM', 400, "Unsupported chat content part type: 'file'. Supported types: text, image_url"],
    ['an older vLLM', 501, 'Unknown part type: file'],
    ['llama-server', 400, 'unsupported content[].type'],
    ['an older llama-server', 500, 'unsupported content[].type'],
    [
      'LM Studio',
      400,
      "Invalid 'content': 'content' objects must have a 'type' field that is either 'text' or 'image_url'.",
    ],
    ['DeepSeek', 422, 'messages[1]: unknown variant `file`, expected `text`'],
    ['Ollama', 400, 'invalid message format'],
    ['pydantic', 422, "messages.1.content.list[TextContentPart].0.type: Input should be 'text'"],
  ])('that %s refuses is told in words, and from then on', async (_who, status, words) => {
    fake.next(refuses(words, status));
    const told = await ask();
    expect(told.at(-1)).toEqual({ type: 'stop', reason: 'end' });
    await ask();
    expect(kindsSent()).toEqual(['text,file,text', 'words', 'words']);
    expect(JSON.stringify(bodies().at(-1))).toContain('a PDF, which this model cannot read');
    // Another model of the same server may read it.
    await ask({ model: 'another-model' });
    expect(kindsSent().at(-1)).toBe('text,file,text');
  });

  test.each([
    'The PDF is protected by a password.',
    'Invalid file data: the document is damaged.',
    'The document has 1200 pages; at most 1000 are allowed.',
    'The messages are wrong.',
  ])(
    'that is refused for what it is (%s) is asked about once: the person is told',
    async (words) => {
      fake.next(refuses(words));
      expect(await wordsOfFailure()).toContain(words);
      expect(fake.requests).toHaveLength(1);
    },
  );

  test('is not what was refused where none went along', async () => {
    fake.next(refuses('unsupported content[].type'));
    expect(await wordsOfFailure({ turns: [question] })).toContain('unsupported content');
    expect(fake.requests).toHaveLength(1);
  });
});
