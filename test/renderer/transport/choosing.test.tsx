// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import { actions } from '../../../renderer/features/palette/actions';
import { chooseNext } from '../../../renderer/features/transport/choice';
import { presetAfter, presetOf, presets } from '../../../renderer/features/transport/ways';
import { App } from '../../../renderer/main-window/app';
import { onNotice } from '../../../renderer/main-window/notices';
import { QuickWindow } from '../../../renderer/quick-window/quick-window';
import { startPage } from '../../../renderer/stores/start';
import { typeInto } from '../quick/typing';
import { createFakeKonsole, failed, ok } from '../support/fake-bridge';
import { allByRole, byRole, click, press, render, text, until } from '../support/render';
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
const keys = { ctrlKey: true, shiftKey: true };
const said = () => document.querySelector('[data-testid=announcer]')?.textContent;
const set = () => {
  const { main, quick } = konsole.world.settings.lanes;
  return [main.transport, quick.transport];
};
const patches = () =>
  konsole.calls.filter(({ name }) => name === 'settings.update').map(({ params }) => params.patch);

describe('the key for the next transport', () => {
  it('goes through the presets and begins again', async () => {
    await open();
    const seen: string[][] = [];
    for (let times = 0; times < 4; times += 1) {
      await press(window, 'L', keys);
      seen.push(set());
    }
    expect(seen).toEqual([
      ['sse', 'sse'],
      ['websocket', 'websocket'],
      ['sse', 'websocket'],
      ['direct', 'direct'],
    ]);
  });

  it('says what it is now, and shows that for a moment in place of what it said before', async () => {
    await open();
    await press(window, 'L', keys);
    expect(said()).toContain('Transport: SSE first. Main turns and quick turns come as');
    expect(byRole('region', 'Messages').textContent).toBe('Transport: SSE first');
    await press(window, 'L', keys);
    expect(byRole('region', 'Messages').textContent).toBe('Transport: WebSocket');
    expect(allByRole('status', /Transport/)).toEqual([]);
  });

  it('counts every press, also one that comes before the answer to the last', async () => {
    await open();
    const waiting: Array<() => void> = [];
    konsole.answer('settings.update', async ({ patch }) => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      const { lanes } = patch as { lanes: Record<'main' | 'quick', object> };
      const { main, quick } = konsole.world.settings.lanes;
      konsole.world.settings.lanes = {
        main: { ...main, ...lanes.main },
        quick: { ...quick, ...lanes.quick },
      };
      return ok({ settings: konsole.world.settings });
    });
    await press(window, 'L', keys);
    await press(window, 'L', keys);
    await press(window, 'L', keys);
    await act(async () => {
      for (const answer of waiting) answer();
    });
    expect(set()).toEqual(['sse', 'websocket']);
    expect(byRole('region', 'Messages').textContent).toBe(
      'Transport: Hybrid (SSE main · WebSocket quick)',
    );
  });

  it('shows why nothing changed', async () => {
    konsole.answer('settings.update', failed('internal', 'The disk is full.'));
    await open();
    await press(window, 'L', keys);
    expect(byRole('alert').textContent).toContain('The disk is full.');
    expect(set()).toEqual(['direct', 'direct']);
  });

  it('works in the quick window too', async () => {
    startPage(konsole.page, () => {});
    await render(<QuickWindow mac={false} />);
    await press(window, 'L', keys);
    expect(set()).toEqual(['sse', 'sse']);
    expect(text()).toContain('Transport: SSE first');
  });

  it('goes between SSE and WebSocket in a browser, and sets nothing else', async () => {
    konsole.world.info.platform = 'browser';
    await open();
    await press(window, 'L', keys);
    await press(window, 'L', keys);
    expect(patches()).toEqual([
      { lanes: { main: { transport: 'websocket' } } },
      // To the page that is SSE as well, and the desktop's windows keep their way.
      { lanes: { main: { transport: 'direct' } } },
    ]);
  });

  it('does nothing before the settings are there', () => {
    chooseNext();
    expect(konsole.calls).toEqual([]);
  });
});

describe('the palette', () => {
  it('has a command for each preset', async () => {
    await open();
    await press(window, 'k', { ctrlKey: true });
    await until(() => expect(allByRole('combobox', 'Command')).toHaveLength(1));
    await typeInto(byRole('combobox', 'Command'), 'transport:');
    expect(allByRole('option').map((option) => option.textContent)).toEqual([
      'Transport: Direct',
      'Transport: SSE first',
      'Transport: WebSocket',
      'Transport: Hybrid',
    ]);
    await click(byRole('option', 'Transport: Hybrid'));
    await until(() => expect(set()).toEqual(['sse', 'websocket']));
  });

  it('knows each command by one id', () => {
    expect(new Set(actions.map(({ id }) => id)).size).toBe(actions.length);
  });
});

describe('a mix that is no preset', () => {
  const mix = { main: 'websocket', quick: 'direct' } as const;
  it('has no name, and the first preset comes after it', () => {
    expect(presetOf(presets, mix)).toBeUndefined();
    expect(presetAfter(presets, mix)?.id).toBe('direct');
  });
});
