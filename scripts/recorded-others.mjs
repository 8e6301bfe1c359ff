/**
 * What a recorded stream of OpenAI's or Google's APIs says, read from its bytes without any of the app's code, and whether
 * a row of the adapter's events says the same. Pure: replay-recordings.mjs brings both together.
 *
 * @typedef {{ model?: string, text: string, thinking: string, calls: { name: string, input: unknown }[],
 *   ended: boolean, failed: boolean, usage?: { prompt: number, output: number } }} Summary
 */

/** By the name of the API in index.json: the kind of provider, and how its bytes are read. */
export const others = {
  chat: { kind: 'openai-chat', fold: foldChat },
  responses: { kind: 'openai', fold: foldResponses },
  streamGenerateContent: { kind: 'gemini', fold: foldGemini },
};

/** @returns {unknown[]} what each event has as its data; `[DONE]` as that text */
function dataOf(body) {
  return body
    .split(/\r?\n\r?\n/)
    .map((part) =>
      part
        .split(/\r?\n/)
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5).trim())
        .join('\n'),
    )
    .filter((data) => data !== '')
    .map((data) => (data === '[DONE]' ? data : JSON.parse(data)));
}

const empty = () => ({ text: '', thinking: '', calls: [], ended: false, failed: false });

/** @returns {Summary} */
function foldChat(body) {
  const told = empty();
  const calls = new Map();
  for (const event of dataOf(body)) {
    if (event === '[DONE]') {
      told.ended = true;
      continue;
    }
    told.model ??= event.model;
    if (event.error) told.failed = true;
    if (event.usage) {
      told.usage = { prompt: event.usage.prompt_tokens, output: event.usage.completion_tokens };
    }
    const choice = event.choices?.[0];
    if (choice?.finish_reason) told.ended = true;
    told.text += choice?.delta?.content ?? '';
    told.thinking += choice?.delta?.reasoning_content ?? choice?.delta?.reasoning ?? '';
    for (const call of choice?.delta?.tool_calls ?? []) {
      const known = calls.get(call.index) ?? { name: '', input: '' };
      known.name ||= call.function?.name ?? '';
      known.input += call.function?.arguments ?? '';
      calls.set(call.index, known);
    }
  }
  told.calls = [...calls.values()].map(({ name, input }) => ({
    name,
    input: JSON.parse(input || '{}'),
  }));
  return told;
}

/** @returns {Summary} */
function foldResponses(body) {
  const told = empty();
  for (const event of dataOf(body)) {
    told.model ??= event.response?.model;
    if (event.type === 'error' || event.type === 'response.failed') told.failed = true;
    if (!/^response\.(completed|incomplete|failed)$/.test(event.type)) continue;
    told.ended = true;
    const { output = [], usage } = event.response;
    if (usage) told.usage = { prompt: usage.input_tokens, output: usage.output_tokens };
    for (const item of output) {
      if (item.type === 'message') {
        told.text += item.content.map((part) => part.text ?? '').join('');
      } else if (item.type === 'reasoning') {
        told.thinking += (item.summary ?? []).map((part) => part.text).join('');
      } else if (item.type === 'function_call') {
        told.calls.push({ name: item.name, input: JSON.parse(item.arguments || '{}') });
      }
    }
  }
  return told;
}

/** @returns {Summary} */
function foldGemini(body) {
  const told = empty();
  for (const event of dataOf(body)) {
    told.model ??= event.modelVersion;
    if (event.error) told.failed = true;
    const used = event.usageMetadata;
    if (used) {
      const output = (used.candidatesTokenCount ?? 0) + (used.thoughtsTokenCount ?? 0);
      const prompt = (used.promptTokenCount ?? 0) + (used.toolUsePromptTokenCount ?? 0);
      told.usage = { prompt, output };
    }
    const candidate = event.candidates?.[0];
    if (candidate?.finishReason || event.promptFeedback?.blockReason) told.ended = true;
    for (const part of candidate?.content?.parts ?? []) {
      if (part.functionCall) {
        told.calls.push({ name: part.functionCall.name, input: part.functionCall.args ?? {} });
      } else if (part.thought) told.thinking += part.text ?? '';
      else told.text += part.text ?? '';
    }
  }
  return told;
}

/**
 * What is wrong with the adapter's events for this recording, in words; empty when all is right.
 * @param {Summary} recorded
 * @param {Array<Record<string, any>>} events as the adapter gave them
 */
export function summaryDifferences(recorded, events) {
  const wrong = [];
  const check = (right, words) => {
    if (!right) wrong.push(words);
  };
  // Bytes are a sign of life before a whole event is there.
  const begun = events.find(({ type }) => type !== 'alive');
  check(begun?.type === 'first', 'its first event is not "first"');
  check(events.at(-1)?.type === 'stop', 'it does not end with a stop event');
  const blocks = new Map();
  for (const event of events) {
    if (event.type === 'open') blocks.set(event.index, { ...event, text: '' });
    else if (event.type === 'delta') blocks.get(event.index).text += event.text;
  }
  const textOf = (kind) =>
    [...blocks.values()].filter((block) => block.kind === kind).map(({ text }) => text);
  check(textOf('text').join('') === recorded.text, 'other text');
  // Parts of a summary are set apart by lines of their own.
  const plain = (text) => text.replaceAll(/\s/g, '');
  check(plain(textOf('thinking').join('')) === plain(recorded.thinking), 'other thoughts');
  const calls = [...blocks.values()].filter(({ kind }) => kind === 'tool');
  check(
    JSON.stringify(calls.map(({ name, text }) => [name, JSON.parse(text || '{}')])) ===
      JSON.stringify(recorded.calls.map(({ name, input }) => [name, input])),
    'other calls',
  );
  const usage = events.findLast(({ type }) => type === 'usage')?.usage;
  if (recorded.usage) {
    const prompt = (usage?.inputTokens ?? 0) + (usage?.cacheReadTokens ?? 0);
    check(
      prompt === recorded.usage.prompt,
      `a prompt of ${prompt} tokens, not ${recorded.usage.prompt}`,
    );
    const { output } = recorded.usage;
    check(usage?.outputTokens === output, `${usage?.outputTokens} tokens written, not ${output}`);
  }
  return wrong;
}
