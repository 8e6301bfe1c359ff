// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { loadProviders, useProviders } from '../../../renderer/features/settings/providers-store';
import { failed, ok } from '../support/fake-bridge';
import { act } from 'react';
import { usePool } from '../../../renderer/stores/pool-store';
import { byRole, click, eventually } from '../support/render';
import { choose, typeInto } from '../quick/typing';
import { calls, fake, group, open, patches, within } from './page';

describe('providers', () => {
  const states = [
    ['environment', 'key from ANTHROPIC_API_KEY'],
    ['store', 'key in the keychain'],
    ['run', 'key for this run only'],
    ['missing', 'no key: paste one, or set ANTHROPIC_API_KEY and restart'],
    ['origin-changed', 'its address changed'],
    ['none-needed', 'needs no key'],
  ] as const;
  test.each(states)('a key that is %s is told as: %s', async (key, words) => {
    fake.world.providers = [
      { id: 'anthropic', kind: 'anthropic', name: 'Anthropic', key, keyEnv: 'ANTHROPIC_API_KEY' },
    ];
    await open();
    expect(group('Providers').textContent).toContain(words);
  });

  test('servers of this computer are looked for at once when asked, and that none answers is said', async () => {
    await open();
    await click(within(group('Providers'), 'button', 'Look now'));
    expect(calls('provider.list').at(-1)?.params).toEqual({ look: true });
    await eventually(() =>
      expect(group('Providers').textContent).toContain('No other server answers.'),
    );
    const ollama = { id: 'ollama', kind: 'anthropic', name: 'Ollama', key: 'none-needed' } as const;
    const baseUrl = 'http://127.0.0.1:11434';
    fake.world.providers = [...fake.world.providers, { ...ollama, baseUrl, found: true }];
    await click(within(group('Providers'), 'button', 'Look now'));
    await eventually(() => within(group('Providers'), 'button', 'Use it'));
    expect(group('Providers').textContent).not.toContain('No other server answers.');
  });

  test('that none answers is not said where the look itself failed', async () => {
    await open();
    fake.answer('provider.list', failed('internal', 'The engine did not answer.'));
    await click(within(group('Providers'), 'button', 'Look now'));
    await eventually(() => expect(byRole('alert').textContent).toContain('did not answer'));
    await eventually(() =>
      expect(within(group('Providers'), 'button', 'Look now').getAttribute('aria-disabled')).toBe(
        'false',
      ),
    );
    expect(group('Providers').textContent).not.toContain('No other server answers.');
  });

  test('Test says what the provider answered', async () => {
    fake.answer(
      'provider.test',
      ok({ ok: false, message: '401 from the server: "Incorrect API key". Paste a new key.' }),
    );
    await open();
    await click(within(group('Providers'), 'button', 'Test'));
    expect(group('Providers').textContent).toContain('401 from the server');
    // Which key it was is told as well.
    expect(group('Providers').textContent).toContain('(now) · key from the environment');
  });

  test('attack 13: a key goes in, is tested, and is nowhere to be seen after', async () => {
    fake.world.providers = [
      { id: 'anthropic', kind: 'anthropic', name: 'Anthropic', key: 'missing' },
    ];
    fake.answer('provider.set-key', () => {
      fake.world.providers = [
        { id: 'anthropic', kind: 'anthropic', name: 'Anthropic', key: 'store' },
      ];
      return ok({ provider: fake.world.providers[0] });
    });
    fake.answer('provider.test', ok({ ok: true, message: 'It answers.' }));
    await open();
    await click(within(group('Providers'), 'button', 'Set key'));
    const field = within(group('Providers'), 'input[type=password]');
    await typeInto(field, ' sk-ant-secret ');
    await click(within(group('Providers'), 'button', 'Save and test'));
    expect(calls('provider.set-key')[0]?.params).toMatchObject({
      provider: 'anthropic',
      key: 'sk-ant-secret',
      keep: 'store',
    });
    expect(group('Providers').textContent).toContain(
      'key in the keychain · It answers · checked now',
    );
    expect(document.querySelector('input[type=password]')).toBeNull();
    expect(document.body.innerHTML).not.toContain('sk-ant-secret');
    expect(JSON.stringify(useProviders.getState())).not.toContain('sk-ant-secret');
  });

  test('without a secret store it says why and keeps the key for this run only', async () => {
    fake.world.info.secrets = { kind: 'none', why: 'The desktop has no keyring.' };
    fake.world.providers = [
      {
        id: 'anthropic',
        kind: 'anthropic',
        name: 'Anthropic',
        key: 'missing',
        keyEnv: 'ANTHROPIC_API_KEY',
      },
    ];
    await open();
    await click(within(group('Providers'), 'button', 'Set key'));
    expect(group('Providers').textContent).toContain(
      'The desktop has no keyring. The key is kept for this run only.',
    );
    expect(group('Providers').textContent).toContain('set ANTHROPIC_API_KEY before starting');
    await typeInto(within(group('Providers'), 'input[type=password]'), 'k');
    await click(within(group('Providers'), 'button', 'Save and test'));
    expect(calls('provider.set-key')[0]?.params.keep).toBe('run');
  });

  test('a key that was not taken stays in the field with the reason', async () => {
    fake.world.providers = [
      { id: 'anthropic', kind: 'anthropic', name: 'Anthropic', key: 'missing' },
    ];
    fake.answer(
      'provider.set-key',
      failed('internal', 'The keychain is locked. Unlock it and try again.'),
    );
    await open();
    await click(within(group('Providers'), 'button', 'Set key'));
    await typeInto(within(group('Providers'), 'input[type=password]'), 'k');
    await click(within(group('Providers'), 'button', 'Save and test'));
    expect(byRole('alert').textContent).toContain('The keychain is locked');
    expect((within(group('Providers'), 'input[type=password]') as HTMLInputElement).value).toBe(
      'k',
    );
  });

  test('a server of this computer is added with an id of its own and no key', async () => {
    await open();
    await click(within(group('Providers'), 'button', 'Add provider'));
    await choose(group('Providers').querySelector('select') as HTMLSelectElement, 'local:ollama');
    await click(within(group('Providers'), 'button', 'Add'));
    expect(patches()[0]).toEqual({
      providers: [
        { id: 'anthropic', kind: 'anthropic', keyEnv: 'ANTHROPIC_API_KEY' },
        {
          id: 'ollama',
          kind: 'anthropic',
          name: 'Ollama',
          baseUrl: 'http://127.0.0.1:11434',
          key: 'none',
        },
      ],
    });
  });

  test('it is what “Use it” makes of one that was found', async () => {
    const [known] = fake.world.localServers;
    if (!known) throw new Error('a known server');
    await open();
    await click(within(group('Providers'), 'button', 'Add provider'));
    await choose(group('Providers').querySelector('select') as HTMLSelectElement, 'local:ollama');
    await click(within(group('Providers'), 'button', 'Add'));
    const added = fake.world.settings.providers.at(-1);
    fake.world.settings.providers = [];
    fake.world.providers = [{ ...known, key: 'none-needed', found: true }];
    await act(async () => loadProviders());
    await click(within(group('Providers'), 'button', 'Use it'));
    expect(fake.world.settings.providers.at(-1)).toEqual(added);
  });

  test('a server of this computer is never the one of the house that it is spoken to as', async () => {
    await open();
    await click(within(group('Providers'), 'button', 'Add provider'));
    await choose(group('Providers').querySelector('select') as HTMLSelectElement, 'local:ollama');
    const address = within(group('Providers'), 'form input.font-mono');
    expect(group('Providers').textContent).not.toContain('api.anthropic.com');
    await typeInto(address, '');
    await click(within(group('Providers'), 'button', 'Add'));
    expect(byRole('alert').textContent).toContain('Give the whole address');
    expect(patches()).toEqual([]);
    await typeInto(address, 'http://localhost:5000/v1/');
    await click(within(group('Providers'), 'button', 'Add'));
    expect(fake.world.settings.providers.at(-1)).toMatchObject({
      ...{ id: 'ollama', kind: 'anthropic', key: 'none' },
      baseUrl: 'http://localhost:5000/v1',
    });
  });

  test('an address that would send a key in the clear is refused with the reason', async () => {
    await open();
    await click(within(group('Providers'), 'button', 'Add provider'));
    await choose(group('Providers').querySelector('select') as HTMLSelectElement, 'openai-chat');
    await typeInto(within(group('Providers'), 'form input.font-mono'), 'http://example.org');
    await click(within(group('Providers'), 'button', 'Add'));
    expect(byRole('alert').textContent).toContain('needs https://');
    expect(patches()).toEqual([]);
  });

  test('a list that cannot be loaded says so and can be tried again', async () => {
    fake.answer('provider.list', failed('internal', 'The engine did not answer.'));
    await open();
    expect(byRole('alert').textContent).toContain('The engine did not answer.');
    fake.answer(
      'provider.list',
      ok({ providers: fake.world.providers, houses: fake.world.houses }),
    );
    await click(within(group('Providers'), 'button', 'Try again'));
    expect(group('Providers').textContent).toContain('Anthropic');
  });

  test('an account of another house is added with its variable, and its key is asked at once', async () => {
    await open();
    await click(within(group('Providers'), 'button', 'Add provider'));
    await choose(group('Providers').querySelector('select') as HTMLSelectElement, 'openai');
    await click(within(group('Providers'), 'button', 'Add'));
    expect(patches()[0]).toEqual({
      providers: [
        { id: 'anthropic', kind: 'anthropic', keyEnv: 'ANTHROPIC_API_KEY' },
        { id: 'openai', kind: 'openai', name: 'OpenAI', keyEnv: 'OPENAI_API_KEY' },
      ],
    });
    await typeInto(within(group('Providers'), 'input[type=password]'), 'k');
    await click(within(group('Providers'), 'button', 'Save and test'));
    expect(calls('provider.set-key')[0]?.params.provider).toBe('openai');
  });

  test('a second account of a house has an id of its own and not the variable of the first', async () => {
    await open();
    await click(within(group('Providers'), 'button', 'Add provider'));
    await click(within(group('Providers'), 'button', 'Add'));
    expect(fake.world.settings.providers[1]).toEqual({
      id: 'anthropic-2',
      kind: 'anthropic',
      name: 'Anthropic 2',
    });
  });

  test('what it last said and what it said is left are told', async () => {
    fake.world.providers = [
      {
        id: 'anthropic',
        kind: 'anthropic',
        name: 'Anthropic',
        key: 'store',
        proxy: 'proxy.lan:3128',
        state: {
          ok: false,
          at: Date.now(),
          message: 'The key was refused.',
          hint: 'Paste another.',
        },
        limits: [{ what: 'requests', limit: 50, remaining: 48 }],
      },
    ];
    await open();
    expect(byRole('alert').textContent).toContain('The key was refused. Paste another.');
    expect(group('Providers').textContent).toContain('requests 48 of 50');
    expect(group('Providers').textContent).toContain('through proxy.lan:3128');
  });

  test('one that refuses a turn, or answers again, shows it while the page is open', async () => {
    const anthropic = {
      id: 'anthropic',
      kind: 'anthropic',
      name: 'Anthropic',
      key: 'store',
    } as const;
    const pool = fake.world.pool;
    const now = async (providersRev: number, ok: boolean, message: string) => {
      fake.world.providers = [{ ...anthropic, state: { ok, at: Date.now(), message } }];
      await act(async () => usePool.setState({ status: { ...pool, providersRev } }));
    };
    fake.world.providers = [anthropic];
    await open();
    expect(document.querySelector('[role=alert]')).toBeNull();
    await now(1, false, 'It wants payment.');
    await eventually(() => expect(byRole('alert').textContent).toContain('It wants payment.'));
    await now(2, true, 'claude answered.');
    await eventually(() => expect(group('Providers').textContent).toContain('claude answered'));
    expect(document.querySelector('[role=alert]')).toBeNull();
    const asked = calls('provider.list').length;
    await now(2, true, 'claude answered.');
    expect(calls('provider.list')).toHaveLength(asked);
  });
});
