// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Answer } from '../../../preload/contract/errors';
import type { SearchHit } from '../../../preload/contract/shapes';
import { Marked } from '../../../renderer/features/sessions/search-results';
import { bySession } from '../../../renderer/features/sessions/search-store';
import { App } from '../../../renderer/main-window/app';
import { onNotice } from '../../../renderer/main-window/notices';
import type { Jump } from '../../../renderer/stores/jump-store';
import { useJump } from '../../../renderer/stores/jump-store';
import { startPage } from '../../../renderer/stores/start';
import { useUi } from '../../../renderer/stores/ui-store';
import { typeInto } from '../quick/typing';
import { createFakeKonsole, failed, ok } from '../support/fake-bridge';
import { allByRole, byRole, click, press, render, text } from '../support/render';
import { resetStores } from '../support/stores';

let konsole = createFakeKonsole();
beforeEach(() => {
  vi.useFakeTimers();
  resetStores();
  konsole = createFakeKonsole();
});
afterEach(() => vi.useRealTimers());

const hit = (session: string, more: Partial<SearchHit> = {}): SearchHit => ({
  session,
  turn: 't1',
  title: 'Old plans',
  kind: 'main',
  at: Date.now(),
  excerpt: 'the socket closes',
  marks: [[4, 10]],
  ...more,
});
const open = async () => {
  startPage(konsole.page, onNotice);
  await render(<App />);
};
const box = () => byRole('searchbox', 'Search sessions') as HTMLInputElement;
const pause = () => act(async () => vi.advanceTimersByTime(200));
const asked = () => konsole.calls.filter((call) => call.name === 'session.search');

describe('the search over sessions', () => {
  it('finds titles at once and the text a moment after the last letter', async () => {
    const id = konsole.addSession({ title: 'Why the socket closed' });
    konsole.addSession({ title: 'Other' });
    konsole.answer('session.search', ok({ hits: [hit(id, { title: 'Why the socket closed' })] }));
    await open();
    await typeInto(box(), 'sock');
    expect(byRole('list', 'Titles found').textContent).toMatch(/^Why the socket closed/);
    await typeInto(box(), 'socket');
    expect(asked()).toEqual([]);
    await pause();
    expect(asked().map((call) => call.params['text'])).toEqual(['socket']);
    expect(byRole('list', 'Places found').querySelector('mark')?.textContent).toBe('socket');
    expect(text()).toContain('2 results');
  });

  it('opens a hit and jumps to its turn', async () => {
    const id = konsole.addSession({ title: 'One' });
    konsole.addSession({ title: 'Two', updatedAt: Date.now() + 1000 });
    konsole.answer('session.search', ok({ hits: [hit(id, { turn: 't7' })] }));
    await open();
    await typeInto(box(), 'socket');
    await pause();
    const jumps: Jump[] = [];
    onTestFinished(useJump.subscribe(({ jump }) => jump && jumps.push(jump)));
    await press(box(), 'Enter');
    expect(useUi.getState().session).toBe(id);
    expect(jumps[0]).toMatchObject({ session: id, place: { turn: 't7' } });
  });

  it('is moved through with arrows from the box on', async () => {
    const id = konsole.addSession({ title: 'One' });
    konsole.answer('session.search', ok({ hits: [hit(id), hit(id, { turn: 't2' })] }));
    await open();
    await typeInto(box(), 'socket');
    await pause();
    await press(box(), 'ArrowDown');
    expect(document.activeElement?.textContent).toMatch(/^Old plans/);
    await press(document.activeElement as HTMLElement, 'ArrowDown');
    expect(document.activeElement?.textContent).toBe('the socket closes');
  });

  it('an answer that was overtaken changes nothing', async () => {
    const answers: Array<(answer: Answer) => void> = [];
    konsole.answer('session.search', () => new Promise((done) => answers.push(done)));
    await open();
    await typeInto(box(), 'first');
    await pause();
    await typeInto(box(), 'second');
    await pause();
    await act(async () => answers[1]?.(ok({ hits: [hit('s1', { excerpt: 'of the second' })] })));
    await act(async () => answers[0]?.(ok({ hits: [hit('s1', { excerpt: 'of the first' })] })));
    expect(text()).toContain('of the second');
    expect(text()).not.toContain('of the first');
  });

  it('says that nothing was found, and what to try', async () => {
    await open();
    await typeInto(box(), 'xyz');
    await pause();
    expect(text()).toContain('Nothing found for “xyz”.');
    expect(text()).toContain('Try fewer or other words.');
  });

  it('says why it failed, and tries again', async () => {
    konsole.answer('session.search', failed('internal', 'The index is being made.'));
    await open();
    await typeInto(box(), 'socket');
    await pause();
    expect(byRole('alert').textContent).toContain('The index is being made.');
    konsole.answer('session.search', ok({ hits: [hit('s1')] }));
    await click(byRole('button', 'Try again'));
    expect(allByRole('alert')).toEqual([]);
    expect(byRole('list', 'Places found').textContent).toContain('the socket closes');
  });

  it.each([
    ['Ctrl+Shift+F', 'F', { ctrlKey: true, shiftKey: true }],
    ['/', '/', {}],
  ])('%s goes to the box, Esc clears it and then goes back', async (_name, key, more) => {
    konsole.addSession({ title: 'One' });
    await open();
    const before = byRole('link', 'Sessions');
    await act(async () => before.focus());
    await press(before, key, more);
    expect(document.activeElement).toBe(box());
    await typeInto(box(), 'one');
    await press(box(), 'Escape');
    expect(box().value).toBe('');
    expect(document.activeElement).toBe(box());
    await press(box(), 'Escape');
    expect(document.activeElement).toBe(before);
  });

  it('a slash that is written stays in the text', async () => {
    await open();
    const message = byRole('textbox', 'Message');
    await act(async () => message.focus());
    const event = await press(message, '/');
    expect(event.defaultPrevented).toBe(false);
    expect(document.activeElement).toBe(message);
  });
});

describe('hits', () => {
  it('of one session stand together, where the best of them came', () => {
    const found = bySession([
      hit('a', { turn: 't2' }),
      hit('b'),
      hit('a', { turn: 't1', at: Date.now() + 5 }),
    ]);
    expect(found.map(({ session, places }) => [session, places.map(({ turn }) => turn)])).toEqual([
      ['a', ['t2', 't1']],
      ['b', ['t1']],
    ]);
  });

  it('attack 3: an excerpt is text, and marks that make no sense mark nothing', async () => {
    const excerpt = '<img src=x onerror=alert(1)> socket';
    const host = await render(
      <Marked
        text={excerpt}
        marks={[
          [-5, 3],
          [29, 35],
          [30, 31],
          [9, 4],
          [10, 9000],
        ]}
      />,
    );
    expect(host.textContent).toBe(excerpt);
    expect(host.querySelector('img')).toBeNull();
    expect(Array.from(host.querySelectorAll('mark')).map((mark) => mark.textContent)).toEqual([
      'socket',
    ]);
  });
});
