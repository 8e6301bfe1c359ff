// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, describe, expect, test } from 'vitest';
import { failed } from '../support/fake-bridge';
import { allByRole, byRole, click, press, text } from '../support/render';
import { choose, typeInto } from '../quick/typing';
import { fake, open, patches } from './page';

const opus = 'anthropic/claude-opus-5-5';

beforeEach(() => {
  fake.world.providers.push({
    id: 'ollama',
    kind: 'openai-chat',
    name: 'Ollama',
    key: 'none-needed',
  });
  fake.world.models.push({ id: 'ollama/qwen', name: 'qwen', provider: 'ollama' });
});

const radio = (name: string) => byRole('radio', name);
const kept = () => fake.world.settings.models.fallback;
const rows = () =>
  [...byRole('list', 'Asked instead').children].map((row) => row.textContent?.trim());
const adder = () => adders().at(1) as HTMLSelectElement;
const adders = () =>
  [...document.querySelectorAll('select')].filter((one) =>
    one.textContent?.includes('Add a model…'),
  );

describe('who is asked when the quick model does not answer', () => {
  test('is automatic until a person chooses, and says what that means', async () => {
    await open();
    expect(radio('Automatic').getAttribute('aria-checked')).toBe('true');
    expect(text()).toContain('The main model, where another provider has it');
  });

  test('may be nobody, and automatic again', async () => {
    await open();
    await click(radio('Nobody'));
    expect(kept()).toEqual([]);
    expect(text()).toContain('The question fails then, and says why.');
    await click(radio('Automatic'));
    expect(fake.world.settings.models).not.toHaveProperty('fallback');
    expect(fake.world.settings.models.main).toBe(opus);
  });

  test('is a list that begins with the first model that is added', async () => {
    await open();
    await click(radio('In this order'));
    expect(patches()).toEqual([]);
    expect(text()).toContain('Until a model is added, it stays automatic.');
    await choose(adder(), 'ollama/qwen');
    await choose(adder(), opus);
    expect(kept()).toEqual(['ollama/qwen', opus]);
    expect(rows()).toEqual(['1.qwen Ollama', '2.Claude Opus 5.5 Anthropic']);
    expect([...adder().options].map((option) => option.value)).not.toContain(opus);
  });

  test('moves and is removed, and the focus stays with it', async () => {
    fake.world.settings.models.fallback = ['ollama/qwen', opus];
    await open();
    await act(async () => byRole('button', 'Move qwen down').focus());
    await click(byRole('button', 'Move qwen down'));
    expect(kept()).toEqual([opus, 'ollama/qwen']);
    expect(document.activeElement).toBe(byRole('button', 'Move qwen down'));
    await click(byRole('button', 'Move qwen down'));
    expect(patches()).toHaveLength(1);
    await click(byRole('button', 'Remove qwen'));
    expect(kept()).toEqual([opus]);
    expect(document.activeElement).toBe(byRole('button', 'Remove Claude Opus 5.5'));
  });

  test('without its last model is nobody', async () => {
    fake.world.settings.models.fallback = [opus];
    await open();
    await click(byRole('button', 'Remove Claude Opus 5.5'));
    expect(kept()).toEqual([]);
    expect(radio('Nobody').getAttribute('aria-checked')).toBe('true');
  });

  test('can be typed, and what is wrong with it is said where it was typed', async () => {
    fake.world.settings.models.fallback = [opus];
    await open();
    fake.answer(
      'settings.update',
      failed('invalid', 'models.fallback: must be "<provider>/<model>".'),
    );
    await choose(adder(), '\u0000typed');
    const field = document.querySelector('input[placeholder="provider/model"]') as HTMLInputElement;
    await typeInto(field, 'nonsense');
    await press(field, 'Enter');
    expect(byRole('alert').textContent).toContain('models.fallback: must be');
    expect(field.value).toBe('nonsense');
    await typeInto(field, opus);
    await press(field, 'Enter');
    expect(byRole('alert').textContent).toContain('in the list already');
  });

  test('tells of a model whose provider is gone, and that eight are all', async () => {
    fake.world.settings.models.fallback = Array.from({ length: 8 }, (_, at) => `lab/m${at}`);
    await open();
    expect(rows()[0]).toContain('There is no provider “lab”. Add it above, or remove this.');
    expect(text()).toContain('8 models are all there can be.');
    expect(adder()).toBeUndefined();
    expect(allByRole('button', /^Remove m/)).toHaveLength(8);
  });
});

test('main turns go over to nobody until a model is added', async () => {
  await open();
  expect(text()).toContain('a main turn goes over to nobody');
  await choose(adders()[0] as HTMLSelectElement, 'ollama/qwen');
  expect(fake.world.settings.models.mainFallback).toEqual(['ollama/qwen']);
  await click(byRole('button', 'Remove qwen'));
  expect(fake.world.settings.models.mainFallback).toEqual([]);
});
