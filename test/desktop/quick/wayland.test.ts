import { expect, test } from 'vitest';
import { wayland } from '../../../main/desktop/quick/wayland';

function shown(visible: boolean, focused: boolean): string[] {
  const did: string[] = [];
  const window = {
    isVisible: () => visible,
    isFocused: () => focused,
    hide: () => did.push('hide'),
    show: () => did.push('show'),
    focus: () => did.push('focus'),
  };
  wayland.show(window as never, () => did.push('shown'));
  return did;
}

test('a window that others lie over is mapped anew, which brings it the keyboard', () => {
  expect(shown(true, false)).toEqual(['hide', 'show', 'focus', 'shown']);
});

test('one that has the keyboard is not taken away first: its blur would hide what was just shown', () => {
  expect(shown(true, true)).not.toContain('hide');
  expect(shown(false, false)).toEqual(['show', 'focus', 'shown']);
});
