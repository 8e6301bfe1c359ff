/** What the journal's tests share: a folder that goes away, a journal in it, sessions and turns to write. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';
import { openJournal } from '../../../main/konsole/journal/journal';
import type { Append, Journal, NewEvent } from '../../../main/konsole/journal/types';
import type { EventBody, KonsoleEvent } from '../../../preload/contract/events';
import type { Session } from '../../../preload/contract/shapes';
import { startClock, timingAt } from '../../../preload/contract/timing';

export const workerFile = fileURLToPath(
  new URL('../../../dist/main/journal-worker.cjs', import.meta.url),
);

const folders: string[] = [];
const open = new Set<Journal>();

afterEach(async () => {
  for (const journal of open) await journal.close();
  open.clear();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'konsole-journal-'));
  folders.push(folder);
  return folder;
}

export const newFile = (): string => join(newFolder(), 'konsole.db');

let epochs = 0;

export interface Opening {
  now?: number;
  maxPages?: number;
}

/** Opens a journal that is closed after the test, if the test has not done so. */
export async function openAt(file: string, { now = 1_000_000, maxPages }: Opening = {}) {
  const journal = await openJournal({
    file,
    worker: workerFile,
    clock: { now: () => now },
    newEpoch: () => {
      epochs += 1;
      return `epoch${epochs}`;
    },
    ...(maxPages === undefined ? {} : { maxPages }),
  });
  open.add(journal);
  return journal;
}

export async function closeNow(journal: Journal): Promise<void> {
  open.delete(journal);
  await journal.close();
}

export function sessionOf(id: string, more: Partial<Session> = {}): Session {
  return {
    id,
    kind: 'main',
    title: `Title of ${id}`,
    model: 'demo/demo',
    status: 'idle',
    approvals: 0,
    createdAt: 1,
    updatedAt: 1,
    ...more,
  };
}

export const on = (session: string, body: EventBody): NewEvent => ({
  channel: `session/${session}`,
  body,
});

export const listed = (session: Session): NewEvent => ({
  channel: 'index',
  body: { type: 'session.listed', at: session.updatedAt, session },
});

export const deletion = (session: string): NewEvent => ({
  channel: 'index',
  body: { type: 'session.deleted', at: 9, session },
});

export const created = (session: Session): NewEvent[] => [
  on(session.id, { type: 'session.created', at: session.createdAt, session }),
  listed(session),
];

export function batch(events: readonly NewEvent[], more: Partial<Append> = {}): Append {
  return { events, lane: 'main', durability: 'batch', ...more };
}

const usage = { inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 };

export const started = (session: string, turn: string, text: string): NewEvent[] => [
  on(session, { type: 'turn.queued', at: 10, turn, text }),
  on(session, { type: 'turn.started', at: 11, turn, attempt: 1, model: 'demo/demo' }),
];

export const finished = (session: string, turn: string): NewEvent =>
  on(session, {
    type: 'turn.finished',
    at: 20,
    turn,
    status: 'completed',
    usage,
    timing: timingAt(startClock(11), 20),
  });

/** A block of text in as many appends as there are pieces. */
export function block(session: string, turn: string, id: string, pieces: readonly string[]) {
  const events = [on(session, { type: 'block.opened', at: 12, turn, block: id, kind: 'text' })];
  let off = 0;
  for (const text of pieces) {
    events.push(on(session, { type: 'block.appended', at: 13, block: id, off, text }));
    off += text.length;
  }
  events.push(on(session, { type: 'block.closed', at: 14, block: id, ms: 2, status: 'done' }));
  return events;
}

/** A whole turn: asked, answered with `pieces`, finished. */
export const wholeTurn = (session: string, turn: string, text: string, pieces: string[]) => [
  ...started(session, turn, text),
  ...block(session, turn, `${turn}b`, pieces),
  finished(session, turn),
];

export async function replayAll(
  journal: Journal,
  channels: readonly string[],
  after = 0,
  upTo = journal.head(),
): Promise<KonsoleEvent[]> {
  const events: KonsoleEvent[] = [];
  const from = channels.map((channel) => ({ channel, after }));
  for await (const slice of journal.replay({ channels: from, upTo })) events.push(...slice);
  return events;
}
