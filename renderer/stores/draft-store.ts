/**
 * What was written and not sent, by session. Kept in memory at once and by the engine a little later, so that it
 * is there again after a restart. Not state: nothing redraws while a person types.
 */
import type { BlobInfo } from '../../preload/contract/shapes';
import { toast } from '../ui/toast';
import { command, messageOf } from './commands';

export interface Draft {
  text: string;
  /** Pastes too long for the text box, in order; they are sent after the text. */
  pasted: readonly string[];
  /** Files that were added and go along. */
  files: readonly BlobInfo[];
}

/** How long after the last key a draft goes to the engine, ms; a large one costs more and goes less often. */
const keepMs = 400;
const keepLargeMs = 2_000;
const largeChars = 200_000;

/** The key of the conversation that the quick window has not begun yet: no id of a session has a colon. */
export const quickPlace = 'quick:new';

export const emptyDraft: Draft = { text: '', pasted: [], files: [] };

interface Entry {
  draft: Draft;
  /** What the engine was given or gave last; undefined where it could not be given. */
  kept: Draft | undefined;
  timer?: ReturnType<typeof setTimeout>;
  /** One call after the other, so that the newest is the one that stays. */
  calls: Promise<unknown>;
}

/** By session; `''` is the session that does not exist yet, `quickPlace` that of the quick window. */
const entries = new Map<string, Entry>();
let failureSaid = false;

function entryOf(session: string): Entry {
  const known = entries.get(session);
  if (known) return known;
  const entry: Entry = { draft: emptyDraft, kept: emptyDraft, calls: Promise.resolve() };
  entries.set(session, entry);
  return entry;
}

export function draftOf(session: string): Draft {
  return entries.get(session)?.draft ?? emptyDraft;
}

export function isEmptyDraft(draft: Draft): boolean {
  return draft.text === '' && draft.pasted.length === 0 && draft.files.length === 0;
}

/** Takes what changed. Nothing waits: the engine hears of it when the person pauses. */
export function keepDraft(session: string, change: Partial<Draft>): void {
  const entry = entryOf(session);
  const draft = { ...entry.draft, ...change };
  if (same(draft, entry.draft)) return;
  entry.draft = draft;
  clearTimeout(entry.timer);
  entry.timer = setTimeout(
    () => flushDraft(session),
    charsOf(draft) > largeChars ? keepLargeMs : keepMs,
  );
}

/** Gives the engine at once what it does not have yet. */
export function flushDraft(session: string): void {
  const entry = entries.get(session);
  if (!entry) return;
  clearTimeout(entry.timer);
  delete entry.timer;
  const { draft } = entry;
  if (entry.kept && same(draft, entry.kept)) return;
  entry.kept = draft;
  entry.calls = entry.calls
    .then(() => keep(session, draft))
    .then(
      () => {
        failureSaid = false;
      },
      (error: unknown) => {
        // The next change or flush tries again.
        if (entry.kept === draft) entry.kept = undefined;
        sayFailure(error);
      },
    );
}

/** It was sent, or thrown away. */
export function dropDraft(session: string): void {
  keepDraft(session, emptyDraft);
  flushDraft(session);
}

/** What was written at one place goes on at another, before what is there. A session that is `gone` is not told of it. */
export function moveDraft(from: string, to: string, gone = false): void {
  if (from === to) return;
  keepDraft(to, joined(draftOf(from), draftOf(to)));
  if (!gone) return keepDraft(from, emptyDraft);
  clearTimeout(entries.get(from)?.timer);
  entries.delete(from);
}

/**
 * Asks the engine for what was kept, by this window or another one. The newest wins: what the person writes
 * meanwhile stays. Resolves when `draftOf` says what there is; never rejects.
 */
export async function openDraft(session: string): Promise<void> {
  const entry = entryOf(session);
  flushDraft(session);
  const asked = entry.draft;
  const place = placeOf(session);
  // What cannot be read now was not lost: what this window has stays as it is.
  const answer = entry.calls.then(() => command('draft.get', place)).catch(() => undefined);
  entry.calls = answer;
  const got = await answer;
  if (!got || entry.draft !== asked || entries.get(session) !== entry) return;
  const draft = got.draft ?? emptyDraft;
  if (same(draft, asked)) return;
  entry.draft = draft;
  entry.kept = draft;
}

/** Resolves when what was asked and told so far is done; never rejects. */
export function draftSettled(session: string): Promise<unknown> {
  return entryOf(session).calls;
}

/** For tests: a page that was just opened has none. */
export function forgetDrafts(): void {
  for (const entry of entries.values()) clearTimeout(entry.timer);
  entries.clear();
  failureSaid = false;
}

/** One after the other, as one draft. */
export function joined(first: Draft, then: Draft): Draft {
  return {
    text: [first.text, then.text].filter((text) => text !== '').join('\n'),
    pasted: [...first.pasted, ...then.pasted],
    files: [
      ...first.files,
      ...then.files.filter((file) => !first.files.some(({ id }) => id === file.id)),
    ],
  };
}

function placeOf(session: string): { session?: string; place?: 'quick' } {
  if (session === quickPlace) return { place: 'quick' };
  return session === '' ? {} : { session };
}

async function keep(session: string, draft: Draft): Promise<void> {
  const place = placeOf(session);
  if (isEmptyDraft(draft)) return void (await command('draft.keep', place));
  const { text, pasted, files } = draft;
  const whole = { text, pasted: [...pasted], files: [...files] };
  await command('draft.keep', { ...place, draft: whole });
}

/** Said once, not at every key, until keeping works again. */
function sayFailure(error: unknown): void {
  if (failureSaid) return;
  failureSaid = true;
  toast({ message: `This draft could not be saved: ${messageOf(error)}` });
}

function charsOf({ text, pasted }: Draft): number {
  return pasted.reduce((sum, part) => sum + part.length, text.length);
}

function same(one: Draft, other: Draft): boolean {
  return (
    one === other ||
    (one.text === other.text &&
      one.pasted.length === other.pasted.length &&
      one.pasted.every((part, at) => part === other.pasted[at]) &&
      one.files.length === other.files.length &&
      one.files.every((file, at) => file.id === other.files[at]?.id))
  );
}
