// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SessionEventBody } from '../../../preload/contract/events';
import type { ModelInfo, ProviderInfo, Turn, TurnError } from '../../../preload/contract/shapes';
import { SessionPage } from '../../../renderer/features/sessions/session-page';
import { useProviders } from '../../../renderer/features/settings/providers-store';
import { wayElsewhere } from '../../../renderer/features/transcript/ask-elsewhere';
import { bestOther, othersFor } from '../../../renderer/features/transcript/other-models';
import { chooseModel, chosenModel } from '../../../renderer/stores/model-choice';
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

  interface How {
    blobs?: string[];
    /** It goes on from another turn. */
    resumes?: string;
    /** It had begun to answer. */
    worked?: boolean;
  }

  async function ends(
    status: 'failed' | 'interrupted' | 'refused',
    code: TurnError['code'],
    { worked, ...along }: How = {},
  ): Promise<string> {
    const at = Date.now();
    const session = konsole.addSession();
    const error = { code, message: 'Anthropic is overloaded.', hint: 'Wait a minute.' };
    const words: SessionEventBody[] = worked
      ? [
          { type: 'block.opened', at, turn: 't', block: 'b', kind: 'text' },
          { type: 'block.appended', at, block: 'b', off: 0, text: 'Half' },
          { type: 'block.closed', at, block: 'b', ms: 1, status: 'done' },
        ]
      : [];
    const { resumes } = along;
    konsole.emit(session, [
      { type: 'turn.queued', at, turn: 't', text: 'Sort the lamps.', ...along },
      {
        type: 'turn.started',
        at,
        turn: 't',
        attempt: 1,
        model: opus,
        ...(resumes ? { resumes } : {}),
      },
      ...words,
      { type: 'turn.finished', at, turn: 't', status, error, usage: zeros, timing },
    ]);
    await loadSettings();
    await render(<SessionPage id={session} />);
    return session;
  }
  const fails = (code: TurnError['code'], how: How = {}) => ends('failed', code, how);
  const resumed = () => konsole.calls.filter(({ name }) => name === 'turn.resume').at(-1)?.params;
  const sent = () => konsole.sent.at(-1);

  it('is asked of another model with one press: the same words and files, in the same session', async () => {
    const session = await fails('overloaded', { blobs: ['blob-1'] });
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

  it('with something done is gone on with by another model, and nothing is done again', async () => {
    const session = await fails('overloaded', { worked: true });
    await eventually(() => byRole('button', 'Resume with GPT-5.5'));
    byRole('button', 'Resume');
    expect(allByRole('button', /^Retry with/)).toEqual([]);
    await click(byRole('button', 'Resume with GPT-5.5'));
    expect(resumed()).toMatchObject({ session, model: gpt });
    expect(sent()).toBeUndefined();
  });

  it('and had gone on from another is gone on with by another model', async () => {
    const session = await fails('bad-key', { resumes: 'r' });
    await eventually(() => byRole('button', 'Resume with another model'));
    await click(byRole('button', 'Resume with another model'));
    await click(byRole('menuitemradio', 'qwen'));
    expect(resumed()).toMatchObject({ session, model: 'ollama/qwen' });
  });

  it('and was stopped is gone on with by any other model, with none put forward', async () => {
    await ends('interrupted', 'stopped', { worked: true });
    await eventually(() => byRole('button', 'Resume with another model'));
    expect(allByRole('button', /^Re(sume|try) with GPT/)).toEqual([]);
    await click(byRole('button', 'Resume with another model'));
    await click(byRole('menuitemradio', 'GPT-5.5'));
    expect(resumed()).toMatchObject({ model: gpt });
  });

  it('is gone on with by the model that was chosen meanwhile, which is then no choice any more', async () => {
    const session = await fails('overloaded', { worked: true });
    await act(async () => chooseModel(session, gpt));
    await click(byRole('button', 'Resume'));
    expect(resumed()).toMatchObject({ session, model: gpt });
    expect(chosenModel(session)).toEqual({});
  });

  it('with a message that is not whole here is gone on with; one that was declined cannot be', () => {
    const turn: Turn = { id: 't', text: 'Sort', cut: 9_000, status: 'failed', blocks: [] };
    const error: TurnError = { code: 'overloaded', message: 'It is overloaded.' };
    const ask = async () => {};
    const main = { lane: 'main', menu: true, ask, goOn: ask } as const;
    const quick = { lane: 'quick', menu: false, ask } as const;
    expect(wayElsewhere({ ...turn, error }, main)).toBe('resume');
    expect(wayElsewhere({ ...turn, error }, quick)).toBeUndefined();
    expect(wayElsewhere({ ...turn, status: 'refused' }, main)).toBeUndefined();
    const { cut: _cut, ...whole } = turn;
    expect(wayElsewhere({ ...whole, status: 'refused' }, main)).toBe('retry');
    expect(wayElsewhere({ ...whole, error }, main)).toBe('retry');
    expect(wayElsewhere({ ...whole, status: 'interrupted' }, quick)).toBeUndefined();
  });

  it.each(['no-key', 'bad-key', 'denied', 'no-network', 'bad-answer', 'provider'] as const)(
    'offers another model where the failure is that of the provider (%s)',
    async (code) => {
      await fails(code);
      await eventually(() => byRole('button', 'Retry with GPT-5.5'));
    },
  );

  it('offers no other model where the failure is not that of the model', async () => {
    await fails('workspace');
    byRole('button', 'Choose another folder…');
    expect(allByRole('button', /^Retry with/)).toEqual([]);
  });
});
