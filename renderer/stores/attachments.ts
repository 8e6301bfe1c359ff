/**
 * Files on their way into a message: read and given to Konsole one after the other, by session, whichever page is
 * shown meanwhile. What arrived belongs to the draft; this holds what does not lie there yet, or failed.
 */
import { create } from 'zustand';
import { limits } from '../../preload/contract/limits';
import type { BlobInfo } from '../../preload/contract/shapes';
import { cutText, oneLine } from '../../preload/contract/text';
import { messageOf } from './commands';
import { draftOf, keepDraft } from './draft-store';
import { thePage } from './page';

export interface Attachment {
  /** Of this page; not the id of the file. */
  key: string;
  name: string;
  /** Bytes. */
  size: number;
  state: 'adding' | 'failed' | 'ready';
  /** Why it failed, and whether trying again may help. */
  reason?: string;
  again?: File;
  blob?: BlobInfo;
  /** How it begins, where it was text. */
  preview?: string;
}

interface Attachments {
  by: Readonly<Record<string, readonly Attachment[]>>;
}

const none: readonly Attachment[] = [];
const useAttachmentStore = create<Attachments>()(() => ({ by: {} }));
let keys = 0;
/** One file is read at a time: several of 50 MB at once would be in memory together. */
let reading: Promise<unknown> = Promise.resolve();

export function useAttachments(place: string): readonly Attachment[] {
  return useAttachmentStore((state) => state.by[place] ?? none);
}

export function attachmentsOf(place: string): readonly Attachment[] {
  return useAttachmentStore.getState().by[place] ?? none;
}

/** Adds files to what is written at this place. Returns what a person has to know, or undefined. */
export function attachFiles(place: string, files: readonly File[]): string | undefined {
  const room = limits.messageBlobs - attachmentsOf(place).length;
  for (const file of files.slice(0, Math.max(0, room))) attach(place, file);
  const left = files.length - Math.max(0, room);
  return left <= 0 ? undefined : fullWords(left);
}

/** Adds text that was read elsewhere as a file of its own. Returns what a person has to know, or undefined. */
export function attachText(place: string, name: string, text: string): string | undefined {
  if (attachmentsOf(place).length >= limits.messageBlobs) return fullWords(1);
  attach(place, new File([text], name, { type: 'text/plain' }), {
    preview: cutText(oneLine(text.slice(0, 600)), 200),
  });
  return undefined;
}

/** Adds files that Konsole was given already. Returns what a person has to know, or undefined. */
export function attachBlobs(place: string, blobs: readonly BlobInfo[]): string | undefined {
  const now = attachmentsOf(place);
  const fresh = blobs.filter((blob) => !now.some((entry) => entry.blob?.id === blob.id));
  const room = Math.max(0, limits.messageBlobs - now.length);
  set(place, [...now, ...fresh.slice(0, room).map(ready)]);
  return fresh.length > room ? fullWords(fresh.length - room) : undefined;
}

/** What lies at one place lies at another from now on; what is being read arrives there. */
export function moveAttachments(from: string, to: string): void {
  const entries = attachmentsOf(from);
  if (from === to || entries.length === 0) return;
  const there = attachmentsOf(to);
  useAttachmentStore.setState(({ by }) => {
    const { [from]: _was, ...rest } = by;
    return { by: { ...rest, [to]: [...there, ...entries] } };
  });
}

const ready = (blob: BlobInfo): Attachment => ({
  key: `k${blob.id}`,
  name: blob.name,
  size: blob.bytes,
  state: 'ready',
  blob,
});

function fullWords(left: number): string {
  const them = left === 1 ? 'one was' : `${left} were`;
  return `A message takes at most ${limits.messageBlobs} files: ${them} left out.`;
}

function attach(place: string, file: File, more: Pick<Attachment, 'preview'> = {}): void {
  keys += 1;
  const entry: Attachment = {
    key: `f${keys}`,
    name: shortName(file.name),
    size: file.size,
    state: 'adding',
    ...more,
  };
  const refusal = refusalOf(file);
  if (refusal !== undefined) {
    set(place, [...attachmentsOf(place), { ...entry, state: 'failed', reason: refusal }]);
    return;
  }
  set(place, [...attachmentsOf(place), entry]);
  add(entry.key, file);
}

/** Known before a byte is read. */
function refusalOf(file: File): string | undefined {
  if (file.size === 0) return 'is empty';
  if (file.size > limits.blobBytes) {
    return `is larger than ${limits.blobBytes / (1024 * 1024)} MB; put it in the folder and name it with @`;
  }
  return undefined;
}

function add(key: string, file: File): void {
  reading = reading.then(async () => {
    if (placeOf(key) === undefined) return;
    const done = await put(file);
    const place = placeOf(key);
    // Removed, or sent away with the session, while it was read.
    if (place === undefined) return;
    const now = attachmentsOf(place);
    // The same bytes are one file, which goes once.
    const twice = typeof done !== 'string' && now.some((entry) => entry.blob?.id === done.id);
    if (twice) return removeAttachment(place, key);
    set(
      place,
      now.map((entry) => (entry.key === key ? outcome(entry, file, done) : entry)),
    );
  });
}

/** Where it lies now: it may have moved while it was read. */
function placeOf(key: string): string | undefined {
  const places = Object.entries(useAttachmentStore.getState().by);
  return places.find(([, entries]) => entries.some((entry) => entry.key === key))?.[0];
}

function outcome(entry: Attachment, file: File, done: BlobInfo | string): Attachment {
  if (typeof done === 'string') return { ...entry, state: 'failed', reason: done, again: file };
  const { again: _again, reason: _reason, ...rest } = entry;
  return { ...rest, state: 'ready', size: done.bytes, blob: done };
}

async function put(file: File): Promise<BlobInfo | string> {
  let bytes: ArrayBuffer;
  try {
    bytes = await file.arrayBuffer();
  } catch {
    return 'It could not be read: it was moved, or is not yours to read.';
  }
  try {
    const answer = await thePage().bridge.blobs.put(shortName(file.name), bytes);
    return answer.ok ? answer.result.blob : answer.message;
  } catch (error) {
    return messageOf(error);
  }
}

export function addAgain(place: string, key: string): void {
  const entry = attachmentsOf(place).find((known) => known.key === key);
  const file = entry?.again;
  if (!entry || !file) return;
  const { again: _again, reason: _reason, ...rest } = entry;
  set(
    place,
    attachmentsOf(place).map((known) => (known === entry ? { ...rest, state: 'adding' } : known)),
  );
  add(key, file);
}

export function removeAttachment(place: string, key: string): void {
  set(
    place,
    attachmentsOf(place).filter((entry) => entry.key !== key),
  );
}

export function clearAttachments(place: string): void {
  set(place, []);
}

/** What a kept draft brought. What is on its way stays. */
export function showKept(place: string, files: readonly BlobInfo[]): void {
  const now = attachmentsOf(place);
  const kept = files.map((blob) => now.find((entry) => entry.blob?.id === blob.id) ?? ready(blob));
  set(place, [...kept, ...now.filter((entry) => entry.state !== 'ready')]);
}

/** The draft holds what is ready, in the order shown. */
function set(place: string, entries: readonly Attachment[]): void {
  useAttachmentStore.setState(({ by }) => {
    const { [place]: _was, ...rest } = by;
    return { by: entries.length === 0 ? rest : { ...rest, [place]: entries } };
  });
  const files = entries.flatMap((entry) => (entry.blob ? [entry.blob] : []));
  const kept = draftOf(place).files;
  const same = kept.length === files.length && kept.every((file, at) => file.id === files[at]?.id);
  if (!same) keepDraft(place, { files });
}

/** A name of at most 255 characters that keeps its ending. */
function shortName(name: string): string {
  if (name.length <= 255) return name === '' ? 'file' : name;
  const ending = /\.\w{1,10}$/.exec(name)?.[0] ?? '';
  return name.slice(0, 255 - ending.length) + ending;
}

/** For tests: a page that was just opened has none. */
export function forgetAttachments(): void {
  useAttachmentStore.setState({ by: {} });
  reading = Promise.resolve();
}
