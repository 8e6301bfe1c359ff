// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import { actionById, canRun } from '../../../renderer/features/palette/actions';
import { showSection, useUi } from '../../../renderer/stores/ui-store';
import { failed, ok } from '../support/fake-bridge';
import { allByRole, byRole, click, eventually, press, text, type } from '../support/render';
import { decision, freshKonsole, openPageOf, regionText } from './page';

let konsole = freshKonsole();
beforeEach(() => {
  konsole = freshKonsole();
});

const openDecision = async () => {
  const id = konsole.addKontask(decision);
  await openPageOf(konsole, id);
  return id;
};

const said = () => document.querySelector('[aria-live=polite]')?.textContent;

describe('the page of a kontask', () => {
  it('has its regions by their names, with all that the kontask says', async () => {
    await openDecision();
    expect(byRole('heading', 'WebSocket vs SSE: Quick Turn Timing Decision').tagName).toBe('H1');
    expect(text()).toContain('Analysis of whether to do WebSocket refactor now');
    for (const name of ['Output', 'Quick actions', 'Original request', 'Raw data'])
      byRole('region', name);
    const details = regionText('Details');
    for (const part of ['General', 'Completed', 'vibetools', 'No layout configured', '· by claude'])
      expect(details).toContain(part);
    for (const tag of ['architecture', 'websocket', 'quick-turn', 'sse'])
      byRole('button', `Remove tag ${tag}`);
    const dates = [...byRole('region', 'Details').querySelectorAll('time')];
    expect(dates.map((date) => date.title)).toEqual([
      '2026-01-05T01:49:33.988Z',
      '2026-01-05T02:01:13.730Z',
    ]);
    const timing = regionText('Timing');
    for (const part of ['12 m 51.6 s', '771.6 s', '63 tool', 'First event 1%', 'Thinking 95%'])
      expect(timing).toContain(part);
    expect(timing).toContain('Tools 4%');
    expect(byRole('button', 'SSE first').className).toContain('bg-main');
  });

  it('says plainly that the turn which asked is not here', async () => {
    await openDecision();
    expect(regionText('Original request')).toContain('not in this Konsole');
    expect(regionText('Original request')).toContain('7becae88-448c-480c-9ca9-91fc6423a71a');
  });

  it('opens the turn that asked, at its place', async () => {
    const session = konsole.addSession({ title: 'Plans' });
    await act(async () =>
      konsole.emit(session, [
        { type: 'turn.queued', at: 1, turn: 'asked', text: 'What first?' },
        { type: 'turn.started', at: 1, turn: 'asked', attempt: 1, model: 'lab/m' },
      ]),
    );
    const id = konsole.addKontask({ ...decision, requestId: 'asked' });
    await openPageOf(konsole, id);
    expect(regionText('Original request')).toContain('What first?');
    await click(byRole('button', 'Open the turn'));
    expect(useUi.getState()).toMatchObject({ section: 'sessions', session });
  });

  it('goes back to the session that one came from', async () => {
    const session = konsole.addSession({ title: 'Plans' });
    const id = konsole.addKontask(decision);
    await openPageOf(konsole, id);
    await act(async () => useUi.setState({ cameFrom: { session } }));
    await click(byRole('button', 'Back to Plans'));
    expect(useUi.getState()).toMatchObject({ section: 'sessions', session });
  });

  it('with nothing in it says what fills each part', async () => {
    const id = konsole.addKontask({ title: 'Bare' });
    await openPageOf(konsole, id);
    expect(regionText('Output')).toContain('Nothing yet');
    expect(regionText('Timing')).toContain('No turn has been timed');
    expect(regionText('Original request')).toContain('No turn asked for it');
    byRole('textbox', 'Your own answer');
  });

  it('that is not there, or was deleted just now, says so', async () => {
    const id = await openDecision();
    await act(async () => {
      await konsole.bridge.commands['kontask.delete']({ id });
    });
    expect(text()).toContain('This kontask was deleted');
    await click(byRole('button', 'Restore'));
    await eventually(() => byRole('region', 'Details'));
  });

  it('that cannot be loaded is asked for again', async () => {
    const id = konsole.addKontask(decision);
    konsole.answer('kontask.get', failed('internal', 'The disk is full.'));
    await expect(openPageOf(konsole, id)).rejects.toThrow();
    expect(text()).toContain('The disk is full.');
    konsole.answer('kontask.get', ok({ kontask: konsole.kontaskOf(id), rev: 1 }));
    await click(byRole('button', 'Try again'));
    await eventually(() => byRole('region', 'Details'));
  });
});

describe('editing in place', () => {
  it('changes the title by keyboard, and Esc leaves it', async () => {
    const id = await openDecision();
    await click(byRole('button', 'Edit title'));
    const field = byRole('textbox', 'Title') as HTMLInputElement;
    await type(field, '  New   title ');
    await press(field, 'Enter');
    expect(konsole.kontaskOf(id)?.title).toBe('New title');
    expect(document.activeElement).toBe(byRole('button', 'Edit title'));
    await click(byRole('button', 'Edit title'));
    await type(byRole('textbox', 'Title'), 'Never');
    await press(byRole('textbox', 'Title'), 'Escape');
    expect(konsole.kontaskOf(id)?.title).toBe('New title');
  });

  it('takes a description away, and a tag, and adds one', async () => {
    const id = await openDecision();
    await click(byRole('button', 'Edit description'));
    await type(byRole('textbox', 'Description'), ' ');
    await press(byRole('textbox', 'Description'), 'Enter', { ctrlKey: true });
    expect(konsole.kontaskOf(id)).not.toHaveProperty('description');
    await click(byRole('button', 'Remove tag sse'));
    await type(byRole('textbox', 'Add a tag'), 'later, sse');
    await press(byRole('textbox', 'Add a tag'), 'Enter');
    expect(konsole.kontaskOf(id)?.tags).toEqual([
      'architecture',
      'websocket',
      'quick-turn',
      'later',
      'sse',
    ]);
  });

  it('shows what others changed meanwhile, field by field', async () => {
    const id = await openDecision();
    await click(byRole('button', 'Edit title'));
    await act(async () => konsole.changeKontask(id, { title: 'Theirs' }));
    await type(byRole('textbox', 'Title'), 'Mine');
    await press(byRole('textbox', 'Title'), 'Enter');
    await eventually(() => byRole('group', 'Title'));
    expect(byRole('group', 'Title').textContent).toContain('Mine');
    expect(byRole('heading', 'Theirs').tagName).toBe('H1');
    await click(byRole('button', 'Keep mine'));
    await eventually(() => byRole('heading', 'Mine'));
    expect(allByRole('button', 'Keep mine')).toEqual([]);
  });
});

describe('the history', () => {
  it('is folded, and names who changed what', async () => {
    const id = await openDecision();
    await act(async () => konsole.changeKontask(id, { status: 'failed', title: 'Other' }));
    await click(byRole('button', 'History'));
    await eventually(() => byRole('list', 'History'));
    expect(byRole('list', 'History').textContent).toContain(
      'claude changed status and title (Failed)',
    );
  });
});

describe('the layout', () => {
  it('is edited in place for the whole type, and reset', async () => {
    await openDecision();
    await click(byRole('button', 'Edit layout'));
    await click(byRole('button', 'Move Original request up'));
    await click(byRole('button', 'Hide Raw data'));
    expect(konsole.world.settings.kontasks.layouts.general).toEqual([
      'output',
      'request',
      'actions',
      'timing',
      'details',
    ]);
    expect(allByRole('region', 'Raw data')).toEqual([]);
    expect(said()).toBe('Raw data hidden');
    await click(byRole('button', 'Reset'));
    expect(konsole.world.settings.kontasks.layouts).toEqual({});
    await press(window, 'Escape');
    expect(allByRole('group', 'Layout')).toEqual([]);
  });

  it('of its own is that of no other', async () => {
    const id = konsole.addKontask({ ...decision, context: { layout: ['details', 'raw'] } });
    await openPageOf(konsole, id);
    expect(allByRole('region', 'Timing')).toEqual([]);
    await click(byRole('button', 'Edit layout'));
    await click(byRole('button', 'Show Timing'));
    expect(konsole.kontaskOf(id)?.context?.layout).toEqual(['details', 'raw', 'timing']);
    expect(konsole.world.settings.kontasks.layouts).toEqual({});
  });
});

describe('raw data', () => {
  it('is folded, and found in', async () => {
    const id = konsole.addKontask({ ...decision, extra: { unknown: ['field'] } });
    await openPageOf(konsole, id);
    expect(regionText('Raw data')).not.toContain('"title"');
    await click(byRole('button', 'Show JSON'));
    expect(document.querySelector('pre[aria-label=JSON]')?.textContent).toBe(
      JSON.stringify(konsole.kontaskOf(id), null, 2),
    );
    await type(byRole('textbox', 'Find in raw data'), 'WEBSOCKET refactor');
    await eventually(() => expect(regionText('Raw data')).toContain('1 of 3'));
    await press(byRole('textbox', 'Find in raw data'), 'Enter');
    expect(regionText('Raw data')).toContain('2 of 3');
    await click(byRole('button', 'Copy JSON'));
    expect(konsole.calls.at(-1)).toMatchObject({ name: 'desktop.copy' });
  });
});

describe('the palette at the page of a kontask', () => {
  const run = (id: string) => actionById(id).run();

  it('changes its state, which is said', async () => {
    const id = await openDecision();
    expect(canRun(actionById('kontask-status-completed'))).toBe(false);
    await act(async () => run('kontask-status-archived'));
    await eventually(() => expect(konsole.kontaskOf(id)?.status).toBe('archived'));
    expect(said()).toBe('Status: Archived');
    expect(text()).toContain('It is in the archive');
  });

  it('saves it as a file', async () => {
    const id = await openDecision();
    await act(async () => run('kontask-export-json'));
    await eventually(() => expect(konsole.calls.at(-1)?.name).toBe('desktop.save-text'));
    const { params } = konsole.calls.at(-1) ?? {};
    expect(JSON.parse(String(params?.text))).toEqual(konsole.kontaskOf(id));
    await act(async () => run('kontask-export-pdf'));
    await eventually(() => expect(konsole.calls.at(-1)?.name).toBe('desktop.save-pdf'));
    expect(konsole.calls.at(-1)?.params.html).toContain('<h2>Quick actions</h2>');
  });

  it('deletes it, and Undo brings it back to its page', async () => {
    const id = await openDecision();
    await act(async () => run('kontask-delete'));
    await eventually(() => expect(konsole.kontaskOf(id)).toBeUndefined());
    expect(canRun(actionById('kontask-delete'))).toBe(false);
    await click(byRole('button', 'Undo'));
    await eventually(() => byRole('region', 'Details'));
    expect(konsole.kontaskOf(id)?.title).toBe(decision.title);
  });

  it('has nothing of it anywhere else', async () => {
    await openDecision();
    await act(async () => showSection('settings'));
    expect(canRun(actionById('kontask-export-json'))).toBe(false);
  });
});
