// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import { SessionPage } from '../../../renderer/features/sessions/session-page';
import { jumpTo } from '../../../renderer/stores/jump-store';
import { openPage } from '../../../renderer/stores/page';
import { sessionStore } from '../../../renderer/stores/session-store';
import { addLongSession } from '../preview/long-scene';
import { createFakeKonsole, failed, ok } from '../support/fake-bridge';
import { allByRole, byRole, click, press, render, text, type, eventually } from '../support/render';
import { resetStores } from '../support/stores';

let konsole = createFakeKonsole();
let id = '';
beforeEach(async () => {
  resetStores();
  localStorage.clear();
  konsole = createFakeKonsole();
  openPage(konsole.page);
  id = addLongSession(konsole, 300);
  await render(<SessionPage id={id} />);
});

const find = () => byRole('textbox', 'Find in session') as HTMLInputElement;
const status = () => document.querySelector('[role=search] [role=status]')?.textContent;
const finds = () => konsole.calls.filter((call) => call.name === 'session.find');
async function look(words: string) {
  await press(window, 'f', { ctrlKey: true });
  await type(find(), words);
  await eventually(() => expect(status()).toMatch(/\d of|No matches/));
}

describe('a long transcript', () => {
  it('lays out the turns near the view alone, numbered as in the session', () => {
    const turns = allByRole('article');
    expect(turns.length).toBeLessThan(20);
    expect(turns.at(-1)?.getAttribute('aria-label')).toBe('Turn 300');
    expect(turns.at(-1)?.getAttribute('aria-setsize')).toBe('300');
  });

  it('goes to a turn that is not loaded, and gives it the focus', async () => {
    await act(async () => jumpTo(id, { turn: 'n12' }));
    await eventually(() =>
      expect(document.activeElement?.getAttribute('aria-label')).toBe('Turn 12'),
    );
    expect(allByRole('article').length).toBeLessThan(20);
  });

  it('opens the folded step that a jump leads into', async () => {
    await act(async () => jumpTo(id, { turn: 'n40', block: 'n40ro' }));
    await eventually(() => expect(text()).toContain('export const harbour = 40;'));
  });

  it('says that a turn to jump to is gone, and that one could not be loaded', async () => {
    await act(async () => jumpTo(id, { turn: 'nowhere' }));
    await eventually(() => {
      expect(sessionStore(id).getState().before).toBeUndefined();
    });
    konsole.answer('history.page', failed('busy', 'Busy.'));
    await act(async () => sessionStore(id).setState({ before: 'n1' }));
    await act(async () => jumpTo(id, { turn: 'also-nowhere' }));
    await eventually(() => expect(byRole('button', 'Try again')).toBeTruthy());
  });

  it('says in its place why earlier turns did not come, and asks for them again', async () => {
    konsole.answer('history.page', failed('busy', 'The journal is busy.'));
    await click(byRole('button', 'Show earlier'));
    expect(byRole('alert').textContent).toContain('The journal is busy.');
    konsole.answer('history.page', ok({ turns: [] }));
    await click(byRole('button', 'Try again'));
    expect(allByRole('alert')).toEqual([]);
  });
});

describe('find in session', () => {
  it('begins at what the reader sees, and steps to and fro and around the end', async () => {
    await look('Question 29');
    expect(status()).toBe('2 of 11');
    await press(find(), 'Enter');
    expect(status()).toBe('3 of 11');
    await press(find(), 'Enter', { shiftKey: true });
    await press(window, 'F3', { shiftKey: true });
    expect(status()).toBe('1 of 11');
    await click(byRole('button', 'Previous match'));
    expect(status()).toBe('11 of 11');
    await press(window, 'F3');
    expect(status()).toBe('1 of 11');
  });

  it('asks once for what was typed, not for each key', async () => {
    await press(window, 'f', { ctrlKey: true });
    for (const words of ['h', 'ha', 'harbour-2']) await type(find(), words);
    await eventually(() => expect(status()).toMatch(/\d of/));
    expect(finds().map((call) => call.params.text)).toEqual(['harbour-2']);
  });

  it('takes no answer to what is not looked for any more', async () => {
    let answerLate: (() => void) | undefined;
    konsole.answer('session.find', ({ text: words }) => {
      if (words !== 'slow') return ok({ hits: [], total: 0 });
      return new Promise((resolve) => {
        answerLate = () => resolve(ok({ hits: [{ turn: 'n300', at: 0 }], total: 99 }));
      });
    });
    await press(window, 'f', { ctrlKey: true });
    await type(find(), 'slow');
    await eventually(() => expect(answerLate).toBeDefined());
    await type(find(), 'other');
    await eventually(() => expect(status()).toBe('No matches'));
    await act(async () => answerLate?.());
    expect(status()).toBe('No matches');
  });

  it('leads to a turn that is not loaded without taking the focus', async () => {
    await look('Question 17:');
    find().focus();
    await press(find(), 'Enter');
    await eventually(() => expect(byRole('article', 'Turn 17')).toBeTruthy());
    expect(document.activeElement).toBe(find());
  });

  it('says what went wrong', async () => {
    konsole.answer('session.find', failed('busy', 'The index is being made.'));
    await press(window, 'f', { ctrlKey: true });
    await type(find(), 'lamp');
    await eventually(() => expect(status()).toBe('The index is being made.'));
  });

  it('closes with Esc, stops no turn by that, and gives the focus back', async () => {
    const message = byRole('textbox', 'Message');
    message.focus();
    await look('lamp');
    find().focus();
    const esc = await press(find(), 'Escape');
    expect(esc.defaultPrevented).toBe(true);
    expect(allByRole('textbox', 'Find in session')).toEqual([]);
    expect(document.activeElement).toBe(message);
  });
});
