// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Answer } from '../../../preload/contract/errors';
import { App } from '../../../renderer/main-window/app';
import { draftOf } from '../../../renderer/stores/draft-store';
import { startPage } from '../../../renderer/stores/start';
import { showNewSession, showSession, useUi } from '../../../renderer/stores/ui-store';
import { createFakeKonsole, failed, ok } from '../support/fake-bridge';
import { allByRole, byRole, press, render, text, type } from '../support/render';
import { resetStores } from '../support/stores';

let konsole = createFakeKonsole();
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  resetStores();
  konsole = createFakeKonsole();
});
afterEach(() => {
  vi.useRealTimers();
});

const open = async () => {
  startPage(konsole.page, () => {});
  await render(<App />);
};
const box = () => byRole('textbox', 'Message') as HTMLTextAreaElement;
const pause = (ms: number) => act(async () => vi.advanceTimersByTimeAsync(ms));
const kept = () => konsole.calls.filter((call) => call.name === 'draft.keep');
const paste = (data: string) =>
  act(async () => {
    const init = { inputType: 'insertFromPaste', data, bubbles: true, cancelable: true };
    box().dispatchEvent(new InputEvent('beforeinput', init));
  });

describe('a draft', () => {
  it('is given to the engine once the person pauses, not at every key', async () => {
    const id = konsole.addSession();
    await open();
    for (const words of ['W', 'Wh', 'Why']) await type(box(), words);
    expect(kept()).toEqual([]);
    await pause(400);
    expect(kept()).toHaveLength(1);
    expect(kept()[0]?.params).toMatchObject({ session: id, draft: { text: 'Why' } });
  });

  it('is there again after a restart, with the pastes and files that belong to it', async () => {
    const id = konsole.addSession();
    const file = { id: 'b1', name: 'log.txt', type: 'text/plain', bytes: 12 };
    konsole.world.drafts.set(id, { text: 'Why?', pasted: ['x'.repeat(60_000)], files: [file] });
    await open();
    expect(box().value).toBe('Why?');
    expect(byRole('list', 'Pasted text').textContent).toContain('60 000 characters');
    expect(byRole('list', 'Attached files').textContent).toContain('log.txt');
    await press(box(), 'Enter');
    const sent = konsole.calls.find((call) => call.name === 'turn.send');
    expect(sent?.params).toMatchObject({ text: `Why?\n\n${'x'.repeat(60_000)}`, blobs: ['b1'] });
    expect(konsole.world.drafts.has(id)).toBe(false);
  });

  it('of a new session is what a restart comes back to', async () => {
    konsole.addSession();
    konsole.world.drafts.set('', { text: 'Begun', pasted: [], files: [] });
    await open();
    expect(useUi.getState().session).toBeUndefined();
    expect(box().value).toBe('Begun');
  });

  it('holds a large paste too', async () => {
    const id = konsole.addSession();
    await open();
    await paste('x'.repeat(300_000));
    await pause(2_000);
    expect(konsole.world.drafts.get(id)).toMatchObject({ pasted: ['x'.repeat(300_000)] });
  });

  it.each([
    ['the box loses the focus', () => box().blur()],
    ['the page goes away', () => window.dispatchEvent(new Event('pagehide'))],
    ['another session is shown', () => showNewSession()],
  ])('goes to the engine at once when %s', async (_when, leave) => {
    const id = konsole.addSession();
    await open();
    await act(async () => box().focus());
    await type(box(), 'Half a sent');
    await act(async () => leave());
    expect(konsole.world.drafts.get(id)).toMatchObject({ text: 'Half a sent' });
  });

  it('typed while the engine is asked for it is not overwritten', async () => {
    const id = konsole.addSession();
    let answer: (answer: Answer) => void = () => {};
    konsole.answer('draft.get', ({ session }) =>
      session === id ? new Promise<Answer>((resolve) => (answer = resolve)) : ok(),
    );
    await open();
    await type(box(), 'Newer');
    await act(async () => answer(ok({ draft: { text: 'Older', pasted: [], files: [] } })));
    expect(box().value).toBe('Newer');
  });

  it('that came while another session was shown is there on the way back', async () => {
    const one = konsole.addSession();
    const two = konsole.addSession();
    const answers: Array<() => void> = [];
    const draft = { text: 'Kept', pasted: [], files: [] };
    konsole.answer('draft.get', ({ session }) =>
      session === one
        ? new Promise<Answer>((resolve) => answers.push(() => resolve(ok({ draft }))))
        : ok(),
    );
    await open();
    await act(async () => showSession(one));
    await act(async () => showSession(two));
    await act(async () => showSession(one));
    for (let asked = 0; asked < 2; asked += 1) await act(async () => answers[asked]?.());
    expect(box().value).toBe('Kept');
  });

  it('that another window changed is taken when the session is opened', async () => {
    const one = konsole.addSession();
    const two = konsole.addSession();
    await open();
    await act(async () => showSession(one));
    await type(box(), 'from here');
    await act(async () => showSession(two));
    konsole.world.drafts.set(one, { text: 'from there', pasted: [], files: [] });
    await act(async () => showSession(one));
    expect(box().value).toBe('from there');
  });

  it('that cannot be kept is said once, and stays in the window', async () => {
    const id = konsole.addSession();
    konsole.answer('draft.keep', failed('internal', 'The disk is full.'));
    await open();
    await type(box(), 'one');
    await pause(400);
    await type(box(), 'one two');
    await pause(400);
    expect(kept()).toHaveLength(2);
    const said = allByRole('status', /This draft could not be saved: The disk is full\./);
    expect(said).toHaveLength(1);
    expect(draftOf(id).text).toBe('one two');
    expect(text().match(/could not be saved/g)).toHaveLength(1);
  });
});
