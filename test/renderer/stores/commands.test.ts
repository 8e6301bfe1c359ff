// @vitest-environment happy-dom
import { act, createElement } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import { KonsoleError } from '../../../preload/contract/errors';
import { command, commandOrToast, desktop } from '../../../renderer/stores/commands';
import { openPage } from '../../../renderer/stores/page';
import { Toasts } from '../../../renderer/ui/toast';
import { createFakeKonsole, failed } from '../support/fake-bridge';
import { byRole, render } from '../support/render';

let konsole = createFakeKonsole();
beforeEach(() => {
  konsole = createFakeKonsole();
  openPage(konsole.page);
});

const idsOf = (name: string) =>
  konsole.calls.filter((call) => call.name === name).map((call) => call.params.commandId);

describe('commands of a page', () => {
  it('I5: a mutating command carries an id of its own each time', async () => {
    await command('session.create', { kind: 'main' });
    await command('session.create', { kind: 'main' });
    const [first, second] = idsOf('session.create');
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(second).not.toBe(first);
  });

  it('I5: an id that the caller chose is kept, so that a repeat is one', async () => {
    await command('session.create', { kind: 'main', commandId: 'mine' });
    expect(idsOf('session.create')).toEqual(['mine']);
  });

  it('a reading command carries no id', async () => {
    await command('settings.get', {});
    expect(idsOf('settings.get')).toEqual([undefined]);
  });

  it('a failed answer is an error with its code and message', async () => {
    konsole.answer('session.get', failed('not-found', 'There is no such session.'));
    const error = await command('session.get', { session: 'x' }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(KonsoleError);
    expect(error).toMatchObject({ code: 'not-found', message: 'There is no such session.' });
  });

  it('a failure nobody waits for is shown with the message of the answer', async () => {
    konsole.answer('queue.go', failed('conflict', 'Nothing is held back.'));
    await render(createElement(Toasts));
    const result = await act(() => commandOrToast('queue.go', { session: 'x' }));
    expect(result).toBeUndefined();
    expect(byRole('alert').textContent).toContain('Nothing is held back.');
  });

  it('the desktop is asked by name, without an id', async () => {
    const info = await desktop('desktop.info', {});
    expect(info.version).toBe('0.1.0');
  });
});
