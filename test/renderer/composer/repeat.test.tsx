// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import { App } from '../../../renderer/main-window/app';
import { startPage } from '../../../renderer/stores/start';
import { showSession } from '../../../renderer/stores/ui-store';
import { createFakeKonsole, failed } from '../support/fake-bridge';
import { byRole, press, render, type } from '../support/render';
import { resetStores } from '../support/stores';

let konsole = createFakeKonsole();
beforeEach(() => {
  resetStores();
  konsole = createFakeKonsole();
});

const box = () => byRole('textbox', 'Message') as HTMLTextAreaElement;
const ids = () =>
  konsole.calls.filter(({ name }) => name === 'turn.send').map(({ params }) => params.commandId);

async function openRefusing(code: 'internal' | 'busy') {
  const id = konsole.addSession();
  konsole.answer('turn.send', failed(code, 'It did not work.'));
  startPage(konsole.page, () => {});
  await render(<App />);
  await act(async () => showSession(id));
  await type(box(), 'Go on');
  await press(box(), 'Enter');
}

describe('sending again after a failure', () => {
  it('I5: is the same command where nobody knows whether the first arrived', async () => {
    await openRefusing('internal');
    await press(box(), 'Enter');
    expect(ids()).toHaveLength(2);
    expect(ids()[0]).toBe(ids()[1]);
  });

  it('is another one where it was refused', async () => {
    await openRefusing('busy');
    await press(box(), 'Enter');
    expect(ids()[0]).not.toBe(ids()[1]);
  });

  it('is another one when the message was written anew, though in the same words', async () => {
    await openRefusing('internal');
    await type(box(), '');
    await type(box(), 'Go on');
    await press(box(), 'Enter');
    expect(ids()[0]).not.toBe(ids()[1]);
  });
});
