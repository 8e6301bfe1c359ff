// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { followIndex, useIndex } from '../../../renderer/stores/index-store';
import { createFakeKonsole } from '../support/fake-bridge';
import { resetStores } from '../support/stores';

let konsole = createFakeKonsole();
beforeEach(() => {
  resetStores();
  konsole = createFakeKonsole();
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

const titles = () => useIndex.getState().sessions.map(({ title }) => title);
const rename = (id: string, title: string) =>
  konsole.emit(id, [{ type: 'session.changed', at: Date.now(), session: { title } }]);

it('a window in front draws its list at once', () => {
  const stop = followIndex(konsole.page.stream, () => true);
  const id = konsole.addSession({ title: 'One' });
  rename(id, 'Two');
  expect(titles()).toEqual(['Two']);
  expect(vi.getTimerCount()).toBe(0);
  stop();
});

it('one that is not draws it a moment later, all changes as one', () => {
  const id = konsole.addSession({ title: 'One' });
  const stop = followIndex(konsole.page.stream, () => false);
  let drawn = 0;
  const forget = useIndex.subscribe(() => (drawn += 1));
  rename(id, 'Two');
  rename(id, 'Three');
  expect(titles()).toEqual(['One']);
  vi.advanceTimersByTime(150);
  expect(titles()).toEqual(['Three']);
  expect(drawn).toBe(1);
  // I10: nothing ticks afterwards.
  expect(vi.getTimerCount()).toBe(0);
  rename(id, 'Four');
  stop();
  forget();
  expect(vi.getTimerCount()).toBe(0);
});

it('what waits when it comes to the front is drawn with the next change, in order', () => {
  let front = false;
  const id = konsole.addSession({ title: 'One' });
  const stop = followIndex(konsole.page.stream, () => front);
  rename(id, 'Two');
  front = true;
  rename(id, 'Three');
  expect(titles()).toEqual(['Three']);
  expect(vi.getTimerCount()).toBe(0);
  stop();
});
