/** A setting that is changed in one place holds in the others at once, on the real Electron. */
import { test } from 'vitest';
import { command } from './support/bridge';
import { waitFor } from './support/wait';
import { openScene } from './support/with-provider';

test('a change in the main window is shown in the quick window, and the desktop follows it', async () => {
  const { launched, main, quick } = await openScene();
  const modelIs = (name: string) =>
    quick.getByRole('button', { name: `Model: ${name}` }).waitFor({ state: 'attached' });
  await modelIs('Claude Haiku 5.5');
  await command(main, 'settings.update', { patch: { models: { quick: 'fake/claude-opus-5-5' } } });
  await modelIs('Claude Opus 5.5');

  const hotkey = 'CommandOrControl+Alt+K';
  await command(main, 'settings.update', { patch: { theme: 'dark', hotkey } });
  await waitFor('theme and hotkey', () =>
    launched.app.evaluate(
      ({ globalShortcut, nativeTheme }, keys) =>
        nativeTheme.themeSource === 'dark' && globalShortcut.isRegistered(keys),
      hotkey,
    ),
  );
});
