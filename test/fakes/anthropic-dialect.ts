/** What the fake of Anthropic's API can say, in the words that all fakes share, and how it hears a request. */
import {
  type FakeBody,
  type FakePart,
  type Scenario as OwnScenario,
  startFakeAnthropic,
} from './anthropic';
import * as scenes from './anthropic-scenarios';
import { partial } from './anthropic-wire';
import type { Dialect, Heard, HeardPart, ProviderFake, Said } from './dialect';
import { inPieces } from './in-pieces';
import type { ProviderServer, Scenario } from './provider-server';

const seal = 'YW50aHJvcGljLXNlYWw=';

/** A scenario of this wire is told requests of this wire alone. */
const own = (scenario: OwnScenario) => scenario as unknown as Scenario;

function optionsOf({ usage, ...said }: Said) {
  const { input = 100, output = 20, thinking = 0, cacheRead = 0 } = usage ?? {};
  return {
    ...said,
    signature: seal,
    usage: {
      input_tokens: input,
      output_tokens: output,
      cache_read_input_tokens: cacheRead,
      ...(thinking > 0 ? { output_tokens_details: { thinking_tokens: thinking } } : {}),
    },
  };
}

const stops: Partial<Record<string, string>> = {
  end: 'end_turn',
  'max-tokens': 'max_tokens',
  refusal: 'refusal',
  'stop-sequence': 'stop_sequence',
  'context-full': 'model_context_window_exceeded',
};

const refusals: Partial<Record<string, [status: number, type: string, message: string]>> = {
  key: [401, 'authentication_error', 'invalid x-api-key'],
  denied: [403, 'permission_error', 'not allowed'],
  payment: [402, 'billing_error', 'Your credit balance is too low.'],
  'no-model': [404, 'not_found_error', 'model: none'],
  'too-long': [413, 'request_too_large', 'Request exceeds the maximum size'],
  rate: [
    429,
    'rate_limit_error',
    'Number of request tokens has exceeded your per-minute rate limit',
  ],
  overloaded: [529, 'overloaded_error', 'Overloaded'],
  trouble: [500, 'api_error', 'Internal server error'],
  invalid: [400, 'invalid_request_error', 'messages: Input should be a valid list'],
};

const dialect: Dialect = {
  answer: (text, said = {}) => own(scenes.answer(text, optionsOf(said))),
  toolCalls: (calls, said = {}) =>
    own(scenes.toolCalls(calls, { ...optionsOf(said), ...(said.text ? { text: said.text } : {}) })),
  stopped(reason, text) {
    const stopReason = stops[reason];
    return stopReason === undefined ? undefined : own(scenes.answer(text, { stopReason }));
  },
  refused(kind, headers = {}) {
    const told = refusals[kind];
    return told && own(scenes.httpError(...told, headers));
  },
  errorInside: (text) => own(scenes.errorMidStream(text)),
  stall: (text) =>
    own(
      text === ''
        ? scenes.stallAfterHeaders()
        : async (reply) => {
            await partial(reply, text, {});
            await reply.gone;
          },
    ),
  truncated: (text) => own(scenes.truncated(text)),
  malformed: (text) => own(scenes.malformedJson(text)),
  flood: (bytes) => own(scenes.flood(bytes)),
  inBytes: (text, size) => inPieces(own(scenes.answer(text)), size),
  hear: (request) => hear(request.body as FakeBody),
};

function hear(body: FakeBody): Heard {
  const { effort } = body.output_config ?? {};
  return {
    system: (body.system ?? []).map(({ text }) => text).join('\n'),
    tools: (body.tools ?? []).map(({ name }) => name),
    messages: body.messages.map(({ role, content }) => ({ role, parts: content.map(heardPart) })),
    ...(effort === undefined ? {} : { effort }),
    maxTokens: body.max_tokens,
  };
}

interface ImagePart {
  type: string;
  text?: string;
  source?: { type?: string; media_type?: string; data?: string };
}

/** Refused, as the API does, for anything but a PDF in base64. */
function pdfData(source: ImagePart['source']): string {
  if (source?.type === 'base64' && source.media_type === 'application/pdf')
    return source.data ?? '';
  throw new Error('A document is a PDF in base64.');
}

function heardPart(part: FakePart): HeardPart {
  switch (part.type) {
    case 'thinking':
      return { kind: 'sealed', seal: part.signature ?? '' };
    case 'image':
      return { kind: 'image', data: (part as ImagePart).source?.data ?? '' };
    case 'document':
      return { kind: 'pdf', data: pdfData((part as ImagePart).source) };
    case 'tool_use':
      return { kind: 'call', id: part.id ?? '', name: part.name ?? '', input: part.input };
    case 'tool_result': {
      const content = part.content as string | ImagePart[];
      const list: ImagePart[] =
        typeof content === 'string' ? [{ type: 'text', text: content }] : content;
      return {
        kind: 'result',
        id: part.tool_use_id ?? '',
        text: list.map(({ text }) => text ?? '').join(''),
        images: list.flatMap((one) => (one.type === 'image' ? [one.source?.data ?? ''] : [])),
      };
    }
    default:
      return { kind: 'text', text: part.text ?? '' };
  }
}

export async function startAnthropicHouse(): Promise<ProviderFake> {
  const fake = await startFakeAnthropic();
  // Told to the app as this wire tells them, and to tests in no wire's words.
  const models = fake.models.map((model) => ({ ...model, name: model.display_name }));
  const server = fake as unknown as ProviderServer;
  return Object.assign(server, { dialect, baseUrl: fake.url, models });
}
