// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { App } from '../../../renderer/main-window/app';
import { startPage } from '../../../renderer/stores/start';
import { showNewSession, showSession, useUi } from '../../../renderer/stores/ui-store';
import { createFakeKonsole, failed, ok } from '../support/fake-bridge';
import { allByRole, byRole, click, press, render, text, type } from '../support/render';
import { resetStores } from '../support/stores';

let konsole = createFakeKonsole();
beforeEach(() => {
  resetStores();
  konsole = createFakeKonsole();
});

const open = async () => {
  startPage(konsole.page, () => {});
  await render(<App />);
};
const box = () => byRole('textbox', 'Message') as HTMLTextAreaElement;
const paste = async (data: string) => {
  const init = { inputType: 'insertFromPaste', data, bubbles: true, cancelable: true };
  const event = new InputEvent('beforeinput', init);
  await act(async () => {
    box().dispatchEvent(event);
  });
  return event;
};
const sent = () => konsole.calls.filter((call) => call.name === 'turn.send');
const running = async () => {
  const id = konsole.addSession({ title: 'Busy' });
  await open();
  await act(async () =>
    konsole.emit(id, [
      { type: 'turn.queued', at: Date.now(), turn: 'r1', text: 'work' },
      { type: 'turn.started', at: Date.now(), turn: 'r1', attempt: 1, model: 'lab/m' },
    ]),
  );
  return id;
};

describe('the composer with no session yet', () => {
  it('makes a session in the chosen folder, then sends into it', async () => {
    konsole.world.settings.workspace = '/home/ada/code';
    await open();
    await type(box(), 'What is here?');
    await press(box(), 'Enter');
    const made = konsole.calls.find((call) => call.name === 'session.create');
    expect(made?.params).toMatchObject({ kind: 'main', workspace: '/home/ada/code' });
    expect(sent()[0]?.params).toMatchObject({ text: 'What is here?' });
    expect(useUi.getState().session).toBe(sent()[0]?.params.session);
    expect(box().value).toBe('');
    expect(byRole('article', 'Turn 1').textContent).toContain('What is here?');
  });

  it('names the folder that Konsole was started in, where none was chosen', async () => {
    konsole.world.startedIn = '/home/ada/started';
    await open();
    expect(text()).toContain('started');
    expect(text()).not.toContain('Choose a folder');
  });

  it('has the focus once the first run was left', async () => {
    konsole.world.settings.said = [];
    konsole.world.effective = { main: 'demo/scripted', quick: 'demo/scripted' };
    await open();
    await click(byRole('button', 'Try the demo'));
    expect(document.activeElement).toBe(box());
  });

  it('keeps the text and says why when sending failed, and leaves no empty session', async () => {
    konsole.answer('turn.send', failed('busy', 'Too many turns wait. Try again in a minute.'));
    await open();
    await type(box(), 'What is here?');
    await click(byRole('button', 'Send'));
    expect(box().value).toBe('What is here?');
    expect(byRole('alert').textContent).toContain('Too many turns wait.');
    expect(konsole.calls.some((call) => call.name === 'session.delete')).toBe(true);
  });

  it('sends nothing that is blank', async () => {
    await open();
    await type(box(), ' \n ');
    await press(box(), 'Enter');
    expect(sent()).toEqual([]);
    expect((byRole('button', 'Send') as HTMLButtonElement).disabled).toBe(true);
  });

  it('fills in an example that was picked', async () => {
    await open();
    await click(byRole('button', /What is in this folder/));
    expect(box().value).toContain('What is in this folder');
    expect((byRole('button', 'Send') as HTMLButtonElement).disabled).toBe(false);
  });
});

describe('the composer', () => {
  it('leaves Shift+Enter and a composing Enter to the text', async () => {
    await open();
    await type(box(), 'one');
    expect((await press(box(), 'Enter', { shiftKey: true })).defaultPrevented).toBe(false);
    await press(box(), 'Enter', { isComposing: true });
    expect(sent()).toEqual([]);
  });

  it('sends once however often Enter is pressed', async () => {
    let answer = (_value: ReturnType<typeof ok>) => {};
    konsole.addSession();
    konsole.answer(
      'turn.send',
      () =>
        new Promise<ReturnType<typeof ok>>((resolve) => {
          answer = resolve;
        }),
    );
    await open();
    await type(box(), 'one');
    await press(box(), 'Enter');
    await press(box(), 'Enter');
    await act(async () => answer(ok({ turn: 't1' })));
    expect(sent()).toHaveLength(1);
  });

  it('holds a 5 MB paste beside the text box, and sends all of it after the text', async () => {
    konsole.addSession();
    await open();
    await type(box(), 'What is wrong in this log?');
    await paste('x'.repeat(5_000_000));
    expect(box().value).toBe('What is wrong in this log?');
    expect(byRole('list', 'Pasted text').textContent).toContain('5 000 000 characters');
    await press(box(), 'Enter');
    expect(sent()[0]?.params.text).toBe(`What is wrong in this log?\n\n${'x'.repeat(5_000_000)}`);
    expect(allByRole('list', 'Pasted text')).toEqual([]);
  });

  it('gives a long paste back, and leaves a short one to the text box', async () => {
    konsole.addSession();
    await open();
    expect((await paste('short')).defaultPrevented).toBe(false);
    await paste('x'.repeat(60_000));
    expect((byRole('button', 'Send') as HTMLButtonElement).disabled).toBe(false);
    await click(byRole('button', 'Remove pasted text'));
    expect((byRole('button', 'Send') as HTMLButtonElement).disabled).toBe(true);
  });

  it('does not measure the height of a full box', async () => {
    konsole.addSession();
    await open();
    const measured = vi.spyOn(box(), 'scrollHeight', 'get');
    await type(box(), 'x'.repeat(40_000));
    expect(measured).not.toHaveBeenCalled();
  });

  it('keeps what was typed in each session when a person looks elsewhere', async () => {
    const one = konsole.addSession({ title: 'One' });
    const two = konsole.addSession({ title: 'Two' });
    await open();
    await act(async () => showSession(one));
    await type(box(), 'for one');
    await act(async () => showSession(two));
    expect(box().value).toBe('');
    await act(async () => showNewSession());
    await act(async () => showSession(one));
    expect(box().value).toBe('for one');
  });

  it('says when answers are scripted', async () => {
    konsole.world.effective = { main: 'demo/scripted', quick: 'demo/scripted' };
    await open();
    expect(byRole('status', 'Demo: scripted answers, no AI')).toBeTruthy();
    await click(byRole('button', 'Set up a model'));
    expect(useUi.getState().section).toBe('settings');
  });
});

describe('the composer while a turn runs', () => {
  it('has Steer, Queue and Stop in the place of Send', async () => {
    await running();
    expect(allByRole('button', /Send/)).toEqual([]);
    for (const name of ['Steer', 'Queue', 'Stop']) expect(byRole('button', name)).toBeTruthy();
    await type(box(), 'next');
    await press(box(), 'Enter', { ctrlKey: true });
    expect(byRole('list', 'Queue').textContent).toContain('next');
  });

  it('names the turn it stops', async () => {
    const id = await running();
    await click(byRole('button', 'Stop'));
    const stop = konsole.calls.find((call) => call.name === 'turn.interrupt');
    expect(stop?.params).toMatchObject({ session: id, turn: 'r1' });
  });

  it('stops at the second Esc, not at the first', async () => {
    await running();
    const stops = () => konsole.calls.filter((call) => call.name === 'turn.interrupt').length;
    await press(box(), 'Escape');
    expect(stops()).toBe(0);
    expect(text()).toContain('again to stop');
    await press(box(), 'Escape');
    expect(stops()).toBe(1);
  });

  it('removes from the queue, and lets a held queue go on', async () => {
    const id = await running();
    await type(box(), 'next');
    await press(box(), 'Enter', { ctrlKey: true });
    const queue = konsole.stateOf(id)?.queue ?? [];
    await act(async () =>
      konsole.emit(id, [{ type: 'queue.changed', at: Date.now(), queue, paused: true }]),
    );
    await click(byRole('button', 'Go on'));
    expect(konsole.calls.some((call) => call.name === 'queue.go')).toBe(true);
    await click(byRole('button', 'Remove from queue'));
    expect(konsole.stateOf(id)?.queue).toEqual([]);
  });
});
