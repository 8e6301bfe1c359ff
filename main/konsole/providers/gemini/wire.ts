/**
 * From the chunks of a Gemini stream to `ModelEvent`s. Checks what it reads: a server may send anything. A chunk has parts,
 * and parts have no ends: what follows another kind ends the block before it. One reader a request.
 */
import type { Usage } from '../../../../preload/contract/shapes';
import { costOf } from '../catalogue';
import { errorInside } from '../errors';
import { type SealMarks, WireError, type WireReader } from '../exchange';
import type { ModelEvent, StopReason } from '../types';

type Json = Record<string, unknown>;
type Kind = 'thinking' | 'text' | 'tool';

/** What nobody is told while it comes is bounded here: a seal (UTF-16 units), and blocks of one answer. */
const maxSignatureChars = 1024 * 1024;
const maxBlocks = 5_000;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown) => (typeof value === 'string' ? value : '');
const count = (value: unknown) =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;

const stops: Readonly<Record<string, StopReason>> = {
  STOP: 'end',
  MAX_TOKENS: 'max-tokens',
};
/** The model's own mistakes: the same question may well be answered. */
const mistakes: Readonly<Record<string, string>> = {
  MALFORMED_FUNCTION_CALL: 'the model wrote a call that cannot be read',
  UNEXPECTED_TOOL_CALL: 'the model called a tool that it was not given',
  TOO_MANY_TOOL_CALLS: 'the model made too many calls at once',
  MISSING_THOUGHT_SIGNATURE: 'the model left out the seal of its thinking',
  MALFORMED_RESPONSE: 'the model wrote an answer that cannot be read',
};
/** Reasons for which an answer is withheld; a newer one of their kind is told by its name. */
const withheld: Readonly<Record<string, string>> = {
  SAFETY: 'its safety rules',
  RECITATION: 'it was too near to a text under copyright',
  BLOCKLIST: 'a word on a block list',
  PROHIBITED_CONTENT: 'content that it does not allow',
  SPII: 'personal data in it',
  LANGUAGE: 'a language that it does not support',
  IMAGE_SAFETY: 'its safety rules for pictures',
};

export function createWireReader(sealed: SealMarks): WireReader {
  let at = -1;
  let open: { kind: Kind; signature: string } | undefined;
  let hasTools = false;
  let reason: StopReason | undefined;
  let detail: string | undefined;
  let done = false;

  function close(): ModelEvent[] {
    if (!open) return [];
    const { kind, signature } = open;
    open = undefined;
    const closed: ModelEvent = { type: 'close', index: at };
    if (signature !== '') closed.opaque = { ...sealed, thoughtSignature: signature };
    else if (kind === 'thinking') closed.opaque = { ...sealed };
    return [closed];
  }

  function begin(kind: Kind, name?: string): ModelEvent[] {
    const before = close();
    at += 1;
    if (at >= maxBlocks) throw new WireError('blocks without an end');
    open = { kind, signature: '' };
    const opened: ModelEvent = { type: 'open', index: at, kind };
    if (name !== undefined) opened.name = name;
    return [...before, opened];
  }

  /** A part that is sealed ends there: the seal belongs to it, and what follows is another part. */
  function seal(signature: string): ModelEvent[] {
    if (signature === '' || !open) return [];
    if (signature.length > maxSignatureChars) throw new WireError('a signature without an end');
    open.signature = signature;
    return close();
  }

  function words(kind: 'thinking' | 'text', piece: string, signature: string): ModelEvent[] {
    if (piece === '' && signature === '') return [];
    const told = open?.kind === kind ? [] : begin(kind);
    if (piece !== '') told.push({ type: 'delta', index: at, text: piece });
    return [...told, ...seal(signature)];
  }

  function call(value: Json, signature: string): ModelEvent[] {
    hasTools = true;
    const told = begin('tool', text(value.name));
    const args = isObject(value.args) ? value.args : {};
    told.push({ type: 'delta', index: at, text: JSON.stringify(args) });
    const id = text(value.id);
    const [closed] = seal(signature).concat(close());
    if (closed?.type === 'close' && id !== '') closed.opaque = { ...closed.opaque, toolUseId: id };
    return closed ? [...told, closed] : told;
  }

  function part(value: unknown): ModelEvent[] {
    if (!isObject(value)) return [];
    const signature = text(value.thoughtSignature);
    if (isObject(value.functionCall)) return call(value.functionCall, signature);
    // Other kinds (code that it ran, files) are not asked for and have nothing to show.
    if (typeof value.text !== 'string') return seal(signature);
    return words(value.thought === true ? 'thinking' : 'text', value.text, signature);
  }

  function finish(candidate: Json): void {
    const given = text(candidate.finishReason);
    if (given === '' || given === 'FINISH_REASON_UNSPECIFIED') return;
    const mistake = mistakes[given];
    if (mistake !== undefined) throw new WireError(mistake);
    reason = stops[given] ?? 'refusal';
    if (reason !== 'refusal') return;
    const why = text(candidate.finishMessage) || withheld[given] || given;
    detail = `Withheld because of: ${why}.`.replace(/\.\.$/, '.');
  }

  function blocked(feedback: unknown): boolean {
    const why = isObject(feedback) ? text(feedback.blockReason) : '';
    if (why === '') return false;
    const said = isObject(feedback) ? text(feedback.blockReasonMessage) : '';
    reason = 'refusal';
    detail = `The question was not taken: ${said || withheld[why] || why}.`.replace(/\.\.$/, '.');
    return true;
  }

  return {
    ended: () => done,
    read(value) {
      // Errors come as an object, or as the only one of a list.
      const chunk = Array.isArray(value) ? value[0] : value;
      if (!isObject(chunk)) throw new WireError('an event that is no object');
      if (chunk.error !== undefined) throw errorInside(chunk);
      const told: ModelEvent[] = [];
      const [candidate] = Array.isArray(chunk.candidates) ? chunk.candidates : [];
      if (isObject(candidate)) {
        const parts = isObject(candidate.content) ? candidate.content.parts : undefined;
        for (const one of Array.isArray(parts) ? parts : []) told.push(...part(one));
        finish(candidate);
      }
      blocked(chunk.promptFeedback);
      if (isObject(chunk.usageMetadata)) {
        told.push({ type: 'usage', usage: usageOf(sealed.model, chunk.usageMetadata) });
      }
      return told;
    },
    over() {
      // The end of the stream is the only end there is; without a reason it was cut.
      if (reason === undefined) return undefined;
      done = true;
      const stopped: ModelEvent = {
        type: 'stop',
        reason: reason === 'end' && hasTools ? 'tools' : reason,
      };
      if (detail !== undefined) stopped.detail = detail;
      return [...close(), stopped];
    },
  };
}

/** What was read from the cache is in the prompt's count; thoughts are not in the answer's. */
function usageOf(model: string, told: Json): Usage {
  const cacheRead = count(told.cachedContentTokenCount) ?? 0;
  const prompt = (count(told.promptTokenCount) ?? 0) + (count(told.toolUsePromptTokenCount) ?? 0);
  const thinking = count(told.thoughtsTokenCount);
  const tokens = {
    input: Math.max(0, prompt - cacheRead),
    output: (count(told.candidatesTokenCount) ?? 0) + (thinking ?? 0),
    cacheRead,
    cacheWrite: 0,
  };
  const usage: Usage = {
    inputTokens: tokens.input,
    outputTokens: tokens.output,
    cacheReadTokens: tokens.cacheRead,
    cacheWriteTokens: 0,
  };
  if (thinking !== undefined) usage.thinkingTokens = thinking;
  const costUsd = costOf(model, tokens);
  if (costUsd !== undefined) usage.costUsd = costUsd;
  return usage;
}
