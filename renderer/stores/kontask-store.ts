/**
 * The kontask whose page is open: loaded, loaded again when it changed elsewhere, and edited field by field. An edit is
 * seen at once; what others changed meanwhile stands beside it until a person says which is kept.
 */
import { create } from 'zustand';
import { KonsoleError } from '../../preload/contract/errors';
import type { IndexEvent } from '../../preload/contract/events';
import { limits } from '../../preload/contract/limits';
import type { Kontask, KontaskPatch } from '../../preload/contract/shapes';
import { toast } from '../ui/toast';
import { command, commandOrToast, messageOf } from './commands';
import { schedule } from './connection';
import { onIndexEvents } from './index-store';
import { beginningChars, type Held, restMs, wholeHeld } from './kontask-output';
import { conflictsOf, pathsOf, patchKontask, patchOf } from './kontask-edits';
import type { FieldConflict } from './kontask-edits';

/** What an edit begins from. */
export interface EditBase {
  rev: number;
  kontask: Kontask;
}

export interface KontaskView {
  id: string;
  phase: 'loading' | 'ready' | 'failed' | 'gone';
  /** As Konsole has it, for a moment without the end of a long output; while it is gone, as it was. */
  held?: Held;
  /** With the edits that are on their way. Absent until it is loaded. */
  shown?: Kontask;
  /** Fields that others changed while they were edited here. */
  conflicts: readonly FieldConflict[];
  /** Until when it can be brought back, epoch ms; of one that was deleted while it was shown. */
  undoUntil?: number;
  /** Why it could not be loaded. */
  message?: string;
}

interface Edit extends EditBase {
  patch: KontaskPatch;
}

export const useKontask = create<{ view?: KontaskView }>()(() => ({}));

let edits: Edit[] = [];
let sending = false;
/** Grows with every page that is opened: answers for an earlier one come to nothing. */
let visit = 0;
let loading = false;
let again = false;

/** Loads it and keeps it as it stands until the returned function is called. */
export function openKontask(id: string): () => void {
  begin(id);
  const mine = visit;
  const stop = onIndexEvents((events) => hear(id, events));
  void loadKontask();
  return () => {
    stop();
    if (mine === visit) forgetKontask();
  };
}

function begin(id: string): void {
  forgetKontask();
  [sending, loading, again] = [false, false, false];
  useKontask.setState({ view: { id, phase: 'loading', conflicts: [] } });
}

/** No page is open. What was written and waits behind another edit still goes out. */
export function forgetKontask(): void {
  visit += 1;
  const id = useKontask.getState().view?.id;
  for (const edit of edits.slice(sending ? 1 : 0)) if (id !== undefined) void sendLate(id, edit);
  edits = [];
  useKontask.setState({}, true);
}

async function sendLate(id: string, edit: Edit): Promise<void> {
  const done = await commandOrToast('kontask.update', { id, patch: edit.patch });
  waiting.get(edit)?.(done !== undefined);
}

function hear(id: string, events: readonly IndexEvent[]): void {
  const view = useKontask.getState().view;
  if (!view) return;
  const gone = events.findLast((event) => event.type === 'kontask.deleted' && event.kontask === id);
  const listed = events.findLast(
    (event) => event.type === 'kontask.listed' && event.kontask.id === id,
  );
  if (gone && (!listed || listed.seq < gone.seq)) leave(gone.at + limits.deleteUndoMs);
  else if (listed?.type === 'kontask.listed') {
    if (view.phase !== 'ready' || listed.kontask.rev > (view.held?.rev ?? 0)) void loadKontask();
    // A snapshot came: whatever was missed.
  } else if (events.length === 0) void loadKontask();
}

function leave(undoUntil: number | undefined): void {
  edits = [];
  change((view) => ({
    id: view.id,
    phase: 'gone',
    conflicts: [],
    ...(view.held ? { held: view.held } : {}),
    ...(undoUntil === undefined ? {} : { undoUntil }),
  }));
}

/** Asks for it again; what is shown stays meanwhile. */
export async function loadKontask(): Promise<void> {
  const { view } = useKontask.getState();
  if (!view) return;
  if (loading) {
    again = true;
    return;
  }
  loading = true;
  const mine = visit;
  const isFirst = view.held === undefined;
  const params = { id: view.id, ...(isFirst ? { outputChars: beginningChars } : {}) };
  const told = await command('kontask.get', params).catch((error: unknown) => error);
  if (mine !== visit) return;
  loading = false;
  if (isHeld(told)) {
    hold(told);
    if (told.next !== undefined) schedule(restMs, () => void loadRest(told));
  } else if (told instanceof KonsoleError && told.code === 'not-found') {
    if (useKontask.getState().view?.phase !== 'gone') leave(undefined);
  } else {
    change((now) => ({ ...now, phase: now.held ? now.phase : 'failed', message: messageOf(told) }));
  }
  if (again) {
    again = false;
    await loadKontask();
  }
}

/** What was changed in between, or is gone, is loaded as it is now. */
async function loadRest(held: Held): Promise<void> {
  const isShown = () => useKontask.getState().view?.held === held;
  try {
    const whole = await wholeHeld(held, isShown);
    if (whole) hold(whole);
  } catch {
    if (isShown()) await loadKontask();
  }
}

const isHeld = (told: unknown): told is Held =>
  typeof told === 'object' && told !== null && 'kontask' in told;

/** An older answer does not take the place of a newer one. */
function hold(held: Held): void {
  change((view) => {
    if (view.phase === 'ready' && view.held && view.held.rev > held.rev) return view;
    const { message: _message, undoUntil: _until, ...rest } = view;
    return { ...rest, phase: 'ready', held, shown: withEdits(held.kontask) };
  });
}

const withEdits = (kontask: Kontask) =>
  edits.reduce((shown, { patch }) => patchKontask(shown, patch), kontask);

function change(next: (view: KontaskView) => KontaskView): void {
  const { view } = useKontask.getState();
  if (view) useKontask.setState({ view: next(view) });
}

/** With all of its output, where only the beginning is here so far. Rejects with KonsoleError. */
export async function wholeKontask(kontask: Kontask): Promise<Kontask> {
  const { id } = kontask;
  const { view } = useKontask.getState();
  if (view?.id !== id || view.held?.next === undefined) return kontask;
  return (await command('kontask.get', { id })).kontask;
}

/** What an edit that begins now is based on. */
export function editBase(): EditBase | undefined {
  const held = useKontask.getState().view?.held;
  return held && { rev: held.rev, kontask: held.kontask };
}

/**
 * Changes fields, seen at once and undone where Konsole says no (which is said). `base`: what a person saw when they
 * began; by default what is there now. Gives false when nothing was changed.
 */
export async function editKontask(patch: KontaskPatch, base = editBase()): Promise<boolean> {
  if (!base || pathsOf(patch).length === 0) return false;
  const edit = { ...base, patch };
  edits.push(edit);
  redraw();
  return await new Promise((resolve) => {
    waiting.set(edit, resolve);
    void sendEdits();
  });
}

const waiting = new WeakMap<Edit, (done: boolean) => void>();

function redraw(): void {
  change((view) => (view.held ? { ...view, shown: withEdits(view.held.kontask) } : view));
}

/** One after the other: each is based on what the one before made of it. */
async function sendEdits(): Promise<void> {
  if (sending) return;
  sending = true;
  const mine = visit;
  for (;;) {
    const edit = edits[0];
    const { view } = useKontask.getState();
    if (!edit || !view || mine !== visit) break;
    const done = await send(view.id, edit);
    waiting.get(edit)?.(done);
    if (mine !== visit) return;
  }
  if (mine === visit) sending = false;
}

async function send(id: string, edit: Edit): Promise<boolean> {
  const { patch, rev } = edit;
  const mine = visit;
  const told = await command('kontask.update', { id, patch, base: rev }).catch(
    (error: unknown) => error,
  );
  if (mine !== visit) {
    if (!isHeld(told)) toast({ message: messageOf(told), tone: 'bad' });
    return isHeld(told);
  }
  edits = edits.filter((other) => other !== edit);
  if (isHeld(told)) {
    // Nobody else changed it in between: what waits behind is based on this.
    if (told.rev === rev + 1) {
      for (const other of edits) {
        if (other.rev === rev) Object.assign(other, { rev: told.rev, kontask: told.kontask });
      }
    }
    hold(told);
    return true;
  }
  if (told instanceof KonsoleError && told.code === 'conflict') return await differ(id, edit);
  toast({ message: messageOf(told), tone: 'bad' });
  redraw();
  return false;
}

/** Fields that nobody else touched are saved; of the others a person chooses. */
async function differ(id: string, { patch, kontask: was }: Edit): Promise<boolean> {
  const now = await commandOrToast('kontask.get', { id });
  if (!now || useKontask.getState().view?.id !== id) {
    redraw();
    return false;
  }
  const conflicts = conflictsOf(patch, was, now.kontask);
  const inConflict = conflicts.map(({ path }) => path);
  const rest = pathsOf(patch).filter((path) => !inConflict.includes(path));
  if (rest.length > 0) edits.unshift({ ...now, patch: patchOf(patch, rest) });
  change((view) => ({
    ...view,
    conflicts: [...view.conflicts.filter(({ path }) => !inConflict.includes(path)), ...conflicts],
  }));
  hold(now);
  return rest.length > 0;
}

/** Ends a conflict: theirs is there already, mine is written over it. */
export async function settleConflict(path: string, keep: 'mine' | 'theirs'): Promise<void> {
  const conflict = useKontask.getState().view?.conflicts.find((one) => one.path === path);
  if (!conflict) return;
  change((view) => ({
    ...view,
    conflicts: view.conflicts.filter((other) => other !== conflict),
  }));
  if (keep === 'theirs') return;
  const value = conflict.mine === undefined ? null : conflict.mine;
  const inner = path.startsWith('context.') ? path.slice('context.'.length) : undefined;
  await editKontask(inner === undefined ? { [path]: value } : { context: { [inner]: value } });
}

/** Brings back the one that was deleted. */
export async function restoreKontask(id: string): Promise<boolean> {
  const held = await commandOrToast('kontask.restore', { id });
  if (!held) return false;
  if (useKontask.getState().view?.id === id) hold(held);
  return true;
}
