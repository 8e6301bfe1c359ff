// @vitest-environment happy-dom
import { act } from 'react';
import { describe, expect, test } from 'vitest';
import type { LaneState } from '../../../preload/contract/desktop';
import { failed } from '../support/fake-bridge';
import { click, eventually, press } from '../support/render';
import { fake, group, open, patches, within } from './page';

const transport = () => group('Transport');
const radios = (label: string) => {
  const choice = within(transport(), `[role=radiogroup][aria-label="${label}"]`);
  return [...choice.querySelectorAll<HTMLElement>('[role=radio]')];
};
const chosen = (label: string) =>
  radios(label)
    .filter((radio) => radio.getAttribute('aria-checked') === 'true')
    .map((radio) => radio.textContent);
const choice = (label: string, name: string) =>
  radios(label).find((radio) => radio.textContent === name) as HTMLElement;
const lane = (more: Partial<LaneState> = {}): LaneState => ({
  transport: 'direct',
  wanted: 'direct',
  state: 'live',
  ...more,
});
const given = (main: 'direct' | 'sse' | 'websocket', quick: typeof main) => {
  const { lanes } = fake.world.settings;
  fake.world.settings.lanes = {
    main: { ...lanes.main, transport: main },
    quick: { ...lanes.quick, transport: quick },
  };
};

describe('the presets', () => {
  test.each([
    ['Direct', 'direct', 'direct'],
    ['SSE first', 'sse', 'sse'],
    ['WebSocket', 'websocket', 'websocket'],
    ['Hybrid', 'sse', 'websocket'],
  ] as const)(
    '%s sets main turns to %s and the quick turn to %s, and no more',
    async (name, main, quick) => {
      given('websocket', 'direct');
      await open();
      await click(choice('Preset', name));
      expect(patches()).toEqual([
        { lanes: { main: { transport: main }, quick: { transport: quick } } },
      ]);
      expect(fake.world.settings.lanes).toEqual({
        main: { transport: main, hosts: 4 },
        quick: { transport: quick, hosts: 1 },
      });
      expect(chosen('Preset')).toEqual([name]);
      expect(transport().textContent).toContain('without losing a word');
    },
  );

  test('say what the chosen one does', async () => {
    await open();
    expect(transport().textContent).toContain(
      'Main turns and quick turns stream inside the app. Switching moves running turns over without losing a word.',
    );
    await click(choice('Preset', 'Hybrid'));
    expect(transport().textContent).toContain(
      'Main turns come as server-sent events, quick turns over a WebSocket.',
    );
  });

  test('are worked with the arrows, also where none is chosen', async () => {
    given('websocket', 'sse');
    await open();
    expect(radios('Preset').map((radio) => radio.tabIndex)).toEqual([0, -1, -1, -1]);
    await press(choice('Preset', 'Direct'), 'ArrowLeft');
    expect(chosen('Preset')).toEqual(['Hybrid']);
    await press(choice('Preset', 'Hybrid'), 'ArrowRight');
    expect(chosen('Preset')).toEqual(['Direct']);
    expect(document.activeElement).toBe(choice('Preset', 'Direct'));
  });
});

describe('each lane by itself', () => {
  test('is set without the other, and a mix that is no preset says so', async () => {
    await open();
    await click(choice('Quick turn', 'SSE'));
    expect(patches()).toEqual([{ lanes: { quick: { transport: 'sse' } } }]);
    expect(chosen('Preset')).toEqual([]);
    expect(transport().textContent).toContain(
      'A mix of your own, which no preset has: main turns directly, quick turns over SSE.',
    );
    await click(choice('Main turns', 'SSE'));
    expect(chosen('Preset')).toEqual(['SSE first']);
  });

  test('says how it does, as the desktop tells it', async () => {
    given('sse', 'websocket');
    fake.world.info.lanes = {
      main: lane({ transport: 'sse', wanted: 'sse' }),
      quick: lane({ transport: 'websocket', wanted: 'websocket', state: 'waiting' }),
    };
    await open();
    expect(transport().textContent).toMatch(/DirectSSEWebSocketlive/);
    expect(transport().textContent).toContain('trying again…');
    fake.world.info = structuredClone(fake.world.info);
    Object.assign(fake.world.info.lanes?.quick ?? {}, { state: 'connecting' });
    await act(async () => fake.notice({ type: 'info-changed' }));
    expect(transport().textContent).toContain('connecting…');
    expect(transport().textContent).not.toContain('trying again…');
  });

  test('that fell back says why, and is tried again by the same setting', async () => {
    given('websocket', 'direct');
    fake.world.info.lanes = {
      main: lane({ transport: 'sse', wanted: 'websocket', why: 'the socket was closed (1006)' }),
      quick: lane(),
    };
    await open();
    await eventually(() =>
      expect(transport().textContent).toContain(
        'Main turns go over SSE, not over WebSocket. The socket was closed (1006).',
      ),
    );
    await click(within(transport(), 'button', 'Try WebSocket again'));
    expect(patches()).toEqual([{ lanes: { main: { transport: 'websocket' } } }]);
  });
});

test('a choice that is refused goes back, and says why', async () => {
  fake.answer('settings.update', failed('internal', 'settings.json could not be written.'));
  await open();
  await click(choice('Preset', 'Hybrid'));
  expect(within(transport(), '[role=alert]').textContent).toBe(
    'settings.json could not be written.',
  );
  expect(chosen('Preset')).toEqual(['Direct']);
});

test('a page in a browser chooses between SSE and WebSocket, and has no lanes', async () => {
  fake.world.info.platform = 'browser';
  fake.setHealth({ transport: 'sse' });
  await open();
  expect(chosen('This page')).toEqual(['SSE']);
  expect(transport().querySelectorAll('[role=radiogroup]')).toHaveLength(1);
  expect(transport().textContent).toContain('which the desktop app follows too');
  await click(choice('This page', 'WebSocket'));
  expect(patches()).toEqual([{ lanes: { main: { transport: 'websocket' } } }]);
  expect(chosen('This page')).toEqual(['WebSocket']);
});
