// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { quickPlace } from '../../../renderer/stores/draft-store';
import { failed } from '../support/fake-bridge';
import { allByRole, byRole, click, eventually, press, text } from '../support/render';
import { ask, box, calls, emit, ends, fake, log, open, says } from './quick-page';
import { typeInto } from './typing';

const pin = () => byRole('button', 'Keep open');
const pressed = () => pin().getAttribute('aria-pressed');

describe('Keep open', () => {
  afterEach(() => vi.restoreAllMocks());

  test('tells the desktop, and Esc hides and lets go of it', async () => {
    await open();
    expect(pressed()).toBe('false');
    await click(pin());
    expect(calls('desktop.pin-quick').at(-1)?.params).toEqual({ pinned: true });
    expect(pressed()).toBe('true');
    await press(box(), 'Escape');
    expect(calls('desktop.hide-quick')).toHaveLength(1);
    expect(pressed()).toBe('false');
  });

  test('is shown as the desktop has it whenever the window is shown', async () => {
    await open();
    await click(pin());
    await act(async () => fake.notice({ type: 'quick-shown', pinned: true }));
    expect(pressed()).toBe('true');
    await act(async () => fake.notice({ type: 'quick-shown' }));
    expect(pressed()).toBe('false');
  });

  test('that the desktop refused is not shown as done', async () => {
    fake.answer('desktop.pin-quick', failed('unsupported', 'Not here.'));
    await open();
    await click(pin());
    expect(pressed()).toBe('false');
    expect(text()).toContain('Not here.');
  });
});

describe('a click on news', () => {
  test('of another conversation opens it, and of this one leaves it as it is', async () => {
    await open();
    const { session } = await ask('one?');
    const other = fake.addSession({ kind: 'chat', title: 'Another' });
    await act(async () => fake.notice({ type: 'open-session', session }));
    expect(log().textContent).toContain('one?');
    await act(async () => fake.notice({ type: 'open-session', session: other }));
    expect(log().textContent).not.toContain('one?');
    expect(location.hash).toBe(`#session/${other}`);
  });
});

describe('a menu', () => {
  test('is closed by Esc with the window still there, and gives the focus back', async () => {
    await open();
    await click(byRole('button', 'Add'));
    await press(document.activeElement as HTMLElement, 'Escape');
    expect(allByRole('menu')).toEqual([]);
    expect(calls('desktop.hide-quick')).toEqual([]);
    expect(document.activeElement).toBe(byRole('button', 'Add'));
  });

  test('is worked with arrows, Home, End and first letters', async () => {
    await open();
    await click(byRole('button', 'Add'));
    const menu = byRole('menu');
    const at = () => document.activeElement?.textContent;
    expect(at()).toBe('Selection');
    await press(menu, 'ArrowUp');
    expect(at()).toBe('Files…');
    await press(menu, 'Home');
    expect(at()).toBe('Selection');
    await press(menu, 'c');
    expect(at()).toBe('Clipboard');
    await press(menu, 'End');
    expect(at()).toBe('Files…');
  });
});

describe('Copy answer', () => {
  test('copies that answer, the key the last one, and it is announced', async () => {
    await open();
    const one = await ask('one?');
    await emit(one.session, [...says(one.turn, 'First.'), ...ends(one.turn)]);
    const two = await ask('two?');
    await emit(two.session, [...says(two.turn, 'Second.'), ...ends(two.turn)]);
    await click(byRole('button', 'Copy answer'));
    expect(calls('desktop.copy').at(-1)?.params).toEqual({ text: 'First.' });
    expect(document.querySelector('[data-testid=announcer]')?.textContent).toBe('Answer copied');
    await press(box(), 'C', { ctrlKey: true, shiftKey: true });
    expect(calls('desktop.copy').at(-1)?.params).toEqual({ text: 'Second.' });
  });
});

describe('what is being written', () => {
  test('is kept by the engine in a place of its own, and there again after a crash', async () => {
    fake.world.drafts.set(quickPlace, { text: 'half a thou', pasted: [], files: [] });
    fake.world.drafts.set('', { text: 'of the main window', pasted: [], files: [] });
    await open();
    expect(box().value).toBe('half a thou');
    await typeInto(box(), 'half a thought');
    await act(async () => {
      window.dispatchEvent(new Event('pagehide'));
    });
    expect(calls('draft.keep').at(-1)?.params).toMatchObject({
      place: 'quick',
      draft: { text: 'half a thought' },
    });
  });

  test('goes over to the session that the first question makes', async () => {
    let made: (answer: unknown) => void = () => {};
    const waits = new Promise((resolve) => {
      made = resolve;
    });
    let session = '';
    fake.answer('session.create', async ({ kind }) => {
      await waits;
      session = fake.addSession({ kind: kind as 'chat' });
      return { ok: true, result: { session: fake.stateOf(session)?.session, turn: 't-first' } };
    });
    await open();
    await typeInto(box(), 'one?');
    await press(box(), 'Enter');
    await typeInto(box(), 'and then');
    await act(async () => made(undefined));
    expect(box().value).toBe('and then');
    await eventually(() => {
      expect(fake.world.drafts.get(session)).toMatchObject({ text: 'and then' });
      expect(fake.world.drafts.has(quickPlace)).toBe(false);
    });
  });
});
