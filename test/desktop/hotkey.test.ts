import { expect, test } from 'vitest';
import { createHotkey, type ShortcutSupport, supportHere } from '../../main/desktop/hotkey';

/** A desktop on which other apps hold `taken`, and nonsense throws as Electron's does. */
function desktop(taken: string[] = [], support: ShortcutSupport = 'direct') {
  const held = new Map<string, () => void>();
  let presses = 0;
  let changes = 0;
  const hotkey = createHotkey({
    support: Promise.resolve(support),
    quickCommand: 'vibe-konsole --quick',
    shortcuts: {
      register(accelerator, pressed) {
        if (accelerator.includes('Nonsense')) throw new TypeError('conversion failure');
        if (taken.includes(accelerator)) return false;
        held.set(accelerator, pressed);
        return true;
      },
      unregister: (accelerator) => void held.delete(accelerator),
    },
    onPress: () => (presses += 1),
    onChange: () => (changes += 1),
  });
  return { hotkey, held, taken, presses: () => presses, changes: () => changes };
}

test('a free key is registered and its press opens Quick Turn', async () => {
  const { hotkey, held, presses } = desktop();
  await hotkey.set('Ctrl+Shift+Space');
  expect(hotkey.state()).toEqual({ accelerator: 'Ctrl+Shift+Space', state: 'registered' });
  held.get('Ctrl+Shift+Space')?.();
  expect(presses()).toBe(1);
});

test('a taken key says so, with a next step, and can be tried again', async () => {
  const { hotkey, taken } = desktop(['CommandOrControl+Space']);
  await hotkey.set('CommandOrControl+Space');
  expect(hotkey.state().state).toBe('taken');
  expect(hotkey.state().message).toMatch(/Ctrl\+Space is taken.*Choose another.*--quick/);
  taken.length = 0;
  await hotkey.set('CommandOrControl+Space');
  expect(hotkey.state().state).toBe('registered');
});

test('a new key that fails leaves the old one working, and says that', async () => {
  const { hotkey, held } = desktop(['Alt+Space']);
  await hotkey.set('Ctrl+Shift+Space');
  await hotkey.set('Alt+Space');
  expect(hotkey.state()).toMatchObject({ accelerator: 'Alt+Space', state: 'taken' });
  expect(hotkey.state().message).toContain('Ctrl+Shift+Space still opens Quick Turn');
  expect([...held.keys()]).toEqual(['Ctrl+Shift+Space']);
});

test('a new key that works takes the old one’s place', async () => {
  const { hotkey, held } = desktop();
  await hotkey.set('Ctrl+Shift+Space');
  await hotkey.set('Ctrl+Shift+K');
  expect([...held.keys()]).toEqual(['Ctrl+Shift+K']);
});

test('nonsense is told as unsupported and harms nothing', async () => {
  const { hotkey, held } = desktop();
  await hotkey.set('Ctrl+Shift+Space');
  await hotkey.set('Nonsense+');
  expect(hotkey.state()).toMatchObject({ accelerator: 'Nonsense+', state: 'unsupported' });
  expect(held.size).toBe(1);
});

test('an empty one switches it off', async () => {
  const { hotkey, held } = desktop();
  await hotkey.set('Ctrl+Shift+Space');
  await hotkey.set('');
  expect(hotkey.state()).toMatchObject({ accelerator: '', state: 'off' });
  expect(held.size).toBe(0);
});

test('through the portal it waits until a real key press proves it', async () => {
  const { hotkey, held } = desktop([], 'portal');
  await hotkey.set('Ctrl+Shift+Space');
  expect(hotkey.state().state).toBe('waiting');
  held.get('Ctrl+Shift+Space')?.();
  expect(hotkey.state()).toMatchObject({ state: 'registered', confirmed: true });
});

test('where no app gets a global hotkey, the way through the desktop’s own settings is named', async () => {
  const { hotkey, held } = desktop([], 'unsupported');
  await hotkey.set('Ctrl+Shift+Space');
  expect(hotkey.state().state).toBe('unsupported');
  expect(hotkey.state().message).toContain('vibe-konsole --quick');
  expect(held.size).toBe(0);
});

test('setting the same key again tells nobody anything', async () => {
  const { hotkey, changes } = desktop();
  await hotkey.set('Ctrl+Shift+Space');
  await hotkey.set('Ctrl+Shift+Space');
  expect(changes()).toBe(1);
});

test('a press confirms the key, until another one takes its place', async () => {
  const { hotkey, held, changes } = desktop();
  await hotkey.set('Ctrl+Shift+Space');
  expect(hotkey.state().confirmed).toBeUndefined();
  held.get('Ctrl+Shift+Space')?.();
  held.get('Ctrl+Shift+Space')?.();
  expect(hotkey.state().confirmed).toBe(true);
  // Told once, however often it is pressed.
  expect(changes()).toBe(2);
  await hotkey.set('Ctrl+Shift+Space');
  expect(hotkey.state().confirmed).toBe(true);
  await hotkey.set('Ctrl+Shift+K');
  expect(hotkey.state()).toEqual({ accelerator: 'Ctrl+Shift+K', state: 'registered' });
});

test('a press of the old key proves nothing of a new one that is taken', async () => {
  const { hotkey, held, presses } = desktop(['Alt+Space']);
  await hotkey.set('Ctrl+Shift+Space');
  await hotkey.set('Alt+Space');
  held.get('Ctrl+Shift+Space')?.();
  expect(presses()).toBe(1);
  expect(hotkey.state()).toMatchObject({ accelerator: 'Alt+Space', state: 'taken' });
  expect(hotkey.state().confirmed).toBeUndefined();
});

test('keys that the portal did not take are not called taken by another app', async () => {
  const { hotkey } = desktop(['Ctrl+Shift+Space'], 'portal');
  await hotkey.set('Ctrl+Shift+Space');
  expect(hotkey.state().state).toBe('unsupported');
  expect(hotkey.state().message).toContain('vibe-konsole --quick');
});

test('of two wishes that wait for the portal’s answer the last one counts, and none after the end', async () => {
  const { hotkey, held } = desktop();
  await Promise.all([hotkey.set('Ctrl+Shift+Space'), hotkey.set('Ctrl+Shift+K')]);
  expect([...held.keys()]).toEqual(['Ctrl+Shift+K']);
  const late = hotkey.set('Ctrl+Shift+L');
  hotkey.close();
  await late;
  expect(held.size).toBe(0);
});

test('X11, macOS and Windows register directly; natively on Wayland it goes by the portal', async () => {
  const none = () => Promise.resolve(undefined);
  const there = () => Promise.resolve(1);
  for (const kind of ['x11', 'mac', 'windows'] as const) {
    expect(await supportHere(kind, none)).toBe('direct');
  }
  expect(await supportHere('wayland', there)).toBe('portal');
  expect(await supportHere('wayland', none)).toBe('unsupported');
  expect(await supportHere('xwayland', there)).toBe('unsupported');
});
