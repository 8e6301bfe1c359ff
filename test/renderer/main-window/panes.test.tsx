// @vitest-environment happy-dom
import fc from 'fast-check';
import { act } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import { App } from '../../../renderer/main-window/app';
import { onNotice } from '../../../renderer/main-window/notices';
import { paneWidth, parseLayout, useLayout } from '../../../renderer/stores/layout-store';
import { startPage } from '../../../renderer/stores/start';
import { toast } from '../../../renderer/ui/toast';
import { createFakeKonsole } from '../support/fake-bridge';
import { byRole, click, press, render } from '../support/render';
import { resetStores } from '../support/stores';

let konsole = createFakeKonsole();
beforeEach(() => {
  resetStores();
  konsole = createFakeKonsole();
});
const open = async () => {
  startPage(konsole.page, onNotice);
  await render(<App />);
};

describe('the width of a pane', () => {
  it('is within its bounds whatever was chosen, and leaves the page a third of the window', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1100, max: 3840 }),
        fc.option(fc.integer({ min: -50, max: 9000 }), { nil: undefined }),
        fc.option(fc.integer({ min: -50, max: 9000 }), { nil: undefined }),
        (window, left, right) => {
          const panes = [paneWidth('left', left, window), paneWidth('right', right, window)];
          for (const { now, min, max } of panes) {
            expect(now).toBeGreaterThanOrEqual(min);
            expect(now).toBeLessThanOrEqual(max);
          }
          const page = window - panes.reduce((sum, pane) => sum + pane.now, 0);
          expect(page).toBeGreaterThanOrEqual(window / 3);
        },
      ),
    );
  });

  it('grows a little with a very wide window, and not without end', () => {
    expect(paneWidth('left', undefined, 1360).now).toBe(248);
    expect(paneWidth('right', undefined, 1360).now).toBe(296);
    expect(paneWidth('left', undefined, 3840).now).toBe(320);
    expect(paneWidth('right', undefined, 3840).now).toBe(400);
  });

  it('is changed with the keys of its edge, remembered, and Enter makes it usual again', async () => {
    await open();
    const edge = byRole('separator', 'Width of Sidebar');
    expect(edge.getAttribute('aria-valuenow')).toBe('248');
    await press(edge, 'ArrowRight');
    expect(edge.getAttribute('aria-valuenow')).toBe('264');
    expect(JSON.parse(localStorage.getItem('konsole.layout') ?? '')).toMatchObject({
      left: { shown: true, width: 264 },
    });
    await press(edge, 'Home');
    expect(edge.getAttribute('aria-valuenow')).toBe('200');
    await press(edge, 'Enter');
    expect(useLayout.getState().left).toEqual({ shown: true });
  });

  it('is the usual one where what was remembered cannot be read', () => {
    const usual = { left: { shown: true }, right: { shown: true } };
    for (const text of [null, '', '{', '7', 'null', '{"left":{"width":"wide"}}']) {
      expect(parseLayout(text)).toEqual(usual);
    }
    expect(parseLayout('{"left":{"shown":false},"right":{"shown":true,"width":400}}')).toEqual({
      left: { shown: false },
      right: { shown: true, width: 400 },
    });
  });
});

describe('the focus', () => {
  it('goes to the heading of a section, and back to the message box with a session', async () => {
    konsole.addSession({ title: 'One' });
    await open();
    await click(byRole('link', 'Diagnostics'));
    expect(document.activeElement).toBe(byRole('heading', 'Diagnostics'));
    await click(byRole('link', 'Settings'));
    expect(document.activeElement).toBe(byRole('heading', 'Settings'));
    await click(byRole('button', /^One/));
    expect(document.activeElement).toBe(byRole('textbox', 'Message'));
  });

  it('goes with F6 through the parts of the window, messages too', async () => {
    konsole.addSession({ title: 'One' });
    await open();
    await act(async () => void toast({ message: 'Saved.', stayMs: 60_000 }));
    const at = () =>
      document.activeElement?.closest('[data-region], main')?.getAttribute('data-region') ?? 'page';
    const seen = [];
    for (let times = 0; times < 4; times += 1) {
      await press(document.activeElement ?? window, 'F6');
      seen.push(at());
    }
    expect(new Set(seen)).toEqual(new Set(['Sidebar', 'page', 'Turn details', 'Messages']));
    const last = at();
    await press(document.activeElement ?? window, 'F6');
    await press(document.activeElement ?? window, 'F6', { shiftKey: true });
    expect(at()).toBe(last);
  });
});
