import { expect, test } from 'vitest';
import { createHotkey, type ShortcutSupport, supportHere } from '../../main/desktop/hotkey';

/** A desktop on which other apps hold `taken`, and nonsense throws as Electron's does. */
function desktop(taken: string[] = [], support: ShortcutSupport = 'direct') {
  const held = new Map<string, () => void>();
  let presses = 0;
  let changes = 0;
  const hotkey = createHotkey({
    support,
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

test('a free key is registered and its press opens Quick Turn', () => {
  const { hotkey, held, presses } = desktop();
  hotkey.set('Ctrl+Shift+Space');
  expect(hotkey.state()).toEqual({ accelerator: 'Ctrl+Shift+Space', state: 'registered' });
  held.get('Ctrl+Shift+Space')?.();
  expect(presses()).toBe(1);
});

test('a taken key says so, with a next step, and can be tried again', () => {
  const { hotkey, taken } = desktop(['CommandOrControl+Space']);
  hotkey.set('CommandOrControl+Space');
  expect(hotkey.state().state).toBe('taken');
  expect(hotkey.state().message).toMatch(/Ctrl\+Space is taken.*Choose another.*--quick/);
  taken.length = 0;
  hotkey.set('CommandOrControl+Space');
  expect(hotkey.state().state).toBe('registered');
});

test('a new key that fails leaves the old one working, and says that', () => {
  const { hotkey, held } = desktop(['Alt+Space']);
  hotkey.set('Ctrl+Shift+Space');
  hotkey.set('Alt+Space');
  expect(hotkey.state()).toMatchObject({ accelerator: 'Alt+Space', state: 'taken' });
  expect(hotkey.state().message).toContain('Ctrl+Shift+Space still opens Quick Turn');
  expect([...held.keys()]).toEqual(['Ctrl+Shift+Space']);
});

test('a new key that works takes the old one’s place', () => {
  const { hotkey, held } = desktop();
  hotkey.set('Ctrl+Shift+Space');
  hotkey.set('Ctrl+Shift+K');
  expect([...held.keys()]).toEqual(['Ctrl+Shift+K']);
});

test('nonsense is told as unsupported and harms nothing', () => {
  const { hotkey, held } = desktop();
  hotkey.set('Ctrl+Shift+Space');
  hotkey.set('Nonsense+');
  expect(hotkey.state()).toMatchObject({ accelerator: 'Nonsense+', state: 'unsupported' });
  expect(held.size).toBe(1);
});

test('an empty one switches it off', () => {
  const { hotkey, held } = desktop();
  hotkey.set('Ctrl+Shift+Space');
  hotkey.set('');
  expect(hotkey.state()).toMatchObject({ accelerator: '', state: 'off' });
  expect(held.size).toBe(0);
});

test('through the portal it waits until a real key press proves it', () => {
  const { hotkey, held } = desktop([], 'portal');
  hotkey.set('Ctrl+Shift+Space');
  expect(hotkey.state().state).toBe('waiting');
  held.get('Ctrl+Shift+Space')?.();
  expect(hotkey.state()).toEqual({ accelerator: 'Ctrl+Shift+Space', state: 'registered' });
});

test('where no app gets a global hotkey, the way through the desktop’s own settings is named', () => {
  const { hotkey, held } = desktop([], 'unsupported');
  hotkey.set('Ctrl+Shift+Space');
  expect(hotkey.state().state).toBe('unsupported');
  expect(hotkey.state().message).toContain('vibe-konsole --quick');
  expect(held.size).toBe(0);
});

test('setting the same key again tells nobody anything', () => {
  const { hotkey, changes } = desktop();
  hotkey.set('Ctrl+Shift+Space');
  hotkey.set('Ctrl+Shift+Space');
  expect(changes()).toBe(1);
});

test('X11, macOS and Windows register directly; Wayland goes by the version of Electron', () => {
  expect(supportHere('darwin', {}, 33)).toBe('direct');
  expect(supportHere('linux', { DISPLAY: ':0', XDG_SESSION_TYPE: 'x11' }, 33)).toBe('direct');
  expect(supportHere('linux', { DISPLAY: ':0' }, 33)).toBe('direct');
  expect(supportHere('linux', { DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-0' }, 33)).toBe(
    'unsupported',
  );
  expect(supportHere('linux', { XDG_SESSION_TYPE: 'wayland' }, 45)).toBe('portal');
});
