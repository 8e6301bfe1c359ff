/** What the inspector is drawn from: words a few times a second, anything else at once. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createStore } from 'zustand';
import type { SessionEventBody } from '../../../preload/contract/events';
import { emptySession, reduceSession } from '../../../preload/contract/session-state';
import { createPacedView, paceMs } from '../../../renderer/features/inspector/paced-view';
import type { SessionView } from '../../../renderer/stores/session-store';

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

let seq = 0;

function open() {
  seq = 0;
  const store = createStore<SessionView>()(() => ({
    phase: 'ready',
    state: emptySession('s1'),
    older: [],
    loadingOlder: false,
  }));
  const say = (body: SessionEventBody) => {
    seq += 1;
    const event = { ...body, channel: 'session:s1', seq, pos: seq };
    store.setState(({ state }) => ({
      state: reduceSession(state, event),
    }));
  };
  const at = 1_000_000;
  say({ type: 'turn.queued', at, turn: 't1', text: 'Go' });
  say({ type: 'turn.started', at, turn: 't1', attempt: 1, model: 'lab/m' });
  say({ type: 'block.opened', at, turn: 't1', block: 'b1', kind: 'text' });
  let length = 0;
  const write = (text: string) => {
    say({ type: 'block.appended', at, block: 'b1', off: length, text });
    length += text.length;
  };
  return { store, say, write, at };
}

test('words that stream in are shown a few times a second, and the last of them too', () => {
  const { store, write } = open();
  const paced = createPacedView(store);
  const heard = vi.fn();
  paced.subscribe(heard);
  write('first ');
  expect(heard).toHaveBeenCalledTimes(1);
  for (let n = 0; n < 40; n += 1) {
    write('more ');
    vi.advanceTimersByTime(20);
  }
  // 800 ms at one look each 200 ms.
  expect(heard.mock.calls.length).toBeLessThanOrEqual(1 + 800 / paceMs);
  vi.advanceTimersByTime(paceMs);
  expect(paced.get()).toBe(store.getState());
});

test('a new block, a state that changed and the end are shown at once', () => {
  const { store, say, write, at } = open();
  const paced = createPacedView(store);
  paced.subscribe(() => {});
  write('words');
  write(' and more');
  expect(paced.get()).not.toBe(store.getState());
  say({ type: 'block.opened', at, turn: 't1', block: 'b2', kind: 'thinking' });
  expect(paced.get()).toBe(store.getState());
});

test('nothing runs once nobody listens, and what is asked for then is what there is', () => {
  const { store, write } = open();
  const paced = createPacedView(store);
  const stop = paced.subscribe(() => {});
  write('words');
  write(' and more');
  stop();
  expect(vi.getTimerCount()).toBe(0);
  expect(paced.get()).toBe(store.getState());
  write(' unheard');
  expect(paced.get()).toBe(store.getState());
});
