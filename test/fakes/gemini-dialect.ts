/** What the fake of Gemini's API can say, in its true wire, and how it hears a request. */
import {
  type Dialect,
  type Heard,
  type HeardPart,
  jsonBody,
  type Said,
  usualUsage,
} from './dialect';
import { cut } from './cut';
import { brokenOff } from './broken-off';
import { inPieces } from './in-pieces';
import type { Reply, Scenario } from './provider-server';

export interface GeminiFakePart {
  text?: string;
  thought?: boolean;
  thoughtSignature?: string;
  inlineData?: { mimeType: string; data: string };
  functionCall?: { name: string; args?: unknown; id?: string };
  functionResponse?: {
    name: string;
    id?: string;
    response: { output?: string; error?: string };
    parts?: { inlineData: { mimeType: string; data: string } }[];
  };
}

export interface GeminiFakeContent {
  role?: string;
  parts?: GeminiFakePart[];
}

export interface GeminiFakeBody {
  contents: GeminiFakeContent[];
  systemInstruction?: GeminiFakeContent;
  tools?: { functionDeclarations?: { name: string }[] }[];
  generationConfig?: {
    maxOutputTokens?: number;
    thinkingConfig?: { thinkingLevel?: string; includeThoughts?: boolean };
  };
}

export const partsOf = (content: GeminiFakeContent | undefined) => content?.parts ?? [];

const seal = 'Z2VtaW5pLXNlYWw=';

function usageOf(said: Said) {
  const { input, output, thinking, cacheRead } = { ...usualUsage, ...said.usage };
  return {
    promptTokenCount: input + cacheRead,
    candidatesTokenCount: output - thinking,
    totalTokenCount: input + cacheRead + output,
    ...(cacheRead > 0 ? { cachedContentTokenCount: cacheRead } : {}),
    ...(thinking > 0 ? { thoughtsTokenCount: thinking } : {}),
  };
}

async function chunk(
  reply: Reply,
  said: Said,
  parts: GeminiFakePart[],
  finishReason?: string,
): Promise<void> {
  if (said.paceMs) await reply.sleep(said.paceMs);
  const candidate = {
    content: { parts, role: 'model' },
    ...(finishReason === undefined ? {} : { finishReason }),
    index: 0,
    ...(finishReason !== undefined && parts.some((part) => part.functionCall)
      ? { finishMessage: 'Model generated function call(s).' }
      : {}),
  };
  await reply.event({
    candidates: [candidate],
    usageMetadata: usageOf(said),
    modelVersion: reply.request.model,
    responseId: 'fake-response',
  });
}

async function thinks(reply: Reply, said: Said): Promise<void> {
  if (said.thinking === undefined) return;
  for (const text of cut(said.thinking, said.chunks ?? 4)) {
    await chunk(reply, said, [{ text, thought: true }]);
  }
}

/** What was thought is sealed by a part without text behind the answer, as recorded from newer models. */
const says =
  (text: string, said: Said, reason: string): Scenario =>
  async (reply) => {
    await thinks(reply, said);
    const pieces = cut(text, said.chunks ?? 4);
    const sealed = said.thinking !== undefined;
    for (const [at, piece] of pieces.entries()) {
      const last = !sealed && at === pieces.length - 1;
      await chunk(reply, said, [{ text: piece }], last ? reason : undefined);
    }
    if (sealed) await chunk(reply, said, [{ text: '', thoughtSignature: seal }], reason);
    else if (pieces.length === 0) await chunk(reply, said, [{ text: '' }], reason);
    reply.end();
  };

/** Text that is followed by no end. */
async function begins(reply: Reply, text: string): Promise<void> {
  reply.headers();
  if (text !== '') await chunk(reply, {}, [{ text }]);
}

const refusals: Partial<
  Record<string, [status: number, name: string, message: string, details?: unknown[]]>
> = {
  key: [
    400,
    'INVALID_ARGUMENT',
    'API key not valid. Please pass a valid API key.',
    [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' }],
  ],
  denied: [403, 'PERMISSION_DENIED', "Your API key doesn't have the required permissions."],
  payment: [429, 'RESOURCE_EXHAUSTED', 'Your prepayment credits are depleted.'],
  day: [
    429,
    'RESOURCE_EXHAUSTED',
    'You exceeded your current quota, please check your plan and billing details. For more information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits. \n* Quota exceeded for metric: generativelanguage.googleapis.com/generate_content_free_tier_requests, limit: 20, model: gemini-3.8-flash\nPlease retry in 18.25s.',
    [
      {
        '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
        violations: [
          {
            quotaMetric: 'generativelanguage.googleapis.com/generate_content_free_tier_requests',
            quotaId: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier',
            quotaDimensions: { location: 'global', model: 'gemini-3.8-flash' },
            quotaValue: '20',
          },
        ],
      },
      { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '18s' },
    ],
  ],
  'no-model': [404, 'NOT_FOUND', 'models/none is not found for API version v1beta'],
  'too-long': [
    400,
    'INVALID_ARGUMENT',
    'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
  ],
  rate: [429, 'RESOURCE_EXHAUSTED', 'Resource has been exhausted (e.g. check quota).'],
  overloaded: [503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.'],
  trouble: [500, 'INTERNAL', 'An internal error has occurred.'],
  invalid: [400, 'INVALID_ARGUMENT', 'Request contains an invalid argument.'],
};

const stops: Partial<Record<string, string>> = {
  end: 'STOP',
  'max-tokens': 'MAX_TOKENS',
  refusal: 'SAFETY',
};

export const geminiDialect: Dialect = {
  answer: (text, said = {}) => says(text, said, 'STOP'),
  toolCalls:
    (calls, said = {}) =>
    async (reply) => {
      await thinks(reply, said);
      if (said.text !== undefined) {
        for (const text of cut(said.text, said.chunks ?? 4)) await chunk(reply, said, [{ text }]);
      }
      for (const [at, { name, input, id }] of calls.entries()) {
        // The API gives arguments whole and as an object; of a model's bad JSON it makes MALFORMED_FUNCTION_CALL.
        const args = typeof input === 'string' ? parsed(input) : input;
        const functionCall = { name, args, ...(id === undefined ? {} : { id }) };
        const last = at === calls.length - 1;
        const signature = at === 0 ? { thoughtSignature: seal } : {};
        await chunk(reply, said, [{ functionCall, ...signature }], last ? 'STOP' : undefined);
      }
      reply.end();
    },
  stopped(reason, text) {
    const name = stops[reason];
    return name === undefined ? undefined : says(text, {}, name);
  },
  refused(kind, headers = {}) {
    const told = refusals[kind];
    if (!told) return undefined;
    const [status, name, message, details] = told;
    const error = { code: status, message, status: name, ...(details ? { details } : {}) };
    return jsonBody(status, { error }, headers);
  },
  errorInside: (text) => async (reply) => {
    await begins(reply, text);
    const message = 'The model is overloaded. Please try again later.';
    await reply.event({ error: { code: 503, message, status: 'UNAVAILABLE' } });
    reply.end();
  },
  ...brokenOff(begins, 'data: {"candidates": [{"content": {"par\r\n\r\n'),
  flood: (bytes) => async (reply) => {
    const text = 'flood '.repeat(1000);
    for (let sent = 0; sent < bytes && reply.alive(); sent += text.length) {
      await chunk(reply, {}, [{ text }]);
    }
    await chunk(reply, {}, [{ text: '' }], 'STOP');
    reply.end();
  },
  inBytes: (text, size) => inPieces(says(text, {}, 'STOP'), size),
  hear: (request) => hear(request.body as GeminiFakeBody),
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function hear(body: GeminiFakeBody): Heard {
  const { thinkingConfig, maxOutputTokens } = body.generationConfig ?? {};
  const effort = thinkingConfig?.thinkingLevel?.toLowerCase();
  return {
    system: partsOf(body.systemInstruction)
      .map(({ text }) => text ?? '')
      .join('\n'),
    tools: (body.tools ?? []).flatMap(({ functionDeclarations = [] }) =>
      functionDeclarations.map(({ name }) => name),
    ),
    messages: body.contents.map((content) => ({
      role: content.role === 'model' ? 'assistant' : 'user',
      parts: heardParts(partsOf(content)),
    })),
    ...(effort === undefined ? {} : { effort }),
    ...(maxOutputTokens === undefined ? {} : { maxTokens: maxOutputTokens }),
  };
}

function heardParts(parts: readonly GeminiFakePart[]): HeardPart[] {
  const heard: HeardPart[] = [];
  for (const part of parts) {
    if (part.thoughtSignature === seal) heard.push({ kind: 'sealed', seal });
    const { functionCall: call, functionResponse: told } = part;
    if (call)
      heard.push({ kind: 'call', id: call.id ?? call.name, name: call.name, input: call.args });
    else if (told) {
      const text = told.response.output ?? told.response.error ?? '';
      const images = (told.parts ?? []).map(({ inlineData }) => inlineData.data);
      heard.push({ kind: 'result', id: told.id ?? told.name, text, images });
    } else if (part.inlineData) {
      const { mimeType, data } = part.inlineData;
      heard.push({ kind: mimeType === 'application/pdf' ? 'pdf' : 'image', data });
    } else if (part.thought !== true && part.text) {
      heard.push({ kind: 'text', text: part.text });
    }
  }
  return heard;
}
