// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import type { Turn } from '../../../preload/contract/shapes';
import { loadUntil, wholeTurn } from '../../../renderer/stores/history';
import { jumpDone, jumpTo, useJump } from '../../../renderer/stores/jump-store';
import { openPage } from '../../../renderer/stores/page';
import { keepReadPlace, readPlaceOf } from '../../../renderer/stores/read-places';
import { followSession, sessionStore } from '../../../renderer/stores/session-store';
import { useUi } from '../../../renderer/stores/ui-store';
import { createFakeKonsole, failed, ok } from '../support/fake-bridge';
import { resetStores } from '../support/stores';

let konsole = createFakeKonsole();
let id = '';
let leave = () => {};
/** Turns t0 … t999; the session itself begins with the last. */
const all = Array.from(
  { length: 1000 },
  (_, at): Turn => ({ id: `t${at}`, text: `ask ${at}`, status: 'completed', blocks: [] }),
);
const pages = () => konsole.calls.filter((call) => call.name === 'history.page').length;

beforeEach(() => {
  resetStores();
  localStorage.clear();
  konsole = createFakeKonsole({ now: () => 1000 });
  openPage(konsole.page);
  id = konsole.addSession();
  konsole.emit(id, [
    { type: 'turn.queued', at: 1000, turn: 't999', text: 'ask 999' },
    { type: 'turn.started', at: 1000, turn: 't999', attempt: 1, model: 'lab/m' },
  ]);
  konsole.answer('history.page', ({ before, limit }) => {
    const found = all.findIndex((turn) => turn.id === before);
    const end = found < 0 ? all.length : found;
    const from = Math.max(0, end - Number(limit));
    const turns = all.slice(from, end);
    return ok(from > 0 ? { turns, next: turns[0]?.id } : { turns });
  });
  leave = followSession(id);
  sessionStore(id).setState({ before: 't999' });
});

describe('going back to a turn', () => {
  it('loads as many pages as it takes, in their order', async () => {
    expect(await loadUntil(id, 't450')).toBe('here');
    const { older } = sessionStore(id).getState();
    expect(older.at(0)?.id).toBe('t399');
    expect(older.map((turn) => turn.id)).toEqual(all.slice(399, 999).map((turn) => turn.id));
    expect(pages()).toBe(3);
  });

  it('ends when there are no earlier ones, and says that it is gone', async () => {
    expect(await loadUntil(id, 'nowhere')).toBe('gone');
    expect(sessionStore(id).getState().older).toHaveLength(999);
  });

  it('goes no further than it may', async () => {
    expect(await loadUntil(id, 't0', { most: 300 })).toBe('far');
    expect(sessionStore(id).getState().older).toHaveLength(400);
  });

  it('ends when nobody waits any more', async () => {
    const leaving = new AbortController();
    const reached = loadUntil(id, 't0', { signal: leaving.signal });
    leaving.abort();
    expect(await reached).toBe('cancelled');
    expect(pages()).toBe(1);
  });

  it('says that a page did not come, and why', async () => {
    konsole.answer('history.page', failed('busy', 'Try again in a moment.'));
    expect(await loadUntil(id, 't0')).toBe('failed');
    expect(sessionStore(id).getState().olderTrouble).toBe('Try again in a moment.');
  });

  it('I9: keeps a few hundred of what was loaded once nobody looks at it', async () => {
    await loadUntil(id, 't0');
    leave();
    const { older, before } = sessionStore(id).getState();
    expect(older).toHaveLength(200);
    expect(older[0]?.id).toBe('t799');
    expect(before).toBe('t799');
  });
});

describe('a turn that a snapshot cut', () => {
  it('is whole again in its place', async () => {
    const cut: Turn = { id: 't998', text: 'ask', cut: 9, status: 'completed', blocks: [] };
    sessionStore(id).setState({ older: [cut] });
    expect((await wholeTurn(id, cut)).text).toBe('ask 998');
    expect(sessionStore(id).getState().older[0]?.cut).toBeUndefined();
  });

  it('is left as it is when it is whole, or still runs', async () => {
    const [turn] = all;
    if (!turn) throw new Error('no turn');
    expect(await wholeTurn(id, turn)).toBe(turn);
    const running: Turn = { ...turn, cut: 5, status: 'running' };
    expect(await wholeTurn(id, running)).toBe(running);
    expect(pages()).toBe(0);
  });
});

describe('a jump', () => {
  it('shows its session, and the newest is the one that counts', () => {
    jumpTo('a', { turn: 't1' });
    const first = useJump.getState().jump?.serial ?? 0;
    jumpTo(id, { turn: 't2', block: 'b', at: 7 });
    expect(useUi.getState().session).toBe(id);
    jumpDone(first);
    expect(useJump.getState().jump?.place).toEqual({ turn: 't2', block: 'b', at: 7 });
    jumpDone(first + 1);
    expect(useJump.getState().jump).toBeUndefined();
  });
});

describe('where a reader was', () => {
  it('is kept for the sessions read last, and only for so many', () => {
    for (let at = 0; at < 250; at += 1)
      keepReadPlace(`s${at}`, { end: false, turn: `t${at}`, into: at });
    expect(readPlaceOf('s249')).toEqual({ end: false, turn: 't249', into: 249 });
    expect(readPlaceOf('s50')).toBeDefined();
    expect(readPlaceOf('s49')).toBeUndefined();
  });

  it('is nowhere when what was kept cannot be read', () => {
    localStorage.setItem('konsole.read-places', '{"not":"a list"');
    expect(readPlaceOf('s1')).toBeUndefined();
    localStorage.setItem('konsole.read-places', '[null, ["s1"], ["s2", 5]]');
    expect(readPlaceOf('s1')).toBeUndefined();
    keepReadPlace('s1', { end: true });
    expect(readPlaceOf('s1')).toEqual({ end: true });
  });
});
