// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import type { ModelInfo, ProviderInfo, TurnError } from '../../../preload/contract/shapes';
import { SessionPage } from '../../../renderer/features/sessions/session-page';
import { useProviders } from '../../../renderer/features/settings/providers-store';
import { bestOther, othersFor } from '../../../renderer/features/transcript/other-models';
import { openPage } from '../../../renderer/stores/page';
import { loadSettings } from '../../../renderer/stores/settings-store';
import { createFakeKonsole } from '../support/fake-bridge';
import { plainSettings } from '../support/fake-world';
import { allByRole, byRole, click, eventually, render, text } from '../support/render';
import { resetStores } from '../support/stores';
import { timing, zeros } from '../support/turn-ends';

const model = (id: string, more: Partial<ModelInfo> = {}): ModelInfo => ({
  id,
  name: '',
  provider: id.split('/')[0] ?? '',
  ...more,
});
const provider = (id: string, key: ProviderInfo['key'], ok = true): ProviderInfo => ({
  ...{ id, kind: id, name: id, key },
  ...(ok ? {} : { state: { ok, at: 1, message: 'It is overloaded.' } }),
});

const opus = 'anthropic/claude-opus-5-5';
const haiku = 'anthropic/claude-haiku-5-5';
const gpt = 'openai/gpt-5.5';
const models = [
  model('demo/scripted'),
  model(opus),
  model(haiku),
  model(gpt, { name: 'GPT-5.5' }),
  model('openai/tiny', { quickOnly: 'It calls no tools.' }),
  model('google/gemini'),
  model('ollama/qwen'),
];
const providers = [
  provider('demo', 'none-needed'),
  provider('anthropic', 'environment'),
  provider('openai', 'store'),
  provider('google', 'missing'),
  provider('ollama', 'none-needed'),
];
const chosen = plainSettings.models;

describe('the other model that is offered', () => {
  const best = (more: Partial<typeof chosen> = {}, known = providers, lane = 'main' as const) =>
    bestOther(opus, lane, { chosen: { ...chosen, ...more }, models, providers: known })?.id;

  it('is the next that the settings name, without those that were asked before it', () => {
    expect(best({ mainFallback: ['ollama/qwen', gpt] })).toBe('ollama/qwen');
    expect(best({ mainFallback: ['ollama/qwen', opus, gpt] })).toBe(gpt);
  });

  it("is else the other lane's, where another provider has it", () => {
    expect(best({ quick: 'ollama/qwen' })).toBe('ollama/qwen');
    expect(best({ quick: haiku })).toBe(gpt);
  });

  it('is of a provider that failed a moment ago only where there is no other', () => {
    const down = providers.map((one) =>
      one.id === 'openai' ? provider('openai', 'store', false) : one,
    );
    expect(best({}, down)).toBe('ollama/qwen');
    const alone = down.filter(({ id }) => id !== 'ollama');
    expect(best({}, alone)).toBe(gpt);
  });

  it('is none where no other provider has a key, and never the demo', () => {
    expect(best({ mainFallback: ['google/gemini'] }, [provider('anthropic', 'store')])).toBe(
      undefined,
    );
    expect(best({}, [])).toBe(undefined);
  });

  it('can do what the lane needs: a model for side questions takes no main turn', () => {
    const ids = (lane: 'main' | 'quick') =>
      othersFor(opus, lane, { chosen, models, providers }).map(({ id }) => id);
    expect(ids('main')).toEqual([haiku, gpt, 'ollama/qwen']);
    expect(ids('quick')).toEqual([haiku, gpt, 'openai/tiny', 'ollama/qwen']);
  });
});

describe('a turn that failed', () => {
  let konsole = createFakeKonsole();
  beforeEach(() => {
    resetStores();
    useProviders.setState({ tests: {}, testing: new Set() }, true);
    konsole = createFakeKonsole();
    konsole.world.models = models;
    konsole.world.providers = providers;
    openPage(konsole.page);
  });

  async function fails(code: TurnError['code'], blobs?: string[]): Promise<string> {
    const at = Date.now();
    const session = konsole.addSession();
    const error = { code, message: 'Anthropic is overloaded.', hint: 'Wait a minute.' };
    const along = blobs ? { blobs } : {};
    konsole.emit(session, [
      { type: 'turn.queued', at, turn: 't', text: 'Sort the lamps.', ...along },
      { type: 'turn.started', at, turn: 't', attempt: 1, model: opus },
      { type: 'turn.finished', at, turn: 't', status: 'failed', error, usage: zeros, timing },
    ]);
    await loadSettings();
    await render(<SessionPage id={session} />);
    return session;
  }
  const sent = () => konsole.sent.at(-1);

  it('is asked of another model with one press: the same words and files, in the same session', async () => {
    const session = await fails('overloaded', ['blob-1']);
    await eventually(() => byRole('button', 'Retry with GPT-5.5'));
    expect(text()).toContain('Anthropic is overloaded.');
    expect(text()).toContain('Wait a minute.');
    byRole('button', 'Try again');
    await click(byRole('button', 'Retry with GPT-5.5'));
    expect(sent()).toMatchObject({
      session,
      text: 'Sort the lamps.',
      blobs: ['blob-1'],
      model: gpt,
    });
    expect(konsole.stateOf(session)?.session.model).toBe(gpt);
  });

  it('offers all others in a menu', async () => {
    await fails('bad-key');
    await eventually(() => byRole('button', 'Retry with another model'));
    await click(byRole('button', 'Retry with another model'));
    expect(allByRole('menuitemradio').map((item) => item.textContent)).toEqual([
      'claude-haiku-5-5',
      'GPT-5.5',
      'qwen',
    ]);
    await click(byRole('menuitemradio', 'qwen'));
    expect(sent()).toMatchObject({ text: 'Sort the lamps.', model: 'ollama/qwen' });
  });

  it('offers no other model where the failure is not that of the model', async () => {
    await fails('workspace');
    byRole('button', 'Choose another folder…');
    expect(allByRole('button', /^Retry with/)).toEqual([]);
  });
});
