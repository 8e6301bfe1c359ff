// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import { SessionPage } from '../../../renderer/features/sessions/session-page';
import { openPage } from '../../../renderer/stores/page';
import { followHealth } from '../../../renderer/stores/health-store';
import { useLog } from '../../../renderer/features/diagnostics/log-store';
import { useUi } from '../../../renderer/stores/ui-store';
import { followPool } from '../../../renderer/stores/pool-store';
import { transcriptScenes } from '../preview/transcript-scenes';
import { createFakeKonsole } from '../support/fake-bridge';
import { Toasts } from '../../../renderer/ui/toast';
import { allByRole, byRole, click, render, text, eventually } from '../support/render';
import { resetStores } from '../support/stores';

let konsole = createFakeKonsole();
beforeEach(() => {
  resetStores();
  localStorage.clear();
  konsole = createFakeKonsole();
  openPage(konsole.page);
});

/** The scene's session is the last that it made. */
async function open(scene: string): Promise<void> {
  transcriptScenes[scene]?.(konsole);
  followHealth(konsole.stream);
  followPool(konsole.stream);
  const made = Array.from({ length: 20 }, (_, at) => `s${at}`).filter((id) => konsole.stateOf(id));
  await render(<SessionPage id={made.at(-1) ?? ''} />);
}
const called = (name: string) => konsole.calls.filter((call) => call.name === name);

describe('a transcript says', () => {
  it('what to do in a session where nothing is yet', async () => {
    await open('blank');
    expect(byRole('heading', 'Nothing here yet')).toBeTruthy();
  });

  it('that the window is not connected, that nothing is lost, and connects at a press', async () => {
    await open('offline');
    await eventually(() => expect(text()).toContain('What you see is safe'));
    expect(text()).toMatch(/Not connected since \d\d:\d\d\./);
    await click(byRole('button', 'Connect now'));
    expect(called('stream.wake')).toHaveLength(1);
  });

  it('that a message waits for a host, and why', async () => {
    await open('waits-for-host');
    await eventually(() => expect(text()).toContain('All 4 hosts are busy with other turns.'));
  });

  it('that an answer was cut off, and asks for the rest', async () => {
    await open('cut');
    expect(text()).toContain('was cut off');
    await click(byRole('button', 'Go on'));
    expect(called('turn.send')[0]?.params.text).toBe('go on');
  });

  it('how to go on from a failure without doing the work again', async () => {
    await open('broken');
    expect(allByRole('button', 'Try again')).toHaveLength(1);
    await click(byRole('button', 'Resume'));
    expect(called('turn.resume')).toHaveLength(1);
  });

  it('where to read what happened: the log of this session', async () => {
    await open('broken');
    await click(byRole('button', 'See the log'));
    expect(useUi.getState().section).toBe('diagnostics');
    expect(useLog.getState().filter).toMatchObject({ level: 'debug', text: '' });
    expect(useLog.getState().filter.session).toMatch(/^s\d+$/);
  });

  it('that the model declined, and offers nothing that cannot help', async () => {
    await open('refused');
    expect(byRole('group', 'Error').textContent).toContain('declined');
    expect(allByRole('button', 'Resume')).toEqual([]);
    expect(allByRole('button', 'Try again')).toEqual([]);
  });
});

describe('a turn shows', () => {
  it('its files: pictures by name, what is gone as gone, text and PDFs by name and size', async () => {
    await open('files');
    await eventually(() => expect(document.querySelector('img')?.alt).toBe('harbour.png'));
    const files = byRole('list', 'Files');
    expect(files.textContent).toContain('lost-picture.pngno longer here');
    expect(files.textContent).toContain('notes about the harbour.md4 KB');
    expect(files.textContent).toContain('harbour plan.pdf2.5 MB');
    expect(files.querySelectorAll('svg.lucide-book-text')).toHaveLength(1);
  });

  it('what was said while it ran, and that another turn resumed it', async () => {
    await open('files');
    expect(byRole('article', 'Turn 1').textContent).toContain(
      'You, while it ranLook at the lamp first.',
    );
    const resumed = byRole('article', 'Turn 2').textContent ?? '';
    expect(resumed).toContain('Resumed');
    expect(resumed).not.toContain('Go on where you were stopped.');
  });

  it('the first and last of five thousand steps, and more when asked', async () => {
    await open('steps');
    const steps = () => byRole('list', 'Steps').querySelectorAll('[data-step]').length;
    expect(steps()).toBe(40);
    await click(byRole('button', /^Show 200 more of 4 960 hidden steps/));
    expect(steps()).toBe(240);
  });

  it('more of a request of ten megabytes a piece at a time', async () => {
    await open('big-request');
    const shown = () => byRole('article', 'Turn 1').textContent?.length ?? 0;
    expect(shown()).toBeLessThan(6_000);
    await click(byRole('button', /^Show 100 000 more/));
    expect(shown()).toBeGreaterThan(100_000);
    expect(shown()).toBeLessThan(120_000);
  });

  it('buttons that copy its message, its answer and all of it', async () => {
    await open('cut');
    const isTold = (name: string) => byRole('button', name).querySelector('.lucide-check') !== null;
    const footer = () => byRole('button', 'More to copy').closest('footer')?.textContent;
    await click(byRole('button', 'Copy message'));
    await eventually(() => expect(isTold('Copy message')).toBe(true));
    expect(footer()).not.toContain('Copied');
    await click(byRole('button', 'Copy answer'));
    await eventually(() => expect(footer()).toContain('Copied'));
    expect(isTold('Copy message')).toBe(false);
    const copied = called('desktop.copy').map((call) => String(call.params.text));
    expect(copied[0]).toMatch(/^Replace the SSE stream/);
    expect(copied[1]).toMatch(/^The stream machine already/);
    await click(byRole('button', 'More to copy'));
    expect(byRole('menuitem', 'Copy whole turn')).toBeTruthy();
  });

  it('that something was copied where it was asked for: under the turn, or anywhere as a message', async () => {
    await open('cut');
    await render(<Toasts />);
    const footer = byRole('button', 'More to copy').closest('footer');
    await click(byRole('button', 'More to copy'));
    await click(byRole('menuitem', 'Copy message'));
    await eventually(() => expect(footer?.textContent).toContain('Copied'));
    expect(byRole('region', 'Messages').textContent).toBe('');

    const menu = new MouseEvent('contextmenu', { bubbles: true, cancelable: true });
    await act(async () => byRole('article', 'Turn 1').dispatchEvent(menu));
    await click(byRole('menuitem', 'Copy answer'));
    await eventually(() => expect(byRole('status').textContent).toBe('Copied.'));
  });
});
