// @vitest-environment happy-dom
import { act } from 'react';
import { describe, expect, test } from 'vitest';
import { failed, ok } from '../support/fake-bridge';
import { allByRole, byRole, click, press, text } from '../support/render';
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
  const boxes = () => [...group('Models').querySelectorAll<HTMLInputElement>('[role=combobox]')];
  const options = () =>
    [...group('Models').querySelectorAll('[role=option]')].map((one) => one.textContent);
  const box = (at: number) => {
    const found = boxes()[at];
    if (!found) throw new Error(`no model box ${at}`);
    return found;
  };

  test('quick turn is searched for and chosen by keyboard, without touching main turns', async () => {
    fake.world.models.push({ id: 'ollama/qwen', name: 'qwen', provider: 'ollama' });
    await open();
    await press(box(1), 'ArrowDown');
    expect(options()).toHaveLength(2);
    await typeInto(box(1), 'OLLAMA qw');
    expect(options()).toEqual(['qwen Ollama']);
    await press(box(1), 'Enter');
    expect(patches()).toEqual([{ models: { quick: 'ollama/qwen' } }]);
    expect(options()).toEqual([]);
  });

  test('Esc leaves the model as it is', async () => {
    await open();
    await typeInto(box(0), 'qwen');
    await press(box(0), 'Escape');
    expect(box(0).value).toBe('Claude Opus 5.5');
    expect(patches()).toEqual([]);
  });

  test('an id that is not in the list can be typed, and a wrong one is explained', async () => {
    fake.answer('settings.update', failed('invalid', 'models.main must be "<provider>/<model>".'));
    await open();
    await typeInto(box(0), 'nonsense');
    await press(box(0), 'Enter');
    expect(group('Models').textContent).toContain('models.main must be');
    expect(box(0).value).toBe('nonsense');
    // The reason stands under the box, where the list would be.
    expect(allByRole('listbox', 'Models')).toEqual([]);
    await press(box(0), 'Escape');
    expect(group('Models').textContent).not.toContain('models.main must be');
    expect(box(0).getAttribute('aria-invalid')).toBe('false');
    await typeInto(box(0), 'lab/new');
    await press(box(0), 'Enter');
    expect(patches().at(-1)).toEqual({ models: { main: 'lab/new' } });
  });

  test('a row tells context, price with its day and when the model goes', async () => {
    fake.world.models = [
      {
        id: 'anthropic/old',
        name: 'Old',
        provider: 'anthropic',
        contextTokens: 200_000,
        price: { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 },
        asOf: '2026-11-01',
        retires: { on: '2027-01-01', instead: 'new' },
      },
    ];
    await open();
    await press(box(0), 'ArrowDown');
    expect(options()[0]).toContain(
      '200 K · $5 in, $25 out per million (2026-11-01) · retires on 2027-01-01, use new',
    );
  });

  test('a model for side questions only is not chosen for main turns, and says why', async () => {
    fake.world.models = [
      { id: 'ollama/tiny', name: 'tiny', provider: 'ollama', quickOnly: 'It calls no tools.' },
    ];
    await open();
    await press(box(0), 'ArrowDown');
    expect(options()).toEqual(['tiny OllamaIt calls no tools.']);
    await press(box(0), 'Enter');
    expect(patches()).toEqual([]);
    await press(box(0), 'Escape');
    await press(box(1), 'ArrowDown');
    await press(box(1), 'Enter');
    expect(patches()).toEqual([{ models: { quick: 'ollama/tiny' } }]);
  });

  test('a favourite stands first', async () => {
    fake.world.models.push({ id: 'ollama/qwen', name: 'qwen', provider: 'ollama' });
    await open();
    await press(box(0), 'ArrowDown');
    await click(byRole('button', 'Favourite: qwen'));
    expect(fake.world.settings.models.favourites).toEqual(['ollama/qwen']);
    expect(options()[0]).toContain('qwen');
  });

  test('effort is chosen in the terms of the model, and left to it again', async () => {
    fake.world.models = [
      {
        id: 'anthropic/claude-opus-5-5',
        name: 'Opus',
        provider: 'anthropic',
        efforts: ['low', 'max'],
      },
    ];
    await open();
    const select = () =>
      group('Models').querySelector<HTMLSelectElement>('select[aria-label^=Effort]') ??
      expect.unreachable('no effort');
    await choose(select(), 'max');
    expect(fake.world.settings.models.efforts).toEqual({ 'anthropic/claude-opus-5-5': 'max' });
    await choose(select(), '');
    expect(fake.world.settings.models.efforts).toEqual({});
  });

  test('a model that cannot be used yet says what is in use now', async () => {
    fake.world.effective = { main: 'demo/scripted', quick: 'demo/scripted' };
    await open();
    expect(group('Models').textContent).toContain('“Demo: scripted answers, no AI” is in use now');
  });

  test('a model whose provider was removed says so', async () => {
    fake.world.settings.models = { ...fake.world.settings.models, main: 'lab/m' };
    await open();
    expect(group('Models').textContent).toContain(
      'There is no provider “lab”. Add it above, or choose another model.',
    );
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

describe('budgets', () => {
  const field = () => group('Budgets').querySelector('input') as HTMLInputElement;

  test('a budget is written, and taken away by leaving it empty', async () => {
    await open();
    await typeInto(field(), '2.50');
    await press(field(), 'Enter');
    expect(fake.world.settings.budgets).toEqual({ turnUsd: 2.5 });
    expect(field()).toHaveProperty('value', '2.50');
    await typeInto(field(), '');
    await press(field(), 'Enter');
    expect(fake.world.settings.budgets).toEqual({});
  });

  test.each(['0', '0.001', '-1', 'much', '200000', '1,5'])(
    '“%s” is no budget, and it says why',
    async (bad) => {
      await open();
      await typeInto(field(), bad);
      await press(field(), 'Enter');
      expect(byRole('alert').textContent).toContain(
        'cannot be used: write dollars from 0.01 to 100000',
      );
      expect(patches()).toEqual([]);
    },
  );

  test('what this day has cost stands with the budget of a day, and is asked anew when a session changes', async () => {
    const spent = { inputTokens: 9, outputTokens: 9, cacheReadTokens: 0, cacheWriteTokens: 0 };
    const day = (turns: number, costUsd: number) =>
      ok({ days: [{ day: '2026-11-28', turns, costUsd, unpriced: 0, ...spent }] });
    fake.answer('usage.totals', day(2, 1.2));
    await open();
    expect(group('Budgets').textContent).toContain('Today: $1.20 · 2 turns');
    const id = fake.addSession();
    fake.answer('usage.totals', day(3, 1.5));
    await act(async () =>
      fake.emit(id, [
        { type: 'turn.queued', at: 1, turn: 't1', text: 'Go' },
        { type: 'turn.started', at: 1, turn: 't1', attempt: 1, model: 'lab/m' },
      ]),
    );
    expect(group('Budgets').textContent).toContain('Today: $1.50 · 3 turns');
  });

  test('a day on which nothing was spent says so', async () => {
    await open();
    expect(group('Budgets').textContent).toContain('Today: nothing yet');
  });
});
