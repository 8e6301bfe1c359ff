// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { SessionEventBody } from '../../../preload/contract/events';
import type { Turn } from '../../../preload/contract/shapes';
import { openPage } from '../../../renderer/stores/page';
import { loadOlder } from '../../../renderer/stores/history';
import {
  followAhead,
  followSession,
  onLiveEvents,
  sessionStore,
} from '../../../renderer/stores/session-store';
import { createFakeKonsole, failed, ok } from '../support/fake-bridge';
import { resetStores } from '../support/stores';

let konsole = createFakeKonsole();
beforeEach(() => {
  resetStores();
  konsole = createFakeKonsole({ now: () => 1000 });
  openPage(konsole.page);
});

const started = (turn: string): SessionEventBody[] => [
  { type: 'turn.queued', at: 1000, turn, text: `ask ${turn}` },
  { type: 'turn.started', at: 1000, turn, attempt: 1, model: 'lab/m' },
];
const finished = (turn: string): SessionEventBody => ({
  type: 'turn.finished',
  at: 1500,
  turn,
  status: 'completed',
  usage: { inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 },
  timing: {
    totalMs: 500,
    ttfeMs: 0,
    thinkingMs: 0,
    respondingMs: 500,
    toolExecutionMs: 0,
    approvalMs: 0,
    retryMs: 0,
    otherMs: 0,
    toolCallCount: 0,
    ttfePct: 0,
    thinkingPct: 0,
    toolsPct: 0,
  },
});
const old = (id: string): Turn => ({ id, text: id, status: 'completed', blocks: [] });

describe('a followed session', () => {
  it('is what the engine says after its snapshot and its events', () => {
    const id = konsole.addSession();
    followSession(id);
    konsole.emit(id, started('t1'));
    expect(sessionStore(id).getState().state).toEqual(konsole.stateOf(id));
  });

  it('changes once for a whole batch of events', () => {
    const id = konsole.addSession();
    followSession(id);
    let changes = 0;
    sessionStore(id).subscribe(() => {
      changes += 1;
    });
    konsole.emit(id, [...started('t1'), finished('t1')]);
    expect(changes).toBe(1);
  });

  it('is subscribed to once for two followers, until both have gone', () => {
    const id = konsole.addSession();
    const first = followSession(id);
    const second = followSession(id);
    expect(konsole.followersOf(`session/${id}`)).toBe(1);
    first();
    first();
    expect(konsole.followersOf(`session/${id}`)).toBe(1);
    second();
    expect(konsole.followersOf(`session/${id}`)).toBe(0);
  });

  it('I9: only the last few that nobody follows stay in memory', () => {
    const ids = Array.from({ length: 40 }, () => konsole.addSession());
    const stores = ids.map((id) => {
      followSession(id)();
      return sessionStore(id);
    });
    const kept = ids.filter((id, at) => sessionStore(id) === stores[at]);
    expect(kept.length).toBeLessThanOrEqual(4);
  });

  it('I7: one that is opened again as another is left goes on, though it was the oldest kept', () => {
    const [first = '', second = '', third = '', fourth = '', left = ''] = Array.from(
      { length: 5 },
      () => konsole.addSession(),
    );
    for (const id of [first, second, third, fourth]) followSession(id)();
    const leave = followSession(left);
    // A page takes its store while it renders, and follows it once the page before it was left.
    const shown = sessionStore(first);
    leave();
    followSession(first);
    konsole.emit(first, started('t1'));
    expect(shown.getState().state.turns.map((turn) => turn.id)).toEqual(['t1']);
  });

  it('says that it is gone when it was deleted', () => {
    followSession('nowhere');
    expect(sessionStore('nowhere').getState().phase).toBe('gone');
  });

  it('is followed anew once it is brought back, whoever still held on to it', async () => {
    const id = konsole.addSession();
    followAhead(id);
    const leave = followSession(id);
    await konsole.bridge.commands['session.delete']({ session: id });
    expect(sessionStore(id).getState().phase).toBe('gone');
    leave();
    await konsole.bridge.commands['session.restore']({ session: id });
    followSession(id);
    konsole.emit(id, started('t1'));
    const { phase, state } = sessionStore(id).getState();
    expect(phase).toBe('ready');
    expect(state.turns.map((turn) => turn.id)).toEqual(['t1']);
  });

  it('that was only just made is followed for a while, for the page that will show it', () => {
    vi.useFakeTimers();
    const id = konsole.addSession();
    followAhead(id);
    expect(konsole.followersOf(`session/${id}`)).toBe(1);
    const leave = followSession(id);
    vi.advanceTimersByTime(5_000);
    expect(konsole.followersOf(`session/${id}`)).toBe(1);
    leave();
    expect(konsole.followersOf(`session/${id}`)).toBe(0);
    vi.useRealTimers();
  });

  it('tells live events to listeners, and what was replayed to nobody', () => {
    const id = konsole.addSession();
    konsole.emit(id, started('t1'));
    const heard: string[] = [];
    const stop = onLiveEvents((_session, events) =>
      heard.push(...events.map((event) => event.type)),
    );
    followSession(id);
    konsole.emit(id, [finished('t1')]);
    stop();
    expect(heard).toEqual(['turn.finished']);
  });
});

describe('older turns', () => {
  const withBefore = () => {
    const id = konsole.addSession();
    konsole.emit(id, started('t9'));
    followSession(id);
    sessionStore(id).setState({ before: 't9' });
    return id;
  };

  it('come before those of the snapshot, page by page', async () => {
    const id = withBefore();
    konsole.answer('history.page', ({ before }) =>
      before === 't9'
        ? ok({ turns: [old('t7'), old('t8')], next: 't7' })
        : ok({ turns: [old('t6')] }),
    );
    await loadOlder(id);
    await loadOlder(id);
    const view = sessionStore(id).getState();
    expect(view.older.map((turn) => turn.id)).toEqual(['t6', 't7', 't8']);
    expect(view.before).toBeUndefined();
  });

  it('stay when a fresh snapshot begins with a turn that is known', async () => {
    const id = withBefore();
    konsole.answer('history.page', ok({ turns: [old('t8')], next: 't8' }));
    await loadOlder(id);
    konsole.snapshotAgain(`session/${id}`);
    const view = sessionStore(id).getState();
    expect(view.older.map((turn) => turn.id)).toEqual(['t8']);
    expect(view.before).toBe('t8');
  });

  it('can be asked for again after a failure', async () => {
    const id = withBefore();
    konsole.answer('history.page', failed('busy', 'Try again in a moment.'));
    await loadOlder(id);
    const view = sessionStore(id).getState();
    expect(view.loadingOlder).toBe(false);
    expect(view.before).toBe('t9');
  });
});
