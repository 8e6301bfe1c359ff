/**
 * From the chunks of a Gemini stream to `ModelEvent`s. Checks what it reads: a server may send anything. A chunk has parts,
 * and parts have no ends: what follows another kind ends the block before it. One reader a request.
 */
import { errorInside } from '../errors';
import { type SealMarks, WireError, type WireReader } from '../exchange';
import { isObject, type Json, text } from '../json';
import type { ModelEvent, StopReason } from '../types';
import { usageOf } from './usage';

type Kind = 'thinking' | 'text' | 'tool';

/** What nobody is told while it comes is bounded here: a seal (UTF-16 units), and blocks of one answer. */
const maxSignatureChars = 1024 * 1024;
const maxBlocks = 5_000;

const stops: Readonly<Record<string, StopReason>> = {
  STOP: 'end',
  MAX_TOKENS: 'max-tokens',
  // It could go on by a token for just that, as no other house can; a person goes on by a message.
  CONTINUATION: 'max-tokens',
};
/** The model's own mistakes, and whatever is newer than this list: the same question may well be answered. */
const mistakes: Readonly<Record<string, string>> = {
  MALFORMED_FUNCTION_CALL: 'the model wrote a call that cannot be read',
  UNEXPECTED_TOOL_CALL: 'the model called a tool that it was not given',
  TOO_MANY_TOOL_CALLS: 'the model made too many calls at once',
  MISSING_THOUGHT_SIGNATURE: 'the model left out the seal of its thinking',
  MALFORMED_RESPONSE: 'the model wrote an answer that cannot be read',
};
/** Reasons for which an answer is withheld. */
const withheld: Readonly<Record<string, string>> = {
  SAFETY: 'its safety rules',
  RECITATION: 'it was too near to a text under copyright',
  BLOCKLIST: 'a word on a block list',
  PROHIBITED_CONTENT: 'content that it does not allow',
  SPII: 'personal data in it',
  LANGUAGE: 'a language that it does not support',
  IMAGE_SAFETY: 'its safety rules for pictures',
  IMAGE_PROHIBITED_CONTENT: 'a picture that it does not allow',
  IMAGE_RECITATION: 'a picture that was too near to another',
};

export function createWireReader(sealed: SealMarks): WireReader {
  let at = -1;
  let open: { kind: Kind; seal: Readonly<Record<string, unknown>>; chars: number } | undefined;
  let hasTools = false;
  let reason: StopReason | undefined;
  let detail: string | undefined;
  let mistake: string | undefined;
  let done = false;

  function close(): ModelEvent[] {
    if (!open) return [];
    const { kind, seal } = open;
    open = undefined;
    const closed: ModelEvent = { type: 'close', index: at };
    if ('thoughtSignature' in seal || kind === 'thinking') closed.opaque = { ...sealed, ...seal };
    return [closed];
  }

  function begin(kind: Kind, name?: string): ModelEvent[] {
    const before = close();
    at += 1;
    if (at >= maxBlocks) throw new WireError('blocks without an end');
    open = { kind, seal: {}, chars: 0 };
    const opened: ModelEvent = { type: 'open', index: at, kind };
    if (name !== undefined) opened.name = name;
    return [...before, opened];
  }

  /** A part that is sealed ends its block. What a seal says of more than itself (`more`) goes along with it. */
  function seal(signature: string, more: Readonly<Record<string, unknown>> = {}): ModelEvent[] {
    if (signature === '' || !open) return [];
    if (signature.length > maxSignatureChars) throw new WireError('a signature without an end');
    open.seal = { thoughtSignature: signature, ...more };
    return close();
  }

  function words(kind: 'thinking' | 'text', piece: string, signature: string): ModelEvent[] {
    if (piece === '' && signature === '') return [];
    const told: ModelEvent[] = [];
    const more: { sealedAt?: number; sealedText?: true } = {};
    if (piece === '' && open?.kind !== kind) {
      // Nothing but a seal: a block of text without text is no part of a conversation, one of thinking is.
      told.push(...begin('thinking'));
      if (kind === 'text') more.sealedText = true;
    } else if (open?.kind !== kind) {
      told.push(...begin(kind));
    }
    const before = open?.chars ?? 0;
    if (piece !== '') told.push({ type: 'delta', index: at, text: piece });
    if (open) open.chars += piece.length;
    if (before > 0) more.sealedAt = before;
    return [...told, ...seal(signature, more)];
  }

  function call(value: Json, signature: string): ModelEvent[] {
    hasTools = true;
    const told = begin('tool', text(value.name));
    told.push({ type: 'delta', index: at, text: argumentsOf(value.args) });
    const id = text(value.id);
    const [closed] = seal(signature).concat(close());
    if (closed?.type === 'close' && id !== '') {
      // With the model's mark: among calls that go to another model, none has an id or all have.
      closed.opaque = { ...sealed, ...closed.opaque, toolUseId: id };
    }
    return closed ? [...told, closed] : told;
  }

  function part(value: unknown): ModelEvent[] {
    if (!isObject(value)) return [];
    const signature = text(value.thoughtSignature);
    if (isObject(value.functionCall)) return call(value.functionCall, signature);
    const kind = value.thought === true ? 'thinking' : 'text';
    if (typeof value.text === 'string') return words(kind, value.text, signature);
    // Other kinds (code that it ran, where it looked) are not asked for, have nothing to show and are not given back:
    // nor are their seals. A seal alone is one of words.
    return Object.keys(value).every((key) => key.startsWith('thought'))
      ? words(kind, '', signature)
      : [];
  }

  function finish(candidate: Json): void {
    const given = text(candidate.finishReason);
    if (given === '' || given === 'FINISH_REASON_UNSPECIFIED') return;
    const why = withheld[given];
    if (why === undefined) {
      reason = stops[given];
      mistake =
        reason === undefined
          ? (mistakes[given] ?? `the model stopped for a reason of its own (${given.slice(0, 60)})`)
          : undefined;
      return;
    }
    reason = 'refusal';
    detail = `Withheld because of: ${text(candidate.finishMessage) || why}.`.replace(/\.\.$/, '.');
  }

  function blocked(feedback: unknown): void {
    const why = isObject(feedback) ? text(feedback.blockReason) : '';
    if (why === '') return;
    const said = isObject(feedback) ? text(feedback.blockReasonMessage) : '';
    reason = 'refusal';
    detail = `The question was not taken: ${said || withheld[why] || why}.`.replace(/\.\.$/, '.');
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
      const usage = isObject(chunk.usageMetadata) && usageOf(sealed.model, chunk.usageMetadata);
      if (usage) told.push({ type: 'usage', usage });
      return told;
    },
    over() {
      // Told here and not where it stands: the chunk that has it says what was used, too.
      if (mistake !== undefined) throw new WireError(mistake);
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

/** Of the input of a call, which comes whole: the API streams none (`partialArgs` is for another one of Google's). */
function argumentsOf(args: unknown): string {
  if (!isObject(args)) return '{}';
  try {
    return JSON.stringify(args);
  } catch {
    throw new WireError('a call whose input is too deep');
  }
}
