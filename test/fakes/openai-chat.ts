/**
 * A fake server on loopback that speaks OpenAI's Chat Completions: `POST /v1/chat/completions` as a stream, `GET /v1/models`.
 * How it is scripted: provider-server.ts; what it can say: openai-chat-dialect.ts.
 */
import type { FakeModel, ProviderFake } from './dialect';
import { type ChatFakeBody, chatDialect } from './openai-chat-dialect';
import { startProviderServer } from './provider-server';

export async function startFakeChat(port = 0): Promise<ProviderFake> {
  const own = {
    models: [
      { id: 'some-chat-model', name: 'some-chat-model', contextTokens: 32_768 },
    ] as FakeModel[],
  };
  const server = await startProviderServer<unknown>(
    {
      asks: (method, path) => method === 'POST' && path === '/v1/chat/completions',
      modelOf: (body) => (body as ChatFakeBody).model,
      questionOf(body) {
        const last = (body as ChatFakeBody).messages.findLast(({ role }) => role === 'user');
        const content = last?.content ?? '';
        return typeof content === 'string'
          ? content
          : content.map(({ text }) => text ?? '').join('\n');
      },
      write: (data) => `data: ${JSON.stringify(data)}\n\n`,
      usual: chatDialect.answer('OK'),
      other(req, res, path) {
        if (req.method !== 'GET' || path !== '/v1/models') return false;
        res.setHeader('content-type', 'application/json');
        const data = own.models.map(({ id, contextTokens }) => ({
          id,
          object: 'model',
          context_length: contextTokens,
        }));
        res.end(JSON.stringify({ object: 'list', data }));
        return true;
      },
    },
    port,
  );
  return Object.assign(server, own, { dialect: chatDialect, baseUrl: server.url });
}
