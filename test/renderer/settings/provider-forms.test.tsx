// @vitest-environment happy-dom
/** What is done with a provider that is there: its forms and their focus, its key and itself removed, what is changed of it. */
import { describe, expect, test } from 'vitest';
import { Toasts } from '../../../renderer/ui/toast';
import { byRole, click, press, text } from '../support/render';
import { typeInto } from '../quick/typing';
import { calls, fake, group, open, within } from './page';

describe('a provider', () => {
  test('removing a key asks first', async () => {
    fake.world.providers = [
      { id: 'anthropic', kind: 'anthropic', name: 'Anthropic', key: 'store' },
    ];
    await open();
    await click(within(group('Providers'), 'button', 'Remove key'));
    expect(calls('provider.remove-key')).toEqual([]);
    await click(within(within(document.body, '[role=dialog]'), 'button', 'Remove key'));
    expect(calls('provider.remove-key')).toHaveLength(1);
  });

  test('removing a key says that the variable of the provider is used instead', async () => {
    fake.world.providers = [
      { id: 'lab', kind: 'anthropic', name: 'Lab', key: 'store', keyEnv: 'LAB_KEY' },
    ];
    await open();
    await click(within(group('Providers'), 'button', 'Remove key'));
    expect(within(document.body, '[role=dialog]').textContent).toContain(
      'What LAB_KEY has is used then; where it has none, you paste a key again.',
    );
  });

  test('the form of a new provider has the focus, closes at Escape and gives the focus back', async () => {
    await open();
    await click(within(group('Providers'), 'button', 'Add provider'));
    const first = group('Providers').querySelector('form select') as HTMLSelectElement;
    expect(document.activeElement).toBe(first);
    await press(first, 'Escape');
    expect(group('Providers').querySelector('form')).toBeNull();
    expect(document.activeElement).toBe(within(group('Providers'), 'button', 'Add provider'));
  });

  test('the form of a key closes at Escape and gives the focus back to what opened it', async () => {
    await open();
    const opener = within(group('Providers'), 'button', 'Set key');
    opener.focus();
    await click(opener);
    await press(within(group('Providers'), 'input[type=password]'), 'Escape');
    expect(document.querySelector('input[type=password]')).toBeNull();
    expect(document.activeElement).toBe(opener);
  });

  const lab = {
    id: 'lab',
    kind: 'anthropic',
    name: 'Lab',
    baseUrl: 'https://lab.example',
  } as const;

  async function openWithLab(key: 'environment' | 'store') {
    fake.world.settings.providers = [lab, ...fake.world.settings.providers];
    fake.world.settings.models = {
      ...fake.world.settings.models,
      main: 'lab/m',
      mainFallback: ['lab/n'],
    };
    fake.world.providers = [{ ...lab, key }, ...fake.world.providers];
    await open(<Toasts />);
    await click(within(group('Providers'), 'button', 'Remove provider'));
    return within(document.body, '[role=dialog]');
  }

  test('removing a provider says first what it is in use for, and can be undone', async () => {
    const dialog = await openWithLab('environment');
    expect(dialog.textContent).toContain(
      'Its address is forgotten. Sessions that used it keep their text. It is in use for main turns and what is asked instead: choose others there, in Models.',
    );
    await click(within(dialog, 'button', 'Remove provider'));
    expect(fake.world.settings.providers.map(({ id }) => id)).not.toContain('lab');
    expect(document.activeElement).toBe(within(group('Providers'), 'button', 'Add provider'));
    await click(byRole('button', 'Undo'));
    expect(fake.world.settings.providers[0]).toEqual(lab);
  });

  test('every provider can be left, the one that Konsole begins with too', async () => {
    await open();
    await click(within(group('Providers'), 'button', 'Remove provider'));
    await click(within(within(document.body, '[role=dialog]'), 'button', 'Remove provider'));
    expect(fake.world.settings.providers).toEqual([]);
  });

  test('removing a provider with a key says that the key does not come back', async () => {
    const dialog = await openWithLab('store');
    expect(dialog.textContent).toContain('Its address and its key are forgotten.');
    await click(within(dialog, 'button', 'Remove provider'));
    expect(calls('provider.remove-key')).toHaveLength(1);
    expect(text()).toContain('Removed Lab. Its key does not come back with it.');
  });

  test('another address keeps the rest, and says that the key stays with the old one', async () => {
    fake.world.providers = [
      { id: 'anthropic', kind: 'anthropic', name: 'Anthropic', key: 'store' },
    ];
    await open();
    await click(within(group('Providers'), 'button', 'Edit'));
    const field = within(group('Providers'), 'form input.font-mono');
    await typeInto(field, 'https://gate.example');
    expect(group('Providers').textContent).toContain('The key stays bound to the old address');
    await click(within(group('Providers'), 'button', 'Save'));
    expect(fake.world.settings.providers[0]).toEqual({
      id: 'anthropic',
      kind: 'anthropic',
      keyEnv: 'ANTHROPIC_API_KEY',
      baseUrl: 'https://gate.example',
    });
  });

  const labelled = (name: string) => {
    const { htmlFor } = within(group('Providers'), 'form label', name) as HTMLLabelElement;
    return document.getElementById(htmlFor) as HTMLInputElement;
  };

  test('a file of certificates is named by its whole path, shown, and taken away again', async () => {
    await open();
    const name = async (path: string) => {
      await click(within(group('Providers'), 'button', 'Edit'));
      await typeInto(labelled('Certificates'), path);
      await click(within(group('Providers'), 'button', 'Save'));
    };
    await name('company.pem');
    expect(byRole('alert').textContent).toContain('Give the whole path of the file');
    expect(calls('settings.update')).toEqual([]);
    await typeInto(labelled('Certificates'), ' /etc/ssl/company.pem ');
    await click(within(group('Providers'), 'button', 'Save'));
    expect(fake.world.settings.providers[0]).toEqual({
      ...{ id: 'anthropic', kind: 'anthropic', keyEnv: 'ANTHROPIC_API_KEY' },
      certificates: '/etc/ssl/company.pem',
    });
    expect(group('Providers').textContent).toContain('trusts /etc/ssl/company.pem');
    await name('');
    expect(fake.world.settings.providers[0]).not.toHaveProperty('certificates');
  });

  test('a proxy may speak SOCKS 5, and no other kind that Konsole does not speak', async () => {
    await open();
    await click(within(group('Providers'), 'button', 'Edit'));
    for (const proxy of ['socks4://p.lan:1080', 'socks5://me:pw@p.lan', 'socks5://p.lan/x']) {
      await typeInto(labelled('Proxy'), proxy);
      await click(within(group('Providers'), 'button', 'Save'));
      expect(byRole('alert').textContent).not.toBe('');
    }
    expect(calls('settings.update')).toEqual([]);
    await typeInto(labelled('Proxy'), 'socks5h://p.lan:1080');
    await click(within(group('Providers'), 'button', 'Save'));
    expect(fake.world.settings.providers[0]).toMatchObject({ proxy: 'socks5h://p.lan:1080' });
  });

  test('a new provider may have both from the start', async () => {
    await open();
    await click(within(group('Providers'), 'button', 'Add provider'));
    await typeInto(labelled('Certificates'), 'C:\\company.pem');
    await typeInto(labelled('Proxy'), 'socks5://p.lan:1080');
    await click(within(group('Providers'), 'button', 'Add'));
    expect(fake.world.settings.providers.at(-1)).toMatchObject({
      certificates: 'C:\\company.pem',
      proxy: 'socks5://p.lan:1080',
    });
  });

  test('a provider is given another name, and loses it when it is left empty', async () => {
    await open();
    const rename = async (name: string) => {
      await click(within(group('Providers'), 'button', 'Edit'));
      const field = within(group('Providers'), 'form input:not(.font-mono)');
      expect(document.activeElement).toBe(field);
      await typeInto(field, name);
      await click(within(group('Providers'), 'button', 'Save'));
    };
    await rename(' Work account ');
    expect(fake.world.settings.providers[0]?.name).toBe('Work account');
    await rename('');
    expect(fake.world.settings.providers[0]).toEqual({
      id: 'anthropic',
      kind: 'anthropic',
      keyEnv: 'ANTHROPIC_API_KEY',
    });
  });
});
