/** Which model a lane uses, and who is asked when that one does not answer. */
import { describe, expect, test } from 'vitest';
import { alternativeNames, effectiveModels } from '../../../main/konsole/models/effective';
import { readModelName } from '../../../main/konsole/models/names';
import { settings as schema } from '../../../preload/contract/settings';

describe('which model is used', () => {
  const configured = schema.parse({}).models;
  const choose = (change: Partial<Parameters<typeof effectiveModels>[0]>) =>
    effectiveModels({
      configured,
      usable: () => false,
      found: [],
      fitsMain: () => true,
      forceDemo: false,
      ...change,
    });

  test('the one in the settings when it can be reached', () => {
    expect(choose({ usable: (provider) => provider === 'anthropic' })).toEqual({
      main: configured.main,
      quick: configured.quick,
    });
  });

  test('with nothing set up, a server of this computer, and else the demo', () => {
    expect(choose({ found: ['ollama/llama'] })).toEqual({
      main: 'ollama/llama',
      quick: 'ollama/llama',
    });
    expect(choose({})).toEqual({ main: 'demo/scripted', quick: 'demo/scripted' });
  });

  test('what a person chose stays, even if it cannot be reached: never the demo in its place', () => {
    const chosen = { ...configured, main: 'openai/gpt' };
    expect(choose({ configured: chosen }).main).toBe('openai/gpt');
  });

  test('a lane without a usable model takes the other lane’s before it takes the demo', () => {
    const chosen = { ...configured, quick: 'lab/small' };
    const usable = (provider: string) => provider === 'lab';
    expect(choose({ configured: chosen, usable })).toEqual({
      main: 'lab/small',
      quick: 'lab/small',
    });
  });

  test('a model for side questions only is no main model unless a person chose it', () => {
    const fitsMain = (model: string) => !model.endsWith('tiny');
    expect(choose({ found: ['ollama/tiny', 'ollama/llama'], fitsMain })).toEqual({
      main: 'ollama/llama',
      quick: 'ollama/tiny',
    });
    expect(choose({ found: ['ollama/tiny'], fitsMain })).toEqual({
      main: 'demo/scripted',
      quick: 'ollama/tiny',
    });
    const lent = { ...configured, quick: 'lab/tiny' };
    const usable = (provider: string) => provider === 'lab';
    expect(choose({ configured: lent, usable, fitsMain }).main).toBe('demo/scripted');
    const chosen = { ...configured, main: 'lab/tiny' };
    expect(choose({ configured: chosen, usable, fitsMain }).main).toBe('lab/tiny');
  });

  test('the demo when it is asked for', () => {
    expect(choose({ usable: () => true, forceDemo: true }).main).toBe('demo/scripted');
  });

  test('who is asked next: the main model of another provider, then a server of this computer, never the demo', () => {
    const facts = {
      asked: 'anthropic/haiku',
      configured: undefined,
      main: 'openai/gpt',
      found: ['ollama/llama', 'lmstudio/qwen'],
    };
    expect(alternativeNames(facts)).toEqual(['openai/gpt', 'ollama/llama']);
    expect(alternativeNames({ ...facts, main: 'anthropic/opus' })).toEqual(['ollama/llama']);
    expect(alternativeNames({ ...facts, main: 'demo/scripted', found: [] })).toEqual([]);
  });

  test('what the settings say goes before, in their order, and nobody where they say so', () => {
    const facts = { asked: 'a/one', main: 'b/two', found: ['c/three'] };
    const configured = ['d/four', 'a/one', 'a/other', 'd/four', 'demo/scripted'];
    expect(alternativeNames({ ...facts, configured })).toEqual(['d/four', 'a/other']);
    expect(alternativeNames({ ...facts, configured: [] })).toEqual([]);
  });

  test.each(['', 'opus', '/x', 'a/', 'a b/c', 'a/b c', `a/${'x'.repeat(500)}`])(
    '%j is no model name',
    (text) => {
      expect(readModelName(text)).toBeUndefined();
    },
  );
});
