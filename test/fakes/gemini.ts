/**
 * A fake of Gemini's API on loopback: `POST /v1beta/models/<model>:streamGenerateContent?alt=sse` as a stream of chunks, and
 * `GET /v1beta/models`. How it is scripted: provider-server.ts; what it can say:
 * gemini-dialect.ts; what it refuses: gemini-rules.ts.
 */
import type { FakeModel, ProviderFake } from './dialect';
import { geminiDialect, type GeminiFakeBody, partsOf } from './gemini-dialect';
import { invalidIn } from './gemini-rules';
import { startProviderServer } from './provider-server';

const asked = /^\/v1beta\/models\/([^/:]+):streamGenerateContent$/;

export async function startFakeGemini(port = 0): Promise<ProviderFake> {
  const own = {
    models: [
      { id: 'gemini-4-argon', name: 'Gemini 4 Argon', contextTokens: 1_048_576 },
    ] as FakeModel[],
  };
  const server = await startProviderServer<unknown>(
    {
      asks: (method, path) => method === 'POST' && asked.test(path),
      modelOf: (_body, path) => decodeURIComponent(asked.exec(path)?.[1] ?? ''),
      questionOf,
      // As the API writes it: no event has a name, and lines end as on the wire.
      write: (data) => `data: ${JSON.stringify(data)}\r\n\r\n`,
      usual: geminiDialect.answer('OK'),
      aside({ body, model }, res) {
        const message = invalidIn(body as GeminiFakeBody, model);
        if (message === undefined) return false;
        res.writeHead(400, { 'content-type': 'application/json; charset=UTF-8' });
        res.end(JSON.stringify({ error: { code: 400, message, status: 'INVALID_ARGUMENT' } }));
        return true;
      },
      other(req, res, path) {
        if (req.method !== 'GET' || path !== '/v1beta/models') return false;
        res.setHeader('content-type', 'application/json; charset=UTF-8');
        const models = own.models.map(({ id, name, contextTokens }) => ({
          name: `models/${id}`,
          displayName: name,
          ...(contextTokens === undefined ? {} : { inputTokenLimit: contextTokens }),
          supportedGenerationMethods: ['generateContent', 'countTokens'],
        }));
        res.end(JSON.stringify({ models }));
        return true;
      },
    },
    port,
  );
  return Object.assign(server, own, { dialect: geminiDialect, baseUrl: server.url });
}

/** All text of the last content that has text in it and comes from the person. */
function questionOf(body: unknown): string {
  const { contents } = body as GeminiFakeBody;
  const last = contents.findLast(
    (content) => content.role === 'user' && partsOf(content).some(({ text }) => text !== undefined),
  );
  return partsOf(last)
    .map(({ text }) => text ?? '')
    .join('\n');
}
