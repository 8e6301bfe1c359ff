// @vitest-environment happy-dom
import { act } from 'react';
import { describe, expect, test } from 'vitest';
import { failed, ok } from '../support/fake-bridge';
import { byRole, click, press, text } from '../support/render';
import { choose, typeInto } from '../quick/typing';
import { fake, group, open, patches, within } from './page';

test('all groups have their names', async () => {
  await open();
  for (const name of ['Providers', 'Models', 'Transport', 'Hotkey', 'Permissions', 'Appearance']) {
    expect(group(name)).toBeDefined();
  }
});

test('settings that cannot be read say so, and are read again when asked', async () => {
  fake.answer('settings.get', failed('internal', 'The engine did not answer.'));
  await open();
  expect(text()).toContain('The settings could not be read.');
  fake.answer(
    'settings.get',
    ok({
      settings: fake.world.settings,
      problems: [],
      effective: fake.world.settings.models,
      workspace: '/home/ada',
    }),
  );
  await click(byRole('button', 'Try again'));
  expect(group('Providers')).toBeDefined();
  expect(text()).not.toContain('could not be read');
});

test('what was wrong in settings.json stands first, with its field', async () => {
  fake.answer(
    'settings.get',
    ok({
      settings: fake.world.settings,
      problems: [{ field: 'lanes.main.hosts', message: 'must be at most 16' }],
      effective: fake.world.settings.models,
      workspace: '/home/ada',
    }),
  );
  await open();
  const problems = byRole('group', 'Problems in settings.json');
  expect(problems.textContent).toContain('lanes.main.hosts must be at most 16');
});

describe('models', () => {
  const selects = () => [...group('Models').querySelectorAll('select')];

  test('main turns and quick turn are chosen from the list, each without touching the other', async () => {
    fake.world.models.push({ id: 'ollama/qwen', name: 'qwen', provider: 'ollama' });
    await open();
    await choose(selects()[1] as HTMLSelectElement, 'ollama/qwen');
    expect(patches()).toEqual([{ models: { quick: 'ollama/qwen' } }]);
  });

  test('an id that is not in the list can be typed, and a wrong one is explained', async () => {
    fake.answer('settings.update', failed('invalid', 'models.main must be "<provider>/<model>".'));
    await open();
    const [main] = selects();
    await choose(main as HTMLSelectElement, '\u0000typed');
    const field = within(group('Models'), 'input');
    await typeInto(field, 'nonsense');
    await press(field, 'Enter');
    expect(group('Models').textContent).toContain('models.main must be');
    expect((within(group('Models'), 'input') as HTMLInputElement).value).toBe('nonsense');
  });

  test('a model that cannot be used yet says what is in use now', async () => {
    fake.world.effective = { main: 'demo/scripted', quick: 'demo/scripted' };
    await open();
    expect(group('Models').textContent).toContain('“Demo: scripted answers, no AI” is in use now');
  });

  test('a model whose provider was removed says so', async () => {
    fake.world.settings.models = { ...fake.world.settings.models, main: 'lab/m' };
    await open();
    expect(group('Models').textContent).toContain('The provider “lab” is not here any more');
  });
});

describe('hotkey', () => {
  const hotkey = (state: 'registered' | 'taken' | 'unsupported' | 'waiting' | 'off') => {
    fake.world.info.hotkey = { accelerator: 'CommandOrControl+Shift+Space', state };
  };
  test.each([
    ['registered', 'Registered. Press Ctrl Shift Space now'],
    ['taken', 'Another app has taken'],
    ['unsupported', 'lets no app register'],
    ['waiting', 'Waiting for the desktop'],
    ['off', 'Switched off'],
  ] as const)('a hotkey that is %s says: %s', async (state, words) => {
    hotkey(state);
    await open();
    expect(group('Hotkey').textContent).toContain(words);
  });

  test('a press that arrives is confirmed', async () => {
    await open();
    expect(group('Hotkey').textContent).not.toContain('pressed and received');
    fake.world.info.hotkey = { ...fake.world.info.hotkey, confirmed: true };
    await act(async () => fake.notice({ type: 'info-changed' }));
    expect(group('Hotkey').textContent).toContain('pressed and received');
  });

  test('one that was pressed before settings were opened is confirmed', async () => {
    fake.world.info.hotkey = { ...fake.world.info.hotkey, confirmed: true };
    await open();
    expect(group('Hotkey').textContent).toContain('pressed and received');
  });

  test('a taken one is asked for again on request, and no other', async () => {
    hotkey('taken');
    await open();
    await click(within(group('Hotkey'), 'button', 'Try again'));
    expect(patches()).toEqual([{ hotkey: 'CommandOrControl+Shift+Space' }]);
    hotkey('registered');
    await act(async () => fake.notice({ type: 'info-changed' }));
    expect(group('Hotkey').textContent).not.toContain('Try again');
  });

  test('is recorded by pressing the keys', async () => {
    await open();
    const recorder = byRole('button', /Record the hotkey/);
    await click(recorder);
    await press(recorder, 'Control', { code: 'ControlLeft', ctrlKey: true });
    await press(recorder, 'k', { code: 'KeyK', ctrlKey: true });
    expect(byRole('alert').textContent).toContain('Hold Shift or Alt as well');
    await press(recorder, 'K', { code: 'KeyK', ctrlKey: true, altKey: true });
    expect(patches()).toEqual([{ hotkey: 'CommandOrControl+Alt+K' }]);
  });

  test('Esc leaves it as it is', async () => {
    await open();
    const recorder = byRole('button', /Record the hotkey/);
    await click(recorder);
    await press(recorder, 'Escape', { code: 'Escape' });
    await press(recorder, 'F9', { code: 'F9', ctrlKey: true });
    expect(patches()).toEqual([]);
  });
});

test('the theme is chosen among system, light and dark', async () => {
  await open();
  await click(within(group('Appearance'), '[role=radio]', 'Light'));
  expect(patches()).toEqual([{ theme: 'light' }]);
});

test('the workspace is chosen with the folder dialog, and a cancel changes nothing', async () => {
  fake.answer('desktop.choose-folder', ok({ path: '/home/ada/work' }));
  await open();
  await click(within(group('Workspace'), 'button', 'Choose folder…'));
  expect(patches()).toEqual([{ workspace: '/home/ada/work' }]);
  expect(text()).toContain('/home/ada/work');
  fake.answer('desktop.choose-folder', ok({}));
  await click(within(group('Workspace'), 'button', 'Choose folder…'));
  expect(patches()).toHaveLength(1);
});
