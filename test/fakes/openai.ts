/**
 * A fake of OpenAI's Responses API on loopback: `POST /v1/responses` as a stream of events, and `GET /v1/models`. How it is
 * scripted: provider-server.ts; what it can say: openai-dialect.ts.
 */
import type { FakeModel, ProviderFake } from './dialect';
import { openaiDialect, type OpenAIFakeBody } from './openai-dialect';
import { startProviderServer } from './provider-server';

export async function startFakeOpenAI(port = 0): Promise<ProviderFake> {
  const own = {
    models: [{ id: 'gpt-6.2-sol', name: 'GPT-6.2 Sol', contextTokens: 1_050_000 }] as FakeModel[],
  };
  const server = await startProviderServer<unknown>(
    {
      asks: (method, path) => method === 'POST' && path === '/v1/responses',
      modelOf: (body) => (body as OpenAIFakeBody).model,
      questionOf: (body) => questionOf(body as OpenAIFakeBody),
      write: (data) =>
        `event: ${(data as { type: string }).type}\ndata: ${JSON.stringify(data)}\n\n`,
      usual: openaiDialect.answer('OK'),
      other(req, res, path) {
        if (req.method !== 'GET' || path !== '/v1/models') return false;
        res.setHeader('content-type', 'application/json');
        const data = fake.models.map(({ id }) => ({
          id,
          object: 'model',
          created: 1_787_150_260,
          owned_by: 'system',
        }));
        res.end(JSON.stringify({ object: 'list', data }));
        return true;
      },
    },
    port,
  );
  const fake: ProviderFake = Object.assign(server, own, {
    dialect: openaiDialect,
    baseUrl: server.url,
  });
  return fake;
}

/** All text of the last message that has text in it and comes from the person. */
function questionOf({ input }: OpenAIFakeBody): string {
  const last = input.findLast(
    ({ role, content = [] }) => role === 'user' && content.some(({ text }) => text !== undefined),
  );
  return (last?.content ?? []).map(({ text }) => text ?? '').join('\n');
}
